import { questions } from '#words/questions.ts';
import { said, type Worded } from '../../../words/nation.ts';
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

type Entry = [id: keyof typeof questions, order: Order, construct: string];

const afterMeeting: Entry[] = [
  ['load', 'heavyLast', 'load'],
  ['carry', 'heavyLast', 'carry-over'],
  ['steady', 'heavyLast', 'emotional effort'],
  ['mine', 'heavyLast', 'ownership'],
  ['whose', 'none', 'ownership'],
  ['theme', 'none', 'theme'],
];
const aboutWeek: Entry[] = [
  ['room', 'goodLast', 'headspace'],
  ['with', 'goodLast', 'isolation'],
  ['week', 'heavyLast', 'accumulation'],
  ['beyond', 'heavyLast', 'overload'],
  ['fixnow', 'heavyLast', 'urgency'],
  ['pause', 'goodLast', 'recovery'],
  ['off', 'goodLast', 'detachment'],
  ['breaks', 'goodLast', 'boundaries'],
  ['swing', 'heavyLast', 'whiplash'],
  ['values', 'goodLast', 'values'],
];
const aboutHalfTerm: Entry[] = [
  ['time', 'goodLast', 'protected time'],
  ['ahead', 'goodLast', 'strategy'],
  ['understood', 'goodLast', 'understanding'],
  ['told', 'goodLast', 'status'],
  ['supported', 'goodLast', 'support'],
  ['heard', 'goodLast', 'relationships'],
  ['clear', 'goodLast', 'role'],
  ['say', 'goodLast', 'control'],
  ['pace', 'goodLast', 'demands'],
  ['did', 'goodLast', 'action'],
  ['spent', 'none', 'deployment'],
];
const afterSupervision: Entry[] = [
  ['clearer', 'goodLast', 'supervision'],
  ['hour', 'goodLast', 'supervision'],
];
const onlyPrivate: Entry[] = [
  ['stayed', 'heavyLast', 'private'],
  ['putoff', 'heavyLast', 'private'],
];

const entries: readonly [Occasion, Entry[]][] = [
  ['meeting', afterMeeting],
  ['week', aboutWeek],
  ['halfTerm', aboutHalfTerm],
  ['supervision', afterSupervision],
  ['private', onlyPrivate],
];

interface Wording {
  readonly asks: Worded;
  readonly options: readonly string[];
  readonly explains?: string;
}

function questionFrom([id, order, construct]: Entry, occasion: Occasion): Question {
  const { asks, options, explains }: Wording = questions[id];
  return {
    id: asQuestionId(id),
    // Asked for each time: the nation is chosen after this file is read.
    get asks() {
      return said(asks);
    },
    options,
    order,
    occasion,
    construct,
    ...(explains === undefined ? {} : { explains }),
  };
}

/** Every question, in bank order. */
export const bank: ReadonlyMap<QuestionId, Question> = new Map(
  entries.flatMap(([occasion, asked]) =>
    asked.map((entry): [QuestionId, Question] => [asQuestionId(entry[0]), questionFrom(entry, occasion)]),
  ),
);

/** The question, or an error for an id that is not in the bank: ids from outside are checked before they come here. */
export function questionOf(id: QuestionId): Question {
  const question = bank.get(id);
  if (!question) throw new Error(`No question “${id}” in the bank.`);
  return question;
}
