import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../ids.ts';
import type { AgreedAction } from './drawer.ts';
import type { Format } from './session.ts';

/** A resource that supervisors keep, and that a record may name. */
export interface Reading {
  readonly title: string;
  readonly url: string;
  readonly why: string;
}

/** What a supervisor writes of a session. Texts are short, and name nobody. */
export interface RecordText {
  /** Local date of the session. */
  readonly date: string;
  readonly minutes: number;
  readonly format: Format;
  readonly focus: string;
  readonly mine: string;
  readonly shared: string;
  readonly systems: string;
  readonly actions: readonly AgreedAction[];
  readonly reading: readonly Reading[];
  /** What may leave the room. */
  readonly mayLeave: string;
  readonly nextDate?: string;
}

/** A session's record. It belongs to the supervisee from its first draft. */
export interface SessionRecord extends RecordText {
  readonly id: string;
  readonly person: PersonId;
  readonly supervisor: PersonId;
  readonly version: number;
  readonly draftedOn: string;
  /** From then on it is the supervisee's alone to change. */
  readonly confirmedOn?: string;
  /** What the supervisee added: their choice, never their duty. */
  readonly added?: string;
  /** The supervisor keeps access after it is confirmed, as agreed. */
  readonly supervisorKeeps: boolean;
  /** A later supervisor to whom the supervisee showed it. */
  readonly sharedWith?: PersonId;
  /** Years for which it is kept, as agreed when it was drafted. */
  readonly years: number;
}

/** Working days from the session to the draft. */
export const draftWithinWorkdays = 2;
/** Days after which a draft that nobody confirmed is closed: the supervisee may confirm, never must. */
export const closesAfter = 14;
export const longestText = 600;
export const mostActions = 6;
export const mostReading = 5;

const add = (date: string, duration: Temporal.DurationLike): string => Temporal.PlainDate.from(date).add(duration).toString();

/** Whether this supervisor, who is the person's supervisor now, may read it. */
export function mayRead(record: SessionRecord, supervisor: PersonId): boolean {
  if (record.sharedWith === supervisor) return true;
  return record.supervisor === supervisor && (record.confirmedOn === undefined || record.supervisorKeeps);
}

export const mayDraft = (record: SessionRecord, supervisor: PersonId): boolean =>
  record.supervisor === supervisor && record.confirmedOn === undefined;

/** From this day on it is kept no more. */
export const endsOn = ({ date, years }: Pick<SessionRecord, 'date' | 'years'>): string => add(date, { years });

export const closesOn = ({ draftedOn }: Pick<SessionRecord, 'draftedOn'>): string => add(draftedOn, { days: closesAfter });

/** The record as a day finds it: a draft closes by itself after a while. */
export const closedBy = (record: SessionRecord, today: string): SessionRecord =>
  record.confirmedOn === undefined && closesOn(record) <= today ? { ...record, confirmedOn: today, version: record.version + 1 } : record;
