/**
 * What a nation calls things. A deployment speaks for one nation: its processes choose it once, as they start, and the tab as soon as it knows who
 * is looking, before it says anything. Nothing else changes it.
 */
import { england } from '#words/terms.ts';

export interface NationTerms {
  /** Who takes part, one and several. */
  readonly role: string;
  readonly roles: string;
  /** What the role is about, in short. */
  readonly field: string;
  /** Where the nation's code says what the role asks. */
  readonly codeOnRole: string;
  /** To whom a worry about a child goes. */
  readonly lead: string;
  /** What weighs on the role in some weeks. `height`: month and day on which the work of it is at its height. */
  readonly seasons: readonly { readonly height: string; readonly says: string }[];
}

/** Words that are the same in every nation, or not. */
export type Worded = string | ((terms: NationTerms) => string);

let chosen: NationTerms = england;

export function speakFor(terms: NationTerms): void {
  chosen = terms;
}

/** The words as the chosen nation says them. */
export const said = (words: Worded): string => (typeof words === 'string' ? words : words(chosen));

/** What weighs on the role there. */
export const seasons = (): NationTerms['seasons'] => chosen.seasons;
