/** What prompting needs: notes of the day, the times of somebody’s calendar, queues. */
import type { PeriodId, PersonId } from '../domain/ids.ts';
import type { Busy, Occasion } from '../domain/prompting/gaps.ts';
import type { SendFailure } from './teams.ts';
import type { Temporal } from 'temporal-polyfill';

/** What is known of one person's day, never which meeting. It goes with the next night's touch: kept longer, it would tell who was asked when. */
export interface DayNotes {
  /** The day is planned. */
  readonly planned?: true;
  /** Held heard of a meeting. */
  readonly met?: true;
  /** ISO instant at which the last meeting that Held heard of began. */
  readonly meetingBegan?: string;
}

/** Dates are the schools' own, `YYYY-MM-DD`. */
export interface DayStore {
  find(date: string, person: PersonId): Promise<DayNotes>;
  /** Adds to what is noted. */
  note(date: string, person: PersonId, notes: DayNotes): Promise<void>;
  /** Notes that these people's day is planned; sorted people cost a request a hundred. */
  notePlanned(date: string, people: readonly PersonId[]): Promise<void>;
  planned(date: string): Promise<ReadonlySet<PersonId>>;
  /** Deletes what is known of earlier days; of every day without a date. */
  forgetBefore(date?: string): Promise<void>;
  forget(person: PersonId): Promise<void>;
}

/** A prompt of which nobody knows that it arrived, for the operator: what became of it and on which day, not whose it was. */
export interface DeadPrompt extends Omit<DuePrompt, 'dueAt' | 'replays'> {
  readonly id: string;
  /** `processDied`: between the ledger and the channel's answer. It may or may not have arrived. */
  readonly reason: SendFailure | 'processDied';
  /** Local date. */
  readonly day: string;
}

export interface DeadPromptStore {
  add(dead: Omit<DeadPrompt, 'id'>): Promise<void>;
  /** Oldest first. */
  list(): Promise<readonly DeadPrompt[]>;
  find(id: string): Promise<DeadPrompt | undefined>;
  /** False when it was gone: of two who take it one may go on. */
  remove(id: string): Promise<boolean>;
  deleteAll(period: PeriodId): Promise<void>;
}

/** Times of somebody's day, and nothing else. `away`: cannot be read now. `refused`: this mailbox may not be read. */
export type DayTimes = readonly Busy[] | 'away' | 'refused';

export interface CalendarTimes {
  /** The times of each person's calendar between two instants. Never rejects: what cannot be read says so. */
  timesOf(people: readonly PersonId[], from: Temporal.Instant, until: Temporal.Instant): Promise<ReadonlyMap<PersonId, DayTimes>>;
}

/** A prompt that is due at an instant. No meeting id, title or attendee; whose it is can be read by who holds H_p alone. */
export interface DuePrompt {
  /** A person, sealed by the period's `Sealer`: no two alike. */
  readonly whom: string;
  readonly period: PeriodId;
  /** ISO instant. */
  readonly dueAt: string;
  readonly occasion: Occasion;
  /** Id of the dead prompt that an operator asked for again with this one; it stays on their list until this is sent. */
  readonly replays?: string;
}

export interface QueuedPrompt {
  readonly prompt: DuePrompt;
  /** Done with it. */
  remove(): Promise<void>;
  /** Not yet due: hide it again for at most this long. */
  hide(seconds: number): Promise<void>;
}

export interface PromptQueue {
  /** Delays over 7 days are chained: the message comes early and is hidden again. One that nobody took deletes itself an hour late. */
  put(prompt: DuePrompt, delaySeconds: number): Promise<void>;
  /** Up to 32 visible messages, hidden from others meanwhile. A message that cannot be parsed is removed and counted. */
  take(): Promise<readonly QueuedPrompt[]>;
}

/**
 * A card in a person's chat that passes at the day's end, whatever was done with it. Not sealed, because it passes also when the half-term was
 * closed meanwhile and nothing can be unsealed any more; it is gone before the next touch instead.
 */
export interface PassingCard {
  readonly person: PersonId;
  /** The channel's id of the message: kept nowhere else. */
  readonly message: string;
  /** ISO instant. */
  readonly passesAt: string;
}

export interface QueuedCard {
  readonly card: PassingCard;
  remove(): Promise<void>;
  hide(seconds: number): Promise<void>;
}

export interface CardQueue {
  /** Deletes itself `keptSeconds` after it showed first, whether it passed or not. */
  put(card: PassingCard, delaySeconds: number, keptSeconds: number): Promise<void>;
  /** As `PromptQueue.take`. */
  take(): Promise<readonly QueuedCard[]>;
}

/** Somebody whose welcome has not left yet. */
export interface QueuedWelcome {
  readonly person: PersonId;
  remove(): Promise<void>;
  hide(seconds: number): Promise<void>;
}

export interface WelcomeQueue {
  /** Deletes itself after a week. */
  put(person: PersonId): Promise<void>;
  /** As `PromptQueue.take`. */
  take(): Promise<readonly QueuedWelcome[]>;
}
