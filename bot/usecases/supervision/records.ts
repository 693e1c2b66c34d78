import type { PersonId } from '../../domain/ids.ts';
import { isAgreed } from '../../domain/supervision/contract.ts';
import { bondWith, deletedKept, mostRecords, sessionsOf, withBond, type Drawer } from '../../domain/supervision/drawer.ts';
import { closesOn, endsOn, mayDraft, mayRead, type RecordText, type SessionRecord } from '../../domain/supervision/record.ts';
import { HeldError } from '../../errors.ts';
import { notify, type AnnounceDeps } from './announce.ts';
import { owner, ownSupervisee, supervised, todayOf, type SupervisionDeps } from './supervisionDeps.ts';

const newestFirst = (records: readonly SessionRecord[]): readonly SessionRecord[] =>
  records.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));

/** One's own records, newest first; in whatever role, as all that an owner does with them. */
export async function readOwnRecords(deps: SupervisionDeps, person: PersonId): Promise<readonly SessionRecord[]> {
  await owner(deps, person);
  return newestFirst(await deps.rows.recordsOf(person));
}

/** The records of one's own supervisee that this supervisor may read. Rejects with `not-found`. */
export async function readTheirRecords(deps: SupervisionDeps, supervisor: PersonId, person: PersonId): Promise<readonly SessionRecord[]> {
  await ownSupervisee(deps, supervisor, person);
  return newestFirst((await deps.rows.recordsOf(person)).filter((record) => mayRead(record, supervisor)));
}

export interface Draft extends RecordText {
  readonly id: string;
  /** The version that the supervisor saw; 0 for a new record. */
  readonly version: number;
}

/**
 * Drafts a record, or drafts it again while nobody has confirmed it. Rejects with `not-found`, `not-agreed`, `changed-meanwhile`, `refused` (it is
 * the supervisee's alone now), `too-many`.
 */
export async function draftRecord(deps: AnnounceDeps, supervisor: PersonId, person: PersonId, draft: Draft): Promise<void> {
  await ownSupervisee(deps, supervisor, person);
  const today = todayOf(deps);
  if (draft.date > today) throw new HeldError('bad-request');
  const { contract } = bondWith(await deps.rows.drawerOf(person), supervisor);
  if (!isAgreed(contract)) throw new HeldError('not-agreed');
  const { version, id, ...text } = draft;
  const made: SessionRecord = {
    ...text,
    id,
    person,
    supervisor,
    version: 1,
    draftedOn: today,
    supervisorKeeps: contract.copies === 'both',
    years: contract.years,
  };
  // A mistyped year would have the record swept the next morning.
  if (endsOn(made) <= today) throw new HeldError('bad-request');
  const isNew = version === 0;
  // Where it is found and when it goes comes first: a record that nothing refers to would stay for ever. One that stands keeps its date until
  // the draft is taken: a refused draft must not decide when somebody else's record goes.
  if (isNew) await deps.rows.changeDrawer(person, (drawer) => withNewRef(drawer, made));
  let taken = made;
  await deps.rows.changeRecord(person, id, (before) => {
    if (!before && isNew) return (taken = made);
    // The same draft again, whose answer was lost on the way.
    if (before && isNew && before.version === 1 && before.supervisor === supervisor)
      return (taken = { ...made, draftedOn: before.draftedOn });
    if (!before) throw new HeldError('not-found');
    if (!mayDraft(before, supervisor)) throw new HeldError(before.supervisor === supervisor ? 'refused' : 'not-found');
    if (before.version !== version) throw new HeldError('changed-meanwhile');
    return (taken = { ...before, ...text, version: version + 1 });
  });
  await deps.rows.changeDrawer(person, (drawer) =>
    withBond(withDateOf(drawer, taken), supervisor, (bond) => ({ ...bond, actions: draft.actions })),
  );
  if (isNew) await notify(deps, person, 'record');
}

function withNewRef(drawer: Drawer, record: SessionRecord): Drawer {
  if (drawer.bond?.deleted?.includes(record.id)) throw new HeldError('refused');
  if (drawer.records.some(({ id }) => id === record.id)) return drawer;
  if (drawer.records.length >= mostRecords) throw new HeldError('too-many');
  return { ...drawer, records: [...drawer.records, refOf(record, closesOn(record))] };
}

/** The reference says what the record itself says: its date, and the years that were agreed when it was made. */
const withDateOf = (drawer: Drawer, record: SessionRecord): Drawer => ({
  ...drawer,
  records: drawer.records.map((ref) => (ref.id === record.id ? refOf(record, ref.closesOn) : ref)),
});

const refOf = (record: SessionRecord, closes: string): Drawer['records'][number] => ({
  id: record.id,
  date: record.date,
  closesOn: closes,
  endsOn: endsOn(record),
});

/** What the owner does with a record. `version`: the one they saw. */
export type RecordAsk =
  | { readonly do: 'add'; readonly id: string; readonly version: number; readonly added: string }
  | { readonly do: 'confirm'; readonly id: string; readonly version: number }
  | { readonly do: 'share'; readonly id: string; readonly shared: boolean }
  | { readonly do: 'delete'; readonly id: string };

/** Rejects with `not-found`, `changed-meanwhile`, `no-supervisor` (nobody to share with). */
export async function changeRecord(deps: SupervisionDeps, person: PersonId, ask: RecordAsk): Promise<void> {
  await owner(deps, person);
  if (ask.do === 'delete') return deleteRecord(deps, person, ask.id);
  const with_ = ask.do === 'share' && ask.shared ? (await supervised(deps, person)).supervisor.person : undefined;
  const today = todayOf(deps);
  await deps.rows.changeRecord(person, ask.id, (record) => {
    if (!record) throw new HeldError('not-found');
    if (ask.do === 'share') {
      const { sharedWith: _before, ...rest } = record;
      return { ...rest, ...(with_ ? { sharedWith: with_ } : {}) };
    }
    if (record.version !== ask.version) throw new HeldError('changed-meanwhile');
    if (ask.do === 'confirm') return { ...record, version: record.version + 1, confirmedOn: record.confirmedOn ?? today };
    const { added: _before, ...rest } = record;
    return { ...rest, version: record.version + 1, ...(ask.added === '' ? {} : { added: ask.added }) };
  });
}

/** The owner deletes: the record goes, and what was agreed in it with it. */
async function deleteRecord(deps: SupervisionDeps, person: PersonId, id: string): Promise<void> {
  const record = (await deps.rows.recordsOf(person)).find((each) => each.id === id);
  if (!record) throw new HeldError('not-found');
  await deps.rows.removeRecord(person, id);
  const agreed = JSON.stringify(record.actions);
  await deps.rows.changeDrawer(person, ({ bond, ...drawer }) => ({
    ...drawer,
    records: drawer.records.filter((ref) => ref.id !== id),
    ...(bond
      ? {
          bond: {
            ...bond,
            actions: JSON.stringify(bond.actions) === agreed ? [] : bond.actions,
            // Nobody is asked to write it up again.
            held: bond.held.filter((date) => date !== record.date),
            sessions: sessionsOf(bond),
            deleted: [...(bond.deleted ?? []), id].slice(-deletedKept),
          },
        }
      : {}),
  }));
}
