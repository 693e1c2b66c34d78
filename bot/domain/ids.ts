// Branded strings: the checker refuses a person's id where a row key belongs, which is the mistake that would undo Held.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A person's Entra object id: a lower-case GUID. */
export type PersonId = Branded<'PersonId'>;
/** A unit's id: its path in lower case, words joined by `-`, levels joined by `.` (see `unitIdOf`). */
export type UnitId = Branded<'UnitId'>;
/** A period's id: school year and half-term, e.g. `2026-27-2`. Sorts by time. */
export type PeriodId = Branded<'PeriodId'>;
/** An id of the question bank, e.g. `load`. */
export type QuestionId = Branded<'QuestionId'>;
/** A person's place in a period's box: HMAC(H_p, person), base64url. Says nothing without H_p. */
export type RowKey = Branded<'RowKey'>;
/** A person's line in a period's ledger: HMAC(H_p, person) for this purpose alone, base64url. Says nothing of the row key, nor of the person, without H_p. */
export type LedgerKey = Branded<'LedgerKey'>;
/** A random id that a person keeps from period to period; kept with releases so that rosters can be compared (R8, R13). */
export type LastingId = Branded<'LastingId'>;

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const periodPattern = /^\d{4}-\d{2}-[1-6]$/;

/** Any spelling of a GUID to a PersonId, or undefined when it is not one. */
export function parsePersonId(text: string): PersonId | undefined {
  const id = text.trim().toLowerCase();
  return guid.test(id) ? (id as PersonId) : undefined;
}

/** `2026-27-2` to a PeriodId, or undefined when it is not one. */
export function parsePeriodId(text: string): PeriodId | undefined {
  return periodPattern.test(text) ? (text as PeriodId) : undefined;
}

/**
 * The id of a unit from its path (`Northern Trust/East` gives `northern-trust.east`). Two paths can share an id
 * (`A b` and `A-b`); the roster import refuses such a pair, so that within a roster an id is one path.
 */
export function unitIdOf(path: string): UnitId {
  const words = (level: string): string =>
    level
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '');
  return path.split('/').map(words).join('.') as UnitId;
}

/** Trusted constructors: for values that were checked, made by us, or read back from our own parsed rows. */
export const asRowKey = (text: string): RowKey => text as RowKey;
export const asLedgerKey = (text: string): LedgerKey => text as LedgerKey;
export const asLastingId = (text: string): LastingId => text as LastingId;
export const asUnitId = (text: string): UnitId => text as UnitId;
export const asQuestionId = (text: string): QuestionId => text as QuestionId;
