import { asQuestionId, type QuestionId } from '../ids.ts';

/** When a question makes sense: about a meeting, the week, the half-term, or after supervision; `private` never enters an envelope. */
export type Occasion = 'meeting' | 'week' | 'halfTerm' | 'supervision' | 'private';

/**
 * Whether the options have an order: `heavyLast` (the last option is the heavy end), `goodLast` (the last option is the good end)
 * or `none`. Ordered questions have exactly five options (R8).
 */
export type Order = 'heavyLast' | 'goodLast' | 'none';

export interface Question {
  readonly id: QuestionId;
  readonly asks: string;
  /** Exact words on the buttons, in bank order; an answer is an index into them. */
  readonly options: readonly string[];
  readonly order: Order;
  readonly occasion: Occasion;
  readonly construct: string;
  /** A plain-language line that explains a metaphor, where there is one. */
  readonly explains?: string;
}

const amount = ['Not at all', 'A little', 'Somewhat', 'Quite a bit', 'A lot'];
const often = ['Never', 'Rarely', 'Sometimes', 'Often', 'Always'];
const share = ['None', 'A little', 'About half', 'Most', 'All'];
const hold = '“To hold” here means to feel responsible for.';

type Entry = [id: string, order: Order, asks: string, options: readonly string[], construct: string, explains?: string];

// All wording is ours; no published instrument is reproduced, and these questions are not a clinical measure.
const afterMeeting: Entry[] = [
  ['load', 'heavyLast', 'How does that meeting feel now?', ['Light', 'Some weight', 'Quite heavy', 'Heavy', 'Very heavy'], 'load'],
  ['carry', 'heavyLast', 'How much of it is coming with you?', ['None', 'A little', 'Some', 'Quite a bit', 'A lot'], 'carry-over'],
  [
    'steady',
    'heavyLast',
    'How much effort did staying steady take?',
    ['None', 'A little', 'Some', 'Quite a bit', 'A lot'],
    'emotional effort',
  ],
  ['mine', 'heavyLast', 'How much of that was yours to hold?', share, 'ownership', hold],
  ['whose', 'none', 'Whose is most of it?', ['Mine', 'Shared', 'Someone else’s', 'The system’s', 'Not sure'], 'ownership'],
  [
    'theme',
    'none',
    'What was it mostly about?',
    [
      'A parent’s worry',
      'A colleague needing ideas',
      'A child’s distress',
      'Safeguarding, already reported',
      'Competing views',
      'Waiting and thresholds',
      'Planning or routine',
      'Something else',
    ],
    'theme',
  ],
];
const aboutWeek: Entry[] = [
  ['room', 'goodLast', 'Is there room in your head for what comes next?', amount, 'headspace'],
  ['with', 'goodLast', 'Did you have someone to think hard decisions through with?', often, 'isolation'],
  ['week', 'heavyLast', 'Is this week’s work still with you?', amount, 'accumulation'],
  ['beyond', 'heavyLast', 'Did you hold things that go beyond your role?', often, 'overload', hold],
  ['fixnow', 'heavyLast', 'Did things feel as if they had to be fixed on the spot?', often, 'urgency'],
  ['pause', 'goodLast', 'Did you get a pause after hard conversations?', often, 'recovery'],
  ['off', 'goodLast', 'Could you put work down at the end of the day?', often, 'detachment'],
  ['breaks', 'goodLast', 'Did your breaks stay breaks?', often, 'boundaries'],
  ['swing', 'heavyLast', 'Did your days swing between crisis and calm?', often, 'whiplash'],
  ['values', 'goodLast', 'Did the week connect with why you do this?', amount, 'values'],
];
const aboutHalfTerm: Entry[] = [
  ['time', 'goodLast', 'How much of your SENCo time was kept free for it?', share, 'protected time'],
  ['ahead', 'goodLast', 'Is there time to think ahead, not only react?', often, 'strategy'],
  ['understood', 'goodLast', 'Do senior leaders understand what this role asks?', amount, 'understanding'],
  ['told', 'goodLast', 'Are you in the room when SEND decisions are made?', often, 'status'],
  ['supported', 'goodLast', 'Are you supported when the work is hard?', often, 'support'],
  ['heard', 'goodLast', 'Has someone time to hear you?', often, 'relationships'],
  ['clear', 'goodLast', 'Is it clear what your role covers?', amount, 'role'],
  ['say', 'goodLast', 'Do you have a say in how your work is organised?', often, 'control'],
  ['pace', 'goodLast', 'Is there enough time for what the role asks?', often, 'demands'],
  ['did', 'goodLast', 'Did anything leaders did last half-term ease your work?', amount, 'action'],
  [
    'spent',
    'none',
    'Where did most of the time go?',
    ['Paperwork', 'Delivering', 'Advising', 'Advocating', 'Leading', 'Cover, teaching and other duties'],
    'deployment',
  ],
];
const afterSupervision: Entry[] = [
  [
    'clearer',
    'goodLast',
    'How clear is it now what is yours to hold?',
    ['Not clear', 'Slightly', 'Partly', 'Mostly', 'Clear'],
    'supervision',
    hold,
  ],
  ['hour', 'goodLast', 'Was the time protected?', ['Not at all', 'A little', 'About half', 'Mostly', 'Fully'], 'supervision'],
];
const onlyPrivate: Entry[] = [
  ['stayed', 'heavyLast', 'Has something that you could not fix stayed with you?', amount, 'private'],
  ['putoff', 'heavyLast', 'Is there a conversation you are putting off?', amount, 'private'],
];

const entries: readonly [Occasion, Entry[]][] = [
  ['meeting', afterMeeting],
  ['week', aboutWeek],
  ['halfTerm', aboutHalfTerm],
  ['supervision', afterSupervision],
  ['private', onlyPrivate],
];

/** Every question, in bank order. */
export const bank: ReadonlyMap<QuestionId, Question> = new Map(
  entries.flatMap(([occasion, questions]) =>
    questions.map(([id, order, asks, options, construct, explains]): [QuestionId, Question] => [
      asQuestionId(id),
      { id: asQuestionId(id), asks, options, order, occasion, construct, ...(explains ? { explains } : {}) },
    ]),
  ),
);

/** The question, or an error for an id that is not in the bank: ids from outside are checked before they come here. */
export function questionOf(id: QuestionId): Question {
  const question = bank.get(id);
  if (!question) throw new Error(`No question “${id}” in the bank.`);
  return question;
}
