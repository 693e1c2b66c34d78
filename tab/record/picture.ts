/** What one's own answers say, worked out on the device and nowhere else. */
import type { QuestionBody } from '../../bot/contract/questions.ts';
import type { OwnAnswer } from './keys.ts';

const lastOption = 4;
/** How heavy an answer was: 0 at the easier end, 1 at the heavier; undefined for a question without order. */
export function heaviness({ option }: Pick<OwnAnswer, 'option'>, order: QuestionBody['order']): number | undefined {
  if (order === 'none') return undefined;
  return (order === 'heavyLast' ? option : lastOption - option) / lastOption;
}

export interface OwnTrend {
  readonly question: QuestionBody;
  /** Oldest first. */
  readonly answers: readonly OwnAnswer[];
}

/** Load, carry-over and headroom first; then whatever else was answered. */
const first = ['load', 'carry', 'room'];

/** One trend for each question with order that was answered, in the bank's order after the first three. */
export function ownTrends(answers: readonly OwnAnswer[], questions: ReadonlyMap<string, QuestionBody>): readonly OwnTrend[] {
  const ids = [...first, ...[...questions.keys()].filter((id) => !first.includes(id))];
  return ids.flatMap((id) => {
    const question = questions.get(id);
    const own = answers.filter((answer) => answer.question === id);
    return question && question.order !== 'none' && own.length > 0 ? [{ question, answers: own }] : [];
  });
}

/** An answer in the heavier third of the scale: option 3 or 4 of “Light” to “Very heavy”. */
const heavyFrom = 0.75;
/** Whose it was says nothing of how heavy; what is asked here alone is not looked at for signs. */
const aside: ReadonlySet<string> = new Set(['ownership', 'private']);
const lastLooked = 5;
const enough = 4;

/**
 * A gentle early sign: of the last five answers, how many felt heavy, if it is four or five. Only answers about how things are count, not
 * whose they were. Said on the person's own screen and nowhere else.
 */
export function earlySign(answers: readonly OwnAnswer[], questions: ReadonlyMap<string, QuestionBody>): number | undefined {
  const weighed = answers.flatMap((answer) => {
    const question = questions.get(answer.question);
    const heavy = question && heaviness(answer, question.order);
    return heavy === undefined || aside.has(question?.construct ?? '') ? [] : [heavy];
  });
  const last = weighed.slice(-lastLooked);
  const heavy = last.filter((each) => each >= heavyFrom).length;
  return last.length === lastLooked && heavy >= enough ? heavy : undefined;
}
