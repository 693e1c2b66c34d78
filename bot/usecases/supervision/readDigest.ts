import type { PersonId } from '../../domain/ids.ts';
import { bondWith, readableBy, wishesOf, type AgreedAction, type Drawer } from '../../domain/supervision/drawer.ts';
import { isWaiting, type Flag, type Wishes } from '../../domain/supervision/flag.ts';
import type { Format, Session } from '../../domain/supervision/session.ts';

/** What a supervisor reads about one supervisee. Nothing else: no scores, times, meetings or guesses. */
export interface Digest {
  /** When the last one went. */
  readonly on?: string;
  readonly topics: readonly Flag[];
  readonly wishes: Wishes;
  readonly actions: readonly AgreedAction[];
  readonly session?: Session;
}

/** The digest as the supervisor has it now. */
export function digestFor(drawer: Drawer, supervisor: PersonId): Digest {
  const bond = bondWith(drawer, supervisor);
  return {
    topics: readableBy(drawer, supervisor),
    // Wishes go with a digest, not before the first, and stay as they went.
    wishes: bond.digest ? (bond.digest.wishes ?? wishesOf(drawer, supervisor)) : {},
    actions: bond.actions,
    ...(bond.digest ? { on: bond.digest.on } : {}),
    ...(bond.session ? { session: bond.session } : {}),
  };
}

/** The digest as the supervisor would have it if it went now: what a person previews. In a group nothing waiting is shown to anybody. */
export function previewFor(drawer: Drawer, supervisor: PersonId, format: Format): Digest {
  const goes = (flag: Flag): boolean => isWaiting(flag) && flag.supervisor === supervisor && format === 'oneToOne';
  const waiting = drawer.flags.filter(goes);
  const { topics, ...rest } = digestFor(drawer, supervisor);
  const open = topics.filter(({ discussedOn }) => discussedOn === undefined);
  return { ...rest, wishes: wishesOf(drawer, supervisor), topics: [...open, ...waiting] };
}
