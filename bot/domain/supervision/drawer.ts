import type { PersonId } from '../ids.ts';
import { defaultTerms, type Contract } from './contract.ts';
import { isWaiting, mostFlags, withoutToday, type Flag, type FlagText, type KeptWishes, type Wishes } from './flag.ts';
import type { Session } from './session.ts';

/** What was agreed to be done, by whom and by when. */
export interface AgreedAction {
  readonly what: string;
  readonly owner: ActionOwner;
  readonly by?: string;
}
export const actionOwners = ['supervisee', 'supervisor', 'school'] as const;
export type ActionOwner = (typeof actionOwners)[number];

/** A digest that went to the supervisor. `key`: of which session or week, so that it goes once. */
export interface SentDigest {
  readonly key: string;
  readonly on: string;
  /** What was wished when it went: it stays as it was previewed. Absent in one that went before this was kept. */
  readonly wishes?: Wishes;
}

/** What stands between a person and one supervisor. A new supervisor starts with a new one. */
export interface Bond {
  readonly supervisor: PersonId;
  readonly contract: Contract;
  readonly session?: Session;
  /** Dates of past sessions, newest last. */
  readonly held: readonly string[];
  /** How many there were in all; absent where none but those of `held` were counted yet. */
  readonly sessions?: number;
  /** Ids of records that their owner deleted, the newest of them: a draft that comes again, its answer lost, makes none of them anew. */
  readonly deleted?: readonly string[];
  /** Of the last record that they shared. */
  readonly actions: readonly AgreedAction[];
  /** The newest digest. */
  readonly digest?: SentDigest;
  /** Keys of what was announced to the supervisee: a preview's, an agenda's. Each once. */
  readonly told: { readonly preview?: string; readonly agenda?: string };
}

/** Where a record is found, and when it closes and goes: so that nobody has to open all records to know. */
export interface RecordRef {
  readonly id: string;
  /** Of the session. */
  readonly date: string;
  readonly closesOn: string;
  readonly endsOn: string;
}
/** Six years of fortnights, nearly; a drawer has room for no more. */
export const mostRecords = 120;

/** Everything of one supervisee that is not a record. Sealed as a whole, and the same length for everybody. */
export interface Drawer {
  readonly person: PersonId;
  readonly flags: readonly Flag[];
  readonly wishes: KeptWishes;
  readonly records: readonly RecordRef[];
  readonly bond?: Bond;
}

export const emptyDrawer = (person: PersonId): Drawer => ({ person, flags: [], wishes: {}, records: [] });

const newBond = (supervisor: PersonId): Bond => ({ supervisor, contract: defaultTerms, held: [], actions: [], told: {} });

/** The bond with the supervisor of the moment: another's says nothing to a new one. */
export const bondWith = ({ bond }: Drawer, supervisor: PersonId): Bond => (bond?.supervisor === supervisor ? bond : newBond(supervisor));

/** What is wished of this supervisor. */
export function wishesOf({ wishes, bond }: Drawer, supervisor: PersonId): KeptWishes {
  const whose = wishes.supervisor ?? bond?.supervisor ?? supervisor;
  return whose === supervisor ? wishes : {};
}

/** With another supervisor than before, what was wished of the earlier one is over too. */
export const withBond = (drawer: Drawer, supervisor: PersonId, change: (bond: Bond) => Bond): Drawer => ({
  ...drawer,
  wishes: wishesOf(drawer, supervisor),
  bond: change(bondWith(drawer, supervisor)),
});

/** Sessions remembered by date, for the record and the check-in after. */
export const heldKept = 12;

/** Ids of deleted records that are remembered: a draft that is sent again comes within minutes. */
export const deletedKept = 4;

/** How many sessions there were: it goes on when old dates go, so that questions about them take turns. */
export const sessionsOf = ({ sessions, held }: Bond): number => sessions ?? held.length;

/** Once sessions were held: they are remembered and counted, and what was wished of their day alone is over. */
export const withHeld = (drawer: Drawer, supervisor: PersonId, dates: readonly string[]): Drawer =>
  withBond({ ...drawer, wishes: withoutToday(drawer.wishes) }, supervisor, ({ digest, ...bond }) => ({
    ...bond,
    held: [...bond.held, ...dates].slice(-heldKept),
    sessions: sessionsOf(bond) + dates.length,
    ...(digest ? { digest: { ...digest, ...(digest.wishes ? { wishes: withoutToday(digest.wishes) } : {}) } } : {}),
  }));

/** Why a change of a flag cannot be made. `changed`: it is another version than the person saw. */
export type FlagRefusal = 'missing' | 'changed' | 'sent' | 'full';
export type FlagChange = { readonly drawer: Drawer } | { readonly refused: FlagRefusal };

export function keepFlag(drawer: Drawer, flag: Flag): FlagChange {
  // The same id again is the same tap again.
  if (drawer.flags.some(({ id }) => id === flag.id)) return { drawer };
  if (drawer.flags.length >= mostFlags) return { refused: 'full' };
  return { drawer: { ...drawer, flags: [...drawer.flags, flag] } };
}

/** A flag that waits, in the version that the person saw. */
export interface Seen {
  readonly id: string;
  readonly version: number;
}

export const editFlag = (drawer: Drawer, seen: Seen, text: FlagText): FlagChange =>
  changeWaiting(drawer, seen, ({ id, version, supervisor, keptOn }) => [{ ...text, id, version: version + 1, supervisor, keptOn }]);

export const withdrawFlag = (drawer: Drawer, seen: Seen): FlagChange => changeWaiting(drawer, seen, () => []);

/** Takes a flag out in whatever state. For whoever has supervision no more: nobody else reads it. */
export function deleteFlag(drawer: Drawer, { id }: Pick<Seen, 'id'>): FlagChange {
  const flags = drawer.flags.filter((flag) => flag.id !== id);
  return flags.length === drawer.flags.length ? { refused: 'missing' } : { drawer: { ...drawer, flags } };
}

export const releaseFlag = (drawer: Drawer, seen: Seen, today: string): FlagChange =>
  changeWaiting(drawer, seen, (flag) => [{ ...flag, sentOn: today }]);

/** Gives a flag that was kept for somebody else to the supervisor of the moment. */
export const readdressFlag = (drawer: Drawer, seen: Seen, supervisor: PersonId): FlagChange =>
  changeWaiting(drawer, seen, (flag) => [{ ...flag, supervisor, version: flag.version + 1 }]);

function changeWaiting(drawer: Drawer, { id, version }: Seen, change: (flag: Flag) => readonly Flag[]): FlagChange {
  const found = drawer.flags.find((flag) => flag.id === id);
  if (!found) return { refused: 'missing' };
  if (!isWaiting(found)) return { refused: 'sent' };
  if (found.version !== version) return { refused: 'changed' };
  return { drawer: { ...drawer, flags: drawer.flags.flatMap((flag) => (flag.id === id ? change(flag) : [flag])) } };
}

/** What this supervisor can read: sent to them, and not only counted. */
export const readableBy = ({ flags }: Drawer, supervisor: PersonId): readonly Flag[] =>
  flags.filter((flag) => flag.supervisor === supervisor && !isWaiting(flag) && flag.inGroup === undefined);

/** Marks what the supervisor has read as talked through. */
export function markDiscussed(drawer: Drawer, supervisor: PersonId, ids: readonly string[], today: string): Drawer {
  const meant = new Set(readableBy(drawer, supervisor).flatMap(({ id }) => (ids.includes(id) ? [id] : [])));
  return {
    ...drawer,
    flags: drawer.flags.map((flag) => (meant.has(flag.id) && flag.discussedOn === undefined ? { ...flag, discussedOn: today } : flag)),
  };
}
