/** Every word of the tab. Plain British English, calm and short; a second language is a second catalogue of this shape. */
export const words = {
  product: 'Held',
  halfTerms: ['Autumn 1', 'Autumn 2', 'Spring 1', 'Spring 2', 'Summer 1', 'Summer 2'],
  /** Where a chart is narrow. */
  halfTermsShort: ['Aut 1', 'Aut 2', 'Spr 1', 'Spr 2', 'Sum 1', 'Sum 2'],

  hear: {
    title: 'What we hear',
    lede: 'How the role is being carried, from many short check-ins. Everyone in the group sees the same.',
    every: 'Asked every half-term',
    inTurn: 'Asked in turn',
    inTurnNote: 'Two further questions change each half-term.',
    answered: (band: string): string => `${band} people answered`,
    latest: (halfTerm: string): string => `The latest half-term: ${halfTerm}`,
    fewer: 'Fewer people answered. Please do not chase.',
    save: 'Save these figures (CSV)',
    saved: (unit: string): string => `held-${unit}.csv`,
    breaks: 'Where the group has changed too much to compare, the line breaks.',
    notClinical: 'These questions are not a clinical measure.',
  },

  ladder: {
    label: 'Which group',
    why: (path: string): string => `You see ${path} because your own place on the roster is in it.`,
    floor: 'Figures are for groups, never for one person.',
  },

  figure: {
    between: (from: string, to: string): string => `Between ${from} and ${to}`,
    /** Some options say “about” themselves. */
    around: (option: string): string => (option.startsWith('About') ? option : `Around ${option}`),
    yearBefore: (halfTerm: string, says: string): string => `A year before, in ${halfTerm}: ${says}`,
    mostOften: (option: string): string => `Most often: ${option}`,
    share: (option: string, percent: string): string => `${option}: about ${percent}`,
    tooFew: 'Not enough responses to show',
    notAsked: 'Not asked',
    /** R12: the words may not tell which of the rules it was. */
    whyTooFew:
      'A figure needs enough people, from enough schools, to keep each answer confidential. Below that nothing is shown to anybody, and what was gathered is destroyed. It says nothing about how well or badly things are.',
    whyLabel: 'Why is there nothing to show?',
    change: {
      heavyLast: { easier: 'lighter than in', heavier: 'heavier than in', steady: 'steady since' },
      goodLast: { easier: 'better than in', heavier: 'less good than in', steady: 'steady since' },
    },
    ends: {
      heavyLast: { easier: 'Lighter', heavier: 'Heavier' },
      goodLast: { easier: 'Better', heavier: 'Harder' },
    },
    upIsEasier:
      'In every chart, higher is easier. A band shows roughly where the average lies: figures are rounded, to keep answers confidential.',
    chart: (asks: string, latest: string): string => `${asks} ${latest}. The table below has each half-term.`,
    showTable: 'Show as a table',
    hideTable: 'Hide the table',
    tableOf: (asks: string): string => `${asks} Each half-term, newest first`,
    columns: { halfTerm: 'Half-term', average: 'Average', season: 'Season' },
    asked: 'The question',
  },

  booking: {
    title: 'Supervision',
    text: 'A protected hour to think: confidential, not an appraisal. A first 15-minute conversation comes without obligation.',
    none: 'No booking link has been added yet. Your administrator can add one.',
    failed: 'Booking links could not be read just now.',
    opens: 'opens in a new window',
  },

  gathering: {
    title: 'Gathering now',
    open: (halfTerm: string, until: string): string => `Answers for ${halfTerm} are being gathered until ${until}.`,
    after: 'Its figures come after that, if enough people answer.',
    closed: 'No half-term is open just now.',
    next: (from: string): string => `The next begins on ${from}.`,
  },

  reading: {
    title: 'Reading these figures',
    /** The standing lines of every page of figures. */
    lines: [
      'Do not ask who answered, or what.',
      'Quiet does not mean well.',
      'Days without gaps are not asked about, so heavy days are undercounted.',
      'Not for appraisal, capability, absence or grievances.',
    ],
  },

  seasons: {
    /** Stands where a chart has a dot. */
    mark: (halfTerm: string, seasons: string): string => `${halfTerm}: ${seasons}`,
    label: 'Seasons',
  },

  csv: {
    columns: ['period', 'starts', 'ends', 'group', 'answered', 'id', 'question', 'average', 'step', 'clamped', 'other'],
  },

  made: {
    title: 'How these figures are made',
    sentences: [
      'Each answer is sealed as it is given; the link between answer and person is cut before anything is opened.',
      'At the end of a half-term the answers are opened once, averaged, rounded, and then destroyed.',
      'A figure needs at least eight people from at least five schools, or one declared inclusion team of twelve or more.',
      'What is released never changes, and everyone in the group sees the same.',
    ],
    rulesLabel: 'The rules, one by one',
  },

  pages: {
    label: 'Pages',
    skip: 'Skip to the page',
    hear: 'What we hear',
    do: 'What we do',
    mine: 'My place',
    supervision: 'My supervision',
    supervise: 'Supervision',
    admin: 'Looking after Held',
    governors: 'One page for governors',
    loading: 'Loading the page',
  },

  /** Where the tab stands in a team or chat. */
  shared: {
    note: 'Each person sees the figures of their own groups here. Your own pages are in Held, under Apps.',
  },

  states: {
    loading: 'Loading',
    retry: 'Try again',
    outside: { title: 'Open Held in Microsoft Teams', text: 'Held is part of Teams and works there. Look for it under Apps.' },
    offline: { title: 'You seem to be offline', text: 'This will load when the connection is back.' },
    late: { title: 'No answer yet', text: 'Teams or the connection may be slow just now. Nothing is lost. Please try again.' },
    changed: { title: 'This was changed meanwhile', text: 'Somebody else, or you on another device. Look at what stands now.' },
    refused: { title: 'That cannot be done now', text: 'Somebody may have changed it at the same moment. Please look again.' },
    /** In place of the page's own words when a change did not go through. */
    changeFailed: 'That was not kept. Please try again in a minute.',
    changeOffline: 'You seem to be offline. Nothing was kept.',
    changeLate: 'No answer came, so it may or may not have been kept. Please look at the page again.',
    changeRefused: 'That cannot be done now. Please look at the page again.',
    failed: { title: 'This could not be loaded', text: 'Nothing is lost. Please try again in a minute.' },
    signedOut: { title: 'Please sign in again', text: 'Teams could not confirm who you are. Close the tab and open it again.' },
    notAllowed: { title: 'This page is not for your role', text: 'If that seems wrong, ask whoever looks after Held where you work.' },
    notOnRoster: {
      title: 'Held does not know you yet',
      text: 'Your administrator keeps the roster. Ask them to add you; you join from the next half-term. Opening this page has stored nothing about you.',
    },
  },
} as const;
