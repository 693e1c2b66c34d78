import { longDay } from '../formats.ts';

const agendaItems = {
  space: 'Agree the space again',
  here: 'What is here',
  depth: 'One thing at depth: experience, reflection, analysis, action',
  whose: 'Whose to hold',
  next: 'Next steps and reading',
  close: 'Close',
} as const;

/** What the bot says about supervision. In a chat it never says what, nor about whom. */
export const supervisionWords = {
  notices: {
    digest: 'Your digest is ready.',
    preview: 'Your digest goes on the next working day. You can look at it first.',
    agenda: 'Time is set aside for today.',
    receipt: 'Something was marked as talked through.',
    record: 'A record is ready for you.',
    ask: 'Somebody asks to join a network that you list.',
  },
  open: 'Open',
  openTab: 'Open Held',
  inTab: 'You find it in the Held tab.',
  tabFor: 'Supervision is in the Held tab.',

  keepFor: 'Keep for supervision',
  flagInvitation: 'A topic to keep for supervision, for your own supervisor only.',
  flagTitle: 'Keep for supervision',
  topic: 'Topic',
  topicNeeded: 'Please choose a topic.',
  choose: 'Choose',
  note: 'A note, if you like',
  besideNote: 'Read just before you meet. Nothing urgent; no names.',
  hope: 'What do you hope for?',
  access: 'Access needs for the session',
  notToday: 'Rather not today',
  keep: 'Keep',
  keepAnyway: 'Keep it as it is',
  wishesChanged: (access: string | undefined, notToday: boolean): string =>
    `Your wishes for the session were changed meanwhile. Now: ${[access ?? 'no access needs', ...(notToday ? ['rather not today'] : [])].join('; ')}. Keep again to put yours in their place.`,
  tooLong: 'That is longer than 140 characters. Please shorten it.',
  warnings: {
    link: 'There seems to be a link in your words. Would you rather leave it out?',
    name: 'There seems to be somebody’s full name in your words. Would you rather leave it out?',
  },

  digestTitle: 'Your digest',
  groupTitle: 'Your group',
  noDigests: 'Nobody is on your list yet.',
  noTopics: 'No topics chosen.',
  unreadable: 'What is kept for you here cannot be opened just now. Please tell your administrator.',
  noDigestYet: 'No digest has gone yet.',
  previewTitle: 'This is what your supervisor will see',
  changeInTab: 'You can change or withdraw each topic in the Held tab until it goes.',
  sessionOn: (date: string, time: string): string => `Session: ${longDay(date)}, ${time}`,
  notTodaySaid: 'Rather not today.',
  accessSaid: (access: string): string => `Access needs: ${access}`,
  lastAgreed: 'Last agreed',
  owners: { supervisee: 'supervisee', supervisor: 'supervisor', school: 'school' },
  agreedBy: (owner: string, date: string | undefined): string => (date === undefined ? owner : `${owner}, by ${longDay(date)}`),

  agendaTitle: 'An agenda for the hour',
  agendaLine: (item: keyof typeof agendaItems, minutes: number): string => `${agendaItems[item]} (${minutes} minutes)`,
} as const;
