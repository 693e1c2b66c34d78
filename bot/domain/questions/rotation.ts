import { Temporal } from 'temporal-polyfill';
import type { QuestionId } from '../ids.ts';
import type { HalfTerm, Plan } from '../period.ts';
import { isoWeek, othersThisWeek, promptsThisWeek, type PromptCounts } from '../prompting/budget.ts';
import type { Occasion } from '../prompting/gaps.ts';
import { bank } from './bank.ts';
import { about } from './plan.ts';

/** What one prompt brings. `halfWay`: no question but the card half-way through a period, which takes one prompt's place. */
export type Prompted = { readonly kind: 'question'; readonly question: QuestionId } | { readonly kind: 'halfWay' };

/** Everything that a prompt is drawn from: the plan, the day, what occasions it, and counts. Never an answer. */
export interface PromptAsk {
  readonly occasion: Occasion;
  readonly counts: PromptCounts;
  readonly workingDays: readonly number[];
  readonly held?: SessionHeld | undefined;
}

/** ISO weekday from which a week can be asked about. */
const weekAskedFrom = 3;
/** Weeks since the half-term's first Monday from which the half-term can be asked about. */
const halfTermAskedFrom = 1;

/**
 * What a prompt of today brings, or undefined when no question of the week can be asked today: then no prompt comes.
 *
 * A week has one question about a meeting and two others, the two the same for everyone and in the same order. Meeting questions take turns
 * by the person's own weeks with a prompt and the others by pairs, so that with two and four of them each comes three times in six weeks.
 * Who works one day a week meets the three in turn. Nobody is prompted with the same question twice in a row: what the last prompt may have
 * been is derived from counts, and where it might be this one nothing is asked. Without a meeting there is no question about one.
 */
export function promptOf(plan: Plan, halfTerm: HalfTerm, today: Temporal.PlainDate, ask: PromptAsk): Prompted | undefined {
  const week = weekOf(halfTerm, today);
  const asked = promptsThisWeek(ask.counts, today);
  // The card half-way stands for the week's question about a meeting.
  if (week === halfWayWeek(halfTerm) && asked === (beganWithSession(plan, ask, today) ? 1 : 0)) return { kind: 'halfWay' };
  const question = turnOf(weekQuestions(plan, week, asked === 0 ? ask.counts.weeks : ask.counts.weeks - 1), today, ask);
  if (!question || !isTimely(question, week, today, ask.workingDays)) return undefined;
  return asked === 0 && maybeLast(plan, halfTerm, ask.counts).has(question) ? undefined : { kind: 'question', question };
}

/** Whether the week's first prompt followed a session of the same week, and stood where another would have come. */
function beganWithSession(plan: Plan, { counts, held }: PromptAsk, today: Temporal.PlainDate): boolean {
  if (!held || about(plan, 'supervision').length === 0) return false;
  return isoWeek(Temporal.PlainDate.from(held.on)) === isoWeek(today) && promptsThisWeek(counts, today) === 1 && counts.day > held.on;
}

function turnOf({ meeting, others }: WeekQuestions, today: Temporal.PlainDate, ask: PromptAsk): QuestionId | undefined {
  const { occasion, counts, workingDays } = ask;
  const othersAsked = othersThisWeek(counts, today);
  const meetingAsked = promptsThisWeek(counts, today) > othersAsked;
  const afterMeeting = occasion !== 'day';
  if (new Set(workingDays).size === 1) {
    const turn = counts.weeks % 3;
    return turn === 0 && afterMeeting ? meeting : others[turn === 2 ? 1 : 0];
  }
  return afterMeeting && !meetingAsked ? meeting : others[othersAsked];
}

/** A supervision session that is over: its local date, and how many there were. */
export interface SessionHeld {
  readonly on: string;
  readonly count: number;
}

/**
 * What stands in the place of the next prompt after a session: the plan's questions about supervision, one a session and in turn. Undefined
 * where the plan has none, and when a prompt came since the session.
 */
export function afterSession(plan: Plan, { day }: Pick<PromptCounts, 'day'>, held: SessionHeld | undefined): Prompted | undefined {
  const questions = about(plan, 'supervision');
  if (!held || questions.length === 0 || day > held.on) return undefined;
  return { kind: 'question', question: pick(questions, held.count) };
}

/**
 * The question for somebody who checks in of their own accord: one that this week does not prompt with, so that a check-in neither repeats
 * nor foretells a prompt; the coming week's first.
 */
export function checkInOf(
  plan: Plan,
  halfTerm: HalfTerm,
  today: Temporal.PlainDate,
  { counts, workingDays }: { readonly counts: PromptCounts; readonly workingDays: readonly number[] },
): QuestionId {
  const week = weekOf(halfTerm, today);
  const turn = promptsThisWeek(counts, today) === 0 ? counts.weeks : counts.weeks - 1;
  const now = weekQuestions(plan, week, turn);
  const next = weekQuestions(plan, week + 1, turn + 1);
  const thisWeek = [now.meeting, ...now.others];
  const others = [...new Set([next.meeting, ...next.others, ...plan.questions])].filter((id) => !thisWeek.includes(id));
  const timely = others.filter((id) => isTimely(id, week, today, workingDays));
  return pick(timely.length > 1 ? timely : [...timely, now.meeting], counts.places);
}

/** Weeks since the half-term's first Monday, from 0. */
export function weekOf(halfTerm: HalfTerm, today: Temporal.PlainDate): number {
  const monday = mondayOf(Temporal.PlainDate.from(halfTerm.starts));
  return Math.max(0, Math.floor(monday.until(today, { largestUnit: 'days' }).days / 7));
}

/** The week of the half-term's middle day. */
export function halfWayWeek(halfTerm: HalfTerm): number {
  const first = Temporal.PlainDate.from(halfTerm.starts);
  const days = first.until(Temporal.PlainDate.from(halfTerm.ends), { largestUnit: 'days' }).days;
  return weekOf(halfTerm, first.add({ days: Math.floor(days / 2) }));
}

/** Whether a question can be asked about on this day: the week from Wednesday or the last working day, the half-term from its second week. */
function isTimely(id: QuestionId, week: number, today: Temporal.PlainDate, workingDays: readonly number[]): boolean {
  const occasion = bank.get(id)?.occasion;
  if (occasion === 'week') return today.dayOfWeek >= weekAskedFrom || today.dayOfWeek === Math.max(...workingDays);
  return occasion !== 'halfTerm' || week >= halfTermAskedFrom;
}

/** What the last prompt, of an earlier week, may have been: the week's meeting question or the last of its others. */
function maybeLast(plan: Plan, halfTerm: HalfTerm, { day, prompts, others: asked, weeks }: PromptCounts): ReadonlySet<QuestionId> {
  if (day === '') return new Set();
  const { meeting, others } = weekQuestions(plan, weekOf(halfTerm, Temporal.PlainDate.from(day)), weeks - 1);
  // A single working day does not keep to the order: of one question that is not about a meeting it could be either.
  const last = prompts === 1 ? others : others.slice(asked - 1, asked);
  return new Set([...(prompts > asked ? [meeting] : []), ...(asked > 0 ? last : [])]);
}

interface WeekQuestions {
  readonly meeting: QuestionId;
  readonly others: readonly [QuestionId, QuestionId];
}

function weekQuestions(plan: Plan, week: number, turn: number): WeekQuestions {
  const meeting = pick(about(plan, 'meeting'), turn);
  // Week questions first: a half-term's first week is too early to ask about the half-term.
  const others = [...about(plan, 'week'), ...about(plan, 'halfTerm')];
  const first = pick(others, 2 * week);
  const second = pick(others, 2 * week + 1);
  // Every time round the pair changes places, so that those who are asked less often still meet every question.
  const round = Math.floor((2 * week) / others.length);
  return { meeting, others: round % 2 === 0 ? [first, second] : [second, first] };
}

const mondayOf = (date: Temporal.PlainDate): Temporal.PlainDate => date.subtract({ days: date.dayOfWeek - 1 });

function pick(questions: readonly QuestionId[], index: number): QuestionId {
  const question = questions[((index % questions.length) + questions.length) % questions.length];
  if (!question) throw new Error('The plan has no question for this occasion: check it with checkPlan.');
  return question;
}
