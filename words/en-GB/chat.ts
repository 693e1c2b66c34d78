import type { NationTerms } from '../nation.ts';
import { commands } from './commands.ts';

/** Everything the bot says. Calm, plain, short; never clinical, cheerful or urgent. Questions and options are in questions.ts. */
export const words = {
  invitation: 'A quiet minute, if you have one.',
  safety: ({ lead }: NationTerms): string => `Not read as it comes in. Worried about a child? Tell your ${lead} now, not Held.`,
  passed: 'This one has passed.',
  dialogTitle: 'A quiet minute',

  checkIn: 'Check in',
  notNow: 'Not now',
  pause: 'Pause',
  helpNow: 'Help now',
  skip: 'Skip',

  pauseAsk: 'Pause until',
  pauseUntil: { tomorrow: 'Tomorrow', monday: 'Monday', nextHalfTerm: 'The next half-term', untilISay: 'Until I say' },
  pausedOpen: `Held is quiet until you type “${commands.resume}”. “${commands.checkIn}” still works.`,
  pausedUntil: (date: string): string =>
    `Held is quiet until ${date}. “${commands.checkIn}” still works, and “${commands.resume}” ends the pause.`,
  resumed: 'Held may ask again, as often as the rest, in your hours and in term.',
  resumedFewer: `Held may ask again, once less a week as you asked. Type “${commands.resume}” once more for the full number.`,

  forYourself: 'For yourself',
  aboutAChild: 'About a child, or danger',
  helpTitle: 'What Held understands',
  help: [
    `“${commands.checkIn}”: a question now, whenever you like`,
    `“${commands.flag}”: keeps a topic for supervision`,
    `“${commands.pause}”: no questions for a while`,
    `“${commands.resume}”: questions again`,
    `“${commands.hours}”: the days and times when Held may ask`,
    `“${commands.withdraw}”: takes back your answers of this half-term`,
    `“${commands.data}”: what Held keeps about you`,
    `“${commands.leave}”: no questions any more`,
    `“${commands.privacy}”: what is kept, and who can read it`,
    `“${commands.help}”: this list`,
  ],
  notUnderstood: `Held understands a few words only: “${commands.checkIn}”, “${commands.flag}”, “${commands.pause}”, “${commands.resume}”, “${commands.hours}”, “${commands.withdraw}”, “${commands.data}”, “${commands.leave}”, “${commands.privacy}” and “${commands.help}”. Held keeps nothing of what you type here.`,

  welcome:
    'Held asks one short question after some meetings, up to three a week. It learns that a meeting ended and which participants of Held were in its chat, never what was said. No leader, supervisor or administrator can look up your answer. Figures are for eight or more people.',
  whichDays: 'Which days do you work?',
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  calendarAsk:
    'Held may look at the times in my calendar, to find a quiet moment after a meeting. Times only: never titles, people or places. It keeps none of them.',
  hoursTitle: 'When Held may ask',
  hoursFrom: 'From',
  hoursTo: 'To',
  hoursWhy: 'Held never asks in the evening: a time between 07:00 and 18:30.',
  hoursSave: 'Save',
  hoursRange: (from: string, to: string, zone: string | undefined): string => `${from} to ${to}${zone ? ` (${zone})` : ''}`,
  hoursSaved: (days: string, hours: string): string => `Held may ask on ${days}, ${hours}, in term.`,
  hoursBad: 'Please choose at least one day, and a start before the end, both between 07:00 and 18:30.',

  halfWay: 'Half of the half-term has passed. No question today.',
  halfWaySession: 'Is your next supervision in your diary?',
  halfWayBook: 'Book or change a session',
  halfWayDone: (count: number): string =>
    count === 0
      ? 'Leaders have published nothing that they did since the last half-term began.'
      : `Since the last half-term began, leaders have done ${count === 1 ? 'one thing' : `${count} things`} about what they heard. The Held tab says what.`,
  halfWayOpen: 'Open the Held tab',
  fewer: 'Fewer, please',
  fewerDone: 'Held asks once less a week from now on. Type “my hours” to change when it may ask, or “resume” for the full number.',
  restUntilHalfTerm: 'Rest until half-term',
  halfWayFine: 'Fine as it is',

  left: `Held will not ask any more, and no longer keeps a way to write to you. What you answered this half-term stays sealed and is counted with everybody’s; type “${commands.withdraw}” to take it back. If you change your mind, type “${commands.checkIn}”.`,
  dataTitle: 'What Held keeps about you',
  dataWhere: 'The Held tab has all of it as a file, under “My data”. Answers are not in it: they are sealed, and nobody can take one out.',

  takePart: 'Take part',
  notForMe: 'Not for me',
  howItWorks: 'How it works',
  how: [
    'A question comes in a quiet moment after a meeting. One tap answers it; Skip and “Not now” are always there. There are no reminders.',
    'Your answer is sealed at once. It is opened only after the half-term, together with everybody’s, when nothing ties it to you any more.',
    'Held hears of a meeting only where it was added to that meeting’s chat, or from your calendar if you agree. All members of that chat can see that it is there: do not add it to meetings with parents or guests.',
    'What is published is coarse and the same for everyone: leaders see what you see. These questions are not a clinical measure.',
    `You may pause, take back your answers of this half-term (“${commands.withdraw}”) or stop at any time.`,
  ],
  takingPart: (days: string, hours: string): string =>
    `Thank you. Held may ask after some meetings on ${days}, ${hours}, in term. Type “${commands.help}” to see what else it understands.`,
  declined: `That is fine. Held will not ask. If you change your mind, type “${commands.checkIn}”.`,
  alreadyTakingPart: `Held is here. Type “${commands.help}” to see what it understands.`,

  privacy: [
    'What you answer is confidential. It is sealed at once; nobody who reads the storage can link an answer to a person.',
    'Answers are opened after the half-term, once the link to people is destroyed. Figures appear only for eight or more people from at least five schools or a whole inclusion team, rounded, the same for everyone.',
    'At the moment you answer, Held’s own program handles you and your answer together, in memory. It never writes down the one beside the other.',
    'Your messages to this bot are kept by Microsoft Teams under your organisation’s rules, like any chat.',
  ],
  privacyInChat: 'In this set-up questions stand in the chat itself, so Teams’ own audit log may note which button was tapped.',
  privacyInDialog: 'Questions open in a dialog, whose taps Teams does not write to its audit log.',
  privacyTitle: 'What is kept, and who can read it',

  keptTitle: 'What is kept about you, and for how long',
  kept: [
    'From your organisation’s roster: your name, your account’s number, your school, unit, roles and supervisor. Until you leave the roster.',
    'From you: whether you take part, your working days and hours, and a pause. Until you leave the roster.',
    'Where to reach this chat. Until Held is removed from it, or you leave the roster.',
    'The date of your last question, and how many questions and check-ins you had this half-term: sealed. Deleted after its close, before any envelope is opened.',
    'That a question is due for you, or that a card passes in the evening. Deleted once it was sent, has passed or its time is over.',
    'For the day: that Held heard of a meeting of yours, and when it began, never which. Deleted at night.',
    'That a question could not be sent to you, sealed, until whoever looks after Held has seen to it or the half-term closes.',
    'One sealed envelope a half-term, whether you answer or not. Destroyed once its figures are released.',
    'A random number in place of your name, with your unit. It stays with the releases, so that the group of one half-term can be compared with the next.',
    'What you keep for supervision, your agreement and sessions: sealed under a key of your own, for you and your supervisor. Topics go 30 days after they were talked through; records after the years you agreed.',
    'Not kept: whether you answered, what you type here, and anything else about a meeting or from a calendar.',
  ],

  withdrawAsk:
    'Take back everything that you have answered this half-term? It cannot be brought back. Held does not know whether there is anything.',
  withdrawNow: 'Withdraw my answers',
  keepAnswers: 'Keep them',
  notWithdrawn: 'Nothing was taken back.',
  withdrawn: 'Your answers of this half-term are taken back. Nothing of them will be counted.',
  notOnRoster: ({ roles }: NationTerms): string =>
    `Held does not know you yet. It is for ${roles} and the inclusion staff that a school enrols. If that is you, ask whoever looks after Held in your school or trust to add you. Nothing about this chat is kept. If you took part until now: your settings are deleted, and what you have answered stays sealed and counts with everybody’s, without your name.`,
  notEligible: ({ roles }: NationTerms): string =>
    `Check-ins are for ${roles} and the inclusion staff that a school enrols. You find the figures in the Held tab.`,
  onlyOneToOne: 'Held works only in your own chat with it, never in a group. Open the Held app and type there.',

  closedUntil: (date: string): string => `This half-term is closed. Nothing can be changed now. The next begins on ${date}.`,
  joinsOn: (date: string): string => `You join from the next half-term, which begins on ${date}.`,
} as const;
