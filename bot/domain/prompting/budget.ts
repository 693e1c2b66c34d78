import type { Temporal } from 'temporal-polyfill';

/** What the budget is counted from: nothing but a week, a day and two counts. */
export interface PromptCounts {
  /** ISO week of `prompts`, `2026-W47`; empty before the first. */
  readonly week: string;
  readonly prompts: number;
  /** Those of `prompts` with a question that is not about a meeting. */
  readonly others: number;
  /** Local date of the last prompt; empty before the first. */
  readonly day: string;
  /** Prompts and check-ins so far, modulo the slots. */
  readonly places: number;
  /** Weeks with a prompt so far in this period: whose turn it is among the questions about a meeting. */
  readonly weeks: number;
}

/** What a person's budget depends on. */
export interface Budgeted {
  readonly workingDays: readonly number[];
  /** They asked for fewer. */
  readonly fewer?: true;
}

/** Prompts a week: three; two for those who work part of the week; one less, but not none, for those who asked for fewer. */
export function weeklyBudget({ workingDays, fewer }: Budgeted): number {
  const full = new Set(workingDays).size >= 5 ? 3 : 2;
  return fewer ? full - 1 : full;
}

/** ISO 8601 week, `2026-W47`; the year is the week's own, which differs from the date's around New Year. */
export function isoWeek(date: Temporal.PlainDate): string {
  return `${date.yearOfWeek ?? date.year}-W${String(date.weekOfYear ?? 0).padStart(2, '0')}`;
}

/** Prompts already sent in the week of `today`. */
export function promptsThisWeek(counts: PromptCounts, today: Temporal.PlainDate): number {
  return counts.week === isoWeek(today) ? counts.prompts : 0;
}

/** Questions that were not about a meeting, sent in the week of `today`. */
export function othersThisWeek(counts: PromptCounts, today: Temporal.PlainDate): number {
  return counts.week === isoWeek(today) ? counts.others : 0;
}

/** At most one prompt a day and the weekly budget, all kinds together. A day or week later than today (a clock set back) counts as today. */
export function hasBudget(counts: PromptCounts, today: Temporal.PlainDate, person: Budgeted): boolean {
  if (counts.day >= today.toString() || counts.week > isoWeek(today)) return false;
  return promptsThisWeek(counts, today) < weeklyBudget(person);
}

/** The counts once a prompt was sent today: a day, a week's prompt and a place are used. `other`: its question is not about a meeting. */
export function afterPrompt<Counts extends PromptCounts>(counts: Counts, today: Temporal.PlainDate, slots: number, other: boolean): Counts {
  return {
    ...counts,
    week: isoWeek(today),
    prompts: promptsThisWeek(counts, today) + 1,
    others: othersThisWeek(counts, today) + (other ? 1 : 0),
    day: today.toString(),
    places: (counts.places + 1) % slots,
    weeks: counts.weeks + (promptsThisWeek(counts, today) === 0 ? 1 : 0),
  };
}

/** The counts once a prompt that was counted surely did not arrive: nothing is used, save the place, which nobody else needs. */
export function afterRefusal<Counts extends PromptCounts>(counts: Counts, before: PromptCounts): Counts {
  const { week, prompts, others, day, weeks } = before;
  return { ...counts, week, prompts, others, day, weeks };
}

/** The counts once a person checked in unasked: a place is used, no budget. */
export function afterCheckIn<Counts extends PromptCounts>(counts: Counts, slots: number): Counts {
  return { ...counts, places: (counts.places + 1) % slots };
}
