/** Dates, numbers, lists and order as the catalogue's language writes them: all that is made from its locale. */
import { locale } from '#words/locale.ts';

// A date here is a calendar day, not an instant: read and written in UTC, so that no reader's time zone moves it.
const days = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });

const dayFormat = /* @__PURE__ */ days({ day: 'numeric', month: 'long', year: 'numeric' });
const shortFormat = /* @__PURE__ */ days({ day: 'numeric', month: 'short' });
const longFormat = /* @__PURE__ */ days({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const numberFormat = /* @__PURE__ */ new Intl.NumberFormat(locale);
const percentFormat = /* @__PURE__ */ new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const listFormat = /* @__PURE__ */ new Intl.ListFormat(locale);

const startOf = (isoDate: string): number => Date.parse(`${isoDate.slice(0, 10)}T00:00:00Z`);

/** `2026-12-18` gives "18 December 2026". */
export const dayName = (isoDate: string): string => dayFormat.format(startOf(isoDate));

/** `2026-12-18` gives "18 Dec". */
export const shortDay = (isoDate: string): string => shortFormat.format(startOf(isoDate));

/** `2027-01-04` gives "Monday 4 January 2027". English puts a comma after the weekday in some versions of the locale data. */
export const longDay = (isoDate: string): string => longFormat.format(startOf(isoDate)).replace(',', '');

/** A day and its time of day, as a clock on the wall shows them. */
export const clockTime = (isoLocal: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' }).format(Date.parse(`${isoLocal}Z`));

/** `1234` gives "1,234". */
export const countName = (count: number): string => numberFormat.format(count);

/** `0.25` gives "25%". */
export const percentName = (share: number): string => percentFormat.format(share);

/** "Monday, Tuesday and Friday". */
export const listed = (names: readonly string[]): string => listFormat.format(names);

/** For sorting what people read. */
export const inOrder = (a: string, b: string): number => a.localeCompare(b, locale);
