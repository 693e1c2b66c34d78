import type { PersonId } from '../../domain/ids.ts';
import {
  bondWith,
  deleteFlag,
  editFlag,
  keepFlag,
  readdressFlag,
  releaseFlag,
  wishesOf,
  withdrawFlag,
  type Drawer,
  type FlagChange,
  type Seen,
} from '../../domain/supervision/drawer.ts';
import { isAgreed } from '../../domain/supervision/contract.ts';
import { isSameWish, type FlagText, type Wishes } from '../../domain/supervision/flag.ts';
import { longestAccess, longestNote, tidy, warningsAbout, type NoteWarning } from '../../domain/supervision/note.ts';
import { HeldError } from '../../errors.ts';
import { owner, supervised, todayOf, type SupervisionDeps } from './supervisionDeps.ts';

/** One change that a person makes to what they keep. `sure`: they were asked about the words and want them so. */
export type FlagAsk =
  | ({ readonly do: 'keep'; readonly id: string; readonly sure: boolean } & FlagText)
  | ({ readonly do: 'edit'; readonly sure: boolean } & Seen & FlagText)
  | ({ readonly do: 'withdraw' } & Seen)
  | ({ readonly do: 'release' } & Seen)
  | ({ readonly do: 'readdress' } & Seen)
  | ({ readonly do: 'wishes'; readonly sure: boolean; readonly was: Wishes } & Wishes);

/** Done, or not yet: the person is asked about their words first. What they were asked is stored nowhere. */
export type FlagOutcome =
  | { readonly kind: 'done'; readonly released?: PersonId }
  | { readonly kind: 'asked'; readonly warnings: readonly NoteWarning[] };

/**
 * Keeps, edits, withdraws, releases: always the person's own, for their own supervisor. Nothing of an answer comes here, and no time finer than
 * the day. Rejects with `no-supervisor`, `changed-meanwhile` (another version than they saw), `not-found`, `refused` (already sent),
 * `too-many`, `not-agreed` (releasing before both agreed), `bad-request` (a note over length), `storage-down`, `keys-down`.
 */
export async function changeFlags(deps: SupervisionDeps, person: PersonId, ask: FlagAsk): Promise<FlagOutcome> {
  // What one wrote can be taken back always, also when whoever it was for has left; and what went, once one has supervision no more: then it is
  // nobody else's to read.
  if (ask.do === 'withdraw') {
    const { roles } = await owner(deps, person);
    const take = roles.includes('senco') ? withdrawFlag : deleteFlag;
    await deps.rows.changeDrawer(person, (drawer) => settle(take(drawer, ask)));
    return { kind: 'done' };
  }
  const { supervisor } = await supervised(deps, person);
  const said = ask.do === 'keep' || ask.do === 'edit' ? ask.note : ask.do === 'wishes' ? ask.access : undefined;
  const text = tidy(said ?? '');
  if (text.length > (ask.do === 'wishes' ? longestAccess : longestNote)) throw new HeldError('bad-request');
  const warnings = 'sure' in ask && !ask.sure ? warningsAbout(text) : [];
  if (warnings.length > 0) return { kind: 'asked', warnings };
  const today = todayOf(deps);
  await deps.rows.changeDrawer(person, (drawer) => changed(drawer, ask, { supervisor: supervisor.person, today, text }));
  return { kind: 'done', ...(ask.do === 'release' ? { released: supervisor.person } : {}) };
}

/** Rejects as the release itself would, and changes nothing. */
export async function checkRelease(deps: SupervisionDeps, person: PersonId, seen: Seen): Promise<{ readonly supervisor: PersonId }> {
  const { supervisor } = await supervised(deps, person);
  const now = { supervisor: supervisor.person, today: todayOf(deps), text: '' };
  changed(await deps.rows.drawerOf(person), { do: 'release', ...seen }, now);
  return { supervisor: supervisor.person };
}

interface Now {
  readonly supervisor: PersonId;
  readonly today: string;
  /** Tidied. */
  readonly text: string;
}

function changed(drawer: Drawer, ask: Exclude<FlagAsk, { readonly do: 'withdraw' }>, { supervisor, today, text }: Now): Drawer {
  switch (ask.do) {
    case 'keep':
      return settle(keepFlag(drawer, { id: ask.id, version: 1, supervisor, keptOn: today, ...textOf(ask, text) }));
    case 'edit':
      return settle(editFlag(drawer, ask, textOf(ask, text)));
    case 'release':
      if (!isAgreed(bondWith(drawer, supervisor).contract)) throw new HeldError('not-agreed');
      // What was kept for an earlier supervisor is given to this one first, by hand.
      if (drawer.flags.some((flag) => flag.id === ask.id && flag.supervisor !== supervisor)) throw new HeldError('refused');
      return settle(releaseFlag(drawer, ask, today));
    case 'readdress':
      return settle(readdressFlag(drawer, ask, supervisor));
    case 'wishes':
      return wished(drawer, supervisor, { ...(text === '' ? {} : { access: text }), ...(ask.notToday ? { notToday: true } : {}) }, ask.was);
  }
}

function wished(drawer: Drawer, supervisor: PersonId, wishes: Wishes, was: Wishes): Drawer {
  const now = wishesOf(drawer, supervisor);
  // The same twice is done once: the first answer was lost on the way.
  if (isSameWish(now, wishes)) return drawer;
  if (!isSameWish(now, was)) throw new HeldError('changed-meanwhile');
  return { ...drawer, wishes: { ...wishes, supervisor } };
}

const textOf = ({ topic, hope }: FlagText, note: string): FlagText => ({
  topic,
  ...(note === '' ? {} : { note }),
  ...(hope === undefined ? {} : { hope }),
});

const refusals = { missing: 'not-found', changed: 'changed-meanwhile', sent: 'refused', full: 'too-many' } as const;

function settle(change: FlagChange): Drawer {
  if ('drawer' in change) return change.drawer;
  throw new HeldError(refusals[change.refused]);
}
