import { Temporal } from 'temporal-polyfill';
import type { QuestionId } from '../ids.ts';
import type { HalfTerm, Plan } from '../period.ts';
import { about } from './plan.ts';

/** What a question follows: a meeting that ended, a gap without one, or a person's own `check in`. */
export type Ask =
  | { readonly kind: 'meeting' | 'day'; /** Prompts already sent this week. */ readonly asked: number }
  | { readonly kind: 'checkIn'; /** Places used so far. */ readonly places: number };

/**
 * The plan's question for one ask, the same for everyone at the same count: drawn from nothing but the plan, the week and counts.
 *
 * A week has one question about a meeting and two others; meeting questions take turns by week and the others by pairs, so that with
 * two and four of them each comes three times in six weeks. Nobody is prompted with the same question twice in a row. A gap without a
 * meeting never brings a meeting question. A `check in` draws from the coming week's three, so that it neither repeats nor foretells
 * a prompt of this week.
 */
export function questionFor(plan: Plan, halfTerm: HalfTerm, today: Temporal.PlainDate, ask: Ask): QuestionId {
  const week = weekOf(halfTerm, today);
  if (ask.kind === 'checkIn') {
    const { meeting, others } = threeOf(plan, week + 1);
    return pick([meeting, ...others], ask.places);
  }
  const { meeting, others } = threeOf(plan, week);
  // Without a meeting the second of the pair stands in, so that the next ask, the first of the pair, differs from it.
  return pick([ask.kind === 'meeting' ? meeting : others[1], ...others], ask.asked);
}

/** Weeks since the half-term's first Monday, from 0. */
function weekOf(halfTerm: HalfTerm, today: Temporal.PlainDate): number {
  const first = Temporal.PlainDate.from(halfTerm.starts);
  const monday = first.subtract({ days: first.dayOfWeek - 1 });
  return Math.max(0, Math.floor(monday.until(today, { largestUnit: 'days' }).days / 7));
}

function threeOf(plan: Plan, week: number): { meeting: QuestionId; others: readonly [QuestionId, QuestionId] } {
  const meetings = about(plan, 'meeting');
  // Week questions first: a half-term's first week is too early to ask about the half-term.
  const others = [...about(plan, 'week'), ...about(plan, 'halfTerm')];
  const first = pick(others, 2 * week);
  const second = pick(others, 2 * week + 1);
  // Every time round the pair changes places, so that those who are asked less often still meet every question.
  const round = Math.floor((2 * week) / others.length);
  return { meeting: pick(meetings, week), others: round % 2 === 0 ? [first, second] : [second, first] };
}

function pick(questions: readonly QuestionId[], index: number): QuestionId {
  const question = questions[index % questions.length];
  if (!question) throw new Error('The plan has no question for this occasion: check it with checkPlan.');
  return question;
}
