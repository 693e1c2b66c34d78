/** What leaders can do, in words, by the ids of the contract's ways and actions. */
import type { NationTerms } from '../../nation.ts';

export const actionWords = {
  askThree: ({ role }: NationTerms): string => `Ask your own ${role} the three questions, and listen to all three answers`,
  readCode: ({ codeOnRole }: NationTerms): string => `Read ${codeOnRole} on what the role asks`,
  threeSteps: ({ role }: NationTerms): string => `List three steps that would ease the role, with the ${role}, and take one`,
  seatInSlt: 'A seat in the senior leadership team',
  protectHours: 'Protected hours each week, in the timetable, with cover',
  adminHelp: 'Administrative help for paperwork and meetings',
  flexibleWorking: 'Flexible working: a start, an end or a day that can move',
  planningTime: 'Time to plan ahead, kept free in the calendar',
  joinNetwork: ({ roles }: NationTerms): string => `Join or fund a network or support group of ${roles}`,
  groupSupervision: ({ roles }: NationTerms): string => `Group supervision with ${roles} of other schools`,
  releaseTime: 'Release time for network meetings',
  standingItem: ({ field }: NationTerms): string => `${field} as a standing item on every leadership agenda`,
  staffDevelopment: ({ field }: NationTerms): string => `Regular ${field} development for all staff`,
  redesign: ({ role }: NationTerms): string => `Redesign where the role’s time goes, with the ${role}`,
  governorsItem: 'A plan and a budget for inclusion, on the governors’ agenda',
  fundedCpd: 'Funded professional development, found by those who manage',
  fifteenMinutes: 'Fifteen minutes face to face each fortnight',
  sayThanks: 'Say thanks for something specific',
  bookHour: 'Book the protected hour of supervision, with cover',
  firstFifteen: 'Offer the 15-minute first conversation with a supervisor',
} as const;

export const wayWords = {
  understand: {
    title: 'Understand the role',
    heard: 'The role may not be understood, or not be in the room.',
    ask: 'What is this role really like just now, and what would you like us to know before the next decision?',
  },
  time: {
    title: 'Protect time',
    heard: 'Time is short for what the role asks.',
    ask: 'If four hours were kept free for you next week, what would have to stop or move?',
  },
  network: {
    title: 'Networks',
    heard: 'Hard decisions are being carried alone.',
    ask: 'Who outside this school do you think things through with, and what would make that easier?',
  },
  shared: {
    title: 'Shared accountability',
    heard: 'Much is being held alone.',
    ask: 'What are you holding that should be somebody else’s, or ours?',
  },
  vision: {
    title: 'A clear vision',
    heard: 'It is unclear what the role is for, or its time goes elsewhere.',
    ask: 'What should this role be for here, and what should it stop being?',
  },
  thank: {
    title: 'Develop and thank',
    heard: 'Nothing stands out. It is a good moment to look after what works.',
    ask: 'What has gone well this half-term that I have not noticed?',
  },
  supervision: {
    title: 'Supervision',
    heard: 'A lot is being carried from one meeting to the next.',
    ask: 'When is your protected hour, and what gets in its way?',
  },
};

export const doneWords = {
  title: (unit: string): string => `Heard across ${unit} · Done here`,
  last: (date: string): string => `Last action: ${date}`,
  none: 'Nothing has been published here yet.',
  halfWay: 'Half-way through this half-term, this is what leaders have done since the last one began.',
  halfWayNone: 'Half-way through this half-term, leaders have published nothing since the last one began.',
  on: (date: string): string => `Done on ${date}`,
};
