import type { DateSpan, QuietDay, SchoolCalendar, UnitDays } from '../domain/prompting/schoolCalendar.ts';
import type { HalfTerm } from '../domain/period.ts';
import type { TermDatesStore } from '../ports.ts';

/**
 * The deployment's calendar as a process knows it: the dates that the administrator confirmed, or the starting point until then, and the
 * schools' quiet days. It stands wherever a calendar is wanted and changes under its holders at each refresh.
 */
export class TermDatesWatch implements SchoolCalendar {
  readonly #store: TermDatesStore;
  #dates: SchoolCalendar;
  #quietDays: readonly QuietDay[] = [];

  constructor(store: TermDatesStore, startingPoint: SchoolCalendar) {
    this.#store = store;
    this.#dates = startingPoint;
  }

  /** Reads what is stored. Rejects with `storage-down`; what was known then stays. */
  async refresh(): Promise<void> {
    const [dates, quietDays] = await Promise.all([this.#store.confirmed(), this.#store.quietDays()]);
    this.#dates = dates ?? this.#dates;
    this.#quietDays = quietDays;
  }

  get timeZone(): string {
    return this.#dates.timeZone;
  }
  get halfTerms(): readonly HalfTerm[] {
    return this.#dates.halfTerms;
  }
  get terms(): readonly DateSpan[] {
    return this.#dates.terms;
  }
  get insetDays(): readonly string[] {
    return this.#dates.insetDays;
  }
  get holidays(): readonly string[] {
    return this.#dates.holidays;
  }
  get units(): readonly UnitDays[] {
    return this.#dates.units ?? [];
  }
  get quietDays(): readonly QuietDay[] {
    return this.#quietDays;
  }
}
