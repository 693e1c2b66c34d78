import type { LastingId, PersonId } from './ids.ts';

export const roles = ['senco', 'leader', 'supervisor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** One line of the roster, as the administrator gave it. */
export interface RosterEntry {
  readonly person: PersonId;
  /** Kept across imports, so that two periods' rosters can be compared without names. */
  readonly lastingId: LastingId;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly school: string;
  /** Levels joined by `/`, without the closing `!`. */
  readonly unitPath: string;
  /** The unit was declared a whole-school inclusion team (`!` in the file). */
  readonly team: boolean;
  readonly supervisor?: PersonId;
}

export type Roster = ReadonlyMap<PersonId, RosterEntry>;

/**
 * Whether a person takes part. `notAsked`: no welcome answered yet: an envelope row, no prompts. `takingPart`: prompts.
 * `declined`: neither. Declining is final and quiet, and no error.
 */
export const participations = ['notAsked', 'takingPart', 'declined'] as const;
export type Participation = (typeof participations)[number];

/** What a person told Held about when to ask. Never an answer. */
export interface PersonSettings {
  readonly person: PersonId;
  readonly participation: Participation;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  readonly workingDays: readonly number[];
  /** Local wall times `HH:MM` between which a prompt may come. */
  readonly hours: { readonly from: string; readonly to: string };
  readonly timeZone: string;
  /** ISO instant until which no prompt comes; `until-resumed` when open-ended. */
  readonly pausedUntil?: string;
  /** They asked for fewer prompts. */
  readonly fewer?: true;
  /** They agreed that Held looks at the times in their calendar. Without the administrator's switch it means nothing. */
  readonly calendar?: true;
}

/** Eligible: role `senco` and not declined. Only they have envelopes, and only they count anywhere. */
export function isEligible(entry: RosterEntry, participation: Participation): boolean {
  return entry.roles.includes('senco') && participation !== 'declined';
}
