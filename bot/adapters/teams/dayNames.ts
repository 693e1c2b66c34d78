import { words } from '#words/chat.ts';
import { listed } from '../../../words/formats.ts';

/** `Monday, Tuesday and Friday` from ISO weekdays. */
export const dayNames = (days: readonly number[]): string =>
  listed(days.map((day) => words.days[day - 1]).filter((name) => name !== undefined));
