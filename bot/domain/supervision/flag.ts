import type { PersonId } from '../ids.ts';
import type { HopeId, TopicId } from './topics.ts';

/** What a person wrote when they kept a topic. */
export interface FlagText {
  readonly topic: TopicId;
  /** At most `longestNote` characters. */
  readonly note?: string;
  readonly hope?: HopeId;
}

/**
 * A topic that a supervisee kept for one supervisor. Its id is random, and no time of it is finer than a day: nothing of it stands in an
 * answer's row, and nothing of an answer in it.
 */
export interface Flag extends FlagText {
  readonly id: string;
  /** Counts edits, so that of two at once the second can be told of the first. */
  readonly version: number;
  readonly supervisor: PersonId;
  readonly keptOn: string;
  /** Since when the supervisor can read it; until then it can be changed and withdrawn. */
  readonly sentOn?: string;
  /** Counted in a group's digest, and read by nobody. */
  readonly inGroup?: true;
  /** The supervisor's receipt. */
  readonly discussedOn?: string;
}

/** About the next session as a whole. */
export interface Wishes {
  /** Access needs. */
  readonly access?: string;
  /** “Rather not today.” */
  readonly notToday?: true;
}

/** As they are kept: for whom, like a flag. Another supervisor gets none of them. */
export interface KeptWishes extends Wishes {
  /** Absent where they were kept before this was: then they are for whoever the bond is with. */
  readonly supervisor?: PersonId;
}

export const isSameWish = (a: Wishes, b: Wishes): boolean => a.access === b.access && a.notToday === b.notToday;

/** “Not today” is about one day, and over with it. */
export function withoutToday<W extends Wishes>({ notToday: _over, ...rest }: W): Omit<W, 'notToday'> {
  return rest;
}

/** Flags that one person may have at a time, of every state. */
export const mostFlags = 20;

/** Days. */
export const keptAfterDiscussion = 30;
/** Days after which a topic that nobody marked as discussed goes too. */
export const keptUndiscussed = 90;

export const isWaiting = ({ sentOn }: Flag): boolean => sentOn === undefined;
