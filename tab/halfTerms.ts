import { words } from '#words/tab.ts';

/** The calendar facts in a period's id: `2026-27-2` is the second half-term of the school year that began in 2026. */
interface HalfTermParts {
  readonly name: string;
  readonly shortName: string;
  readonly year: number;
}

function partsOf(id: string): HalfTermParts | undefined {
  const match = /^(\d{4})-\d{2}-([1-6])$/.exec(id);
  const name = words.halfTerms[Number(match?.[2]) - 1];
  const shortName = words.halfTermsShort[Number(match?.[2]) - 1];
  if (!match || name === undefined || shortName === undefined) return undefined;
  const began = Number(match[1]);
  // Both autumn half-terms lie in the year the school year begins; spring and summer in the next.
  return { name, shortName, year: Number(match[2]) <= 2 ? began : began + 1 };
}

/** `2026-27-2` gives "Autumn 2, 2026". An id of another calendar is shown as it is. */
export function halfTermName(id: string): string {
  const parts = partsOf(id);
  return parts ? `${parts.name}, ${parts.year}` : id;
}

/** `2026-27-2` gives "Autumn 2" and "Aut 2": for places where the year stands nearby. */
export const halfTermLabels = (id: string): { readonly wide: string; readonly narrow: string } => {
  const parts = partsOf(id);
  return { wide: parts?.name ?? id, narrow: parts?.shortName ?? id };
};

/** The calendar year a half-term lies in, as text; empty for an id of another calendar. */
export const halfTermYear = (id: string): string => String(partsOf(id)?.year ?? '');
