/** Words of the pages for leaders: what we do, and the one page for governors. */
import type { NationTerms } from '../../nation.ts';

export const leaders = {
  title: 'What we do',
  lede: ({ role }: NationTerms): string => `One thing that was heard, one question for your own ${role}, one action.`,
  heard: 'What was heard',
  figure: (halfTerm: string, band: string | undefined): string => (band ? `${halfTerm}, ${band} people answered` : halfTerm),
  ask: ({ role }: NationTerms): string => `A question for your own ${role}`,
  askNote: 'Ask it because you want to know, not because of a figure. Do not ask who answered.',
  action: 'One action',
  decideBy: (date: string): string => `Please decide by ${date}: act, ask first, or not now and why.`,
  nothingYet: 'No figures have been released yet. Something can be done all the same.',
  form: {
    choose: 'What',
    owner: 'Who sees to it',
    due: 'By when',
    because: 'Why not now',
    needs: 'Say why not now, in a few words that anyone may read.',
    needsOwner: 'Say who sees to it.',
    needsDue: 'Choose a day: today or later.',
  },
  decisions: { act: 'Act', askFirst: 'Ask first', notNow: 'Not now, because…' },
  decided: { act: 'Acting', askFirst: 'Asking first', notNow: 'Not now' },
  keepReason: 'Keep this reason',
  backToDeciding: 'Back',
  saved: 'Kept.',
  /** Beside the form: what was decided stands in another panel, where the reader is taken. */
  savedBelow: 'Kept. It stands under “Decided”.',
  underWay: 'Decided',
  none: 'Nothing is decided yet. The first decision will stand here.',
  ownerAndDue: (owner: string, due: string): string => `${owner}, by ${due}`,
  overdue: 'The date has passed.',
  because: (reason: string): string => `Because: ${reason}`,
  done: 'Mark as done',
  notDone: 'Not done after all',
  publish: 'Tell the group',
  unpublish: 'Take it back from the group',
  takeUp: 'Act on it now',
  published: (unit: string): string => `Everyone in ${unit} can read it.`,
  doneOn: (date: string, owner: string): string => `Done on ${date}, ${owner}.`,
  notOwnMark: 'Whether it eased anything is not for leaders to mark: a check-in question asks that.',
  ways: 'All ways to act',
  waysNote: 'Prefer changing the pressure to asking people to be more resilient alone.',
  choose: 'Choose',
  chosenWay: (way: string): string => `One action: ${way}`,
  governorsLink: 'One page for governors',
  governorsNote: 'The same figures on one printed side.',
  guides: {
    title: 'Conversation guides',
    list: [
      {
        title: 'Fifteen minutes, every fortnight',
        lines: [
          'Walk to them; do not call them in. Close the laptop.',
          'Start with: how are you carrying it just now? Then wait longer than feels easy.',
          'Ask what is theirs to hold, what is shared, and what belongs to the system.',
          'End with one thing you will do, and say when. Do it.',
        ],
      },
      {
        title: 'When the figures look heavy',
        lines: [
          ({ role }: NationTerms): string =>
            `It is a group’s figure. Your ${role} may feel otherwise; do not look for whose answer it was.`,
          'Say what you read and what you wonder: “Across the group, pauses are rare. What is that like here?”',
          'Offer a change in the pressure before you offer a course.',
        ],
      },
      {
        title: 'When the figures look light',
        lines: [
          'Quiet does not mean well: days without gaps are not asked about.',
          'Keep what helps. Ask which of the last changes made a difference.',
        ],
      },
      {
        title: 'The three questions',
        lines: [
          'What is the role really like just now?',
          'What do you need: for yourself, for pupils, for the school?',
          'What should I stop, start, or take over?',
        ],
      },
    ],
  },
} as const;

export const governors = {
  title: ({ role }: NationTerms): string => `How the ${role} role is carried`,
  lede: (unit: string, halfTerm: string): string => `${unit}, ${halfTerm}`,
  print: 'Print, or save as PDF',
  back: 'Back to What we do',
  done: 'What was done',
  asks: {
    title: 'Questions for governors',
    lines: [
      'How many hours are protected for the role, and were they kept?',
      ({ role }: NationTerms): string =>
        `Who in leadership shares what the ${role} carries, and what is the plan and budget for inclusion?`,
      'Is supervision offered, with cover, and taken up without having to ask?',
    ],
  },
  nothing: 'No figures have been released for this group yet.',
  reading: 'Reading this page',
} as const;
