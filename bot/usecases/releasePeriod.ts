import { Temporal } from 'temporal-polyfill';
import { setAsideReasons, type AlarmName, type Alarms } from '../domain/alarms.ts';
import { BallotBox } from '../domain/disclosure/ballotBox.ts';
import { disclose } from '../domain/disclosure/disclose.ts';
import { parsePolicy } from '../domain/disclosure/policy.ts';
import type { ReleasedCells } from '../domain/disclosure/release.ts';
import { releaseDue, type Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type {
  Clock,
  EnvelopeOpener,
  EnvelopeStore,
  Frozen,
  FrozenStore,
  LeaseStore,
  Opened,
  OpenerVault,
  Opening,
  PeriodStore,
  ReleaseStore,
  Stored,
} from '../ports.ts';
import { closedRows, readClosedRows, type ClosedRows } from './closedRows.ts';
import { frozenText } from './frozenText.ts';
import { periodLease } from './periodLease.ts';
import { checkPinned } from './pinFreeze.ts';
import { withoutTrouble } from './reportTrouble.ts';

export interface ReleasePeriodDeps {
  readonly periods: PeriodStore;
  readonly frozen: FrozenStore;
  readonly envelopes: EnvelopeStore;
  readonly releases: ReleaseStore;
  readonly leases: LeaseStore;
  readonly vault: OpenerVault;
  readonly opening: Opening;
  readonly clock: Clock;
  /** On a laptop alone a period may be in a hurry: elsewhere nobody who writes to storage can waive a wait. */
  readonly laptop?: boolean;
}

/**
 * Opener: CUT to RELEASED. Opens every envelope in memory, once, discloses, publishes. Only after its own check that H_p is gone. Gives
 * false while it is too early. Nothing but the release, its cells and counts of what was set aside is ever written. A second run gives the
 * same bytes; where it would not (rows changed since the first, the freeze tampered with), it rejects with `refused` and publishes nothing.
 */
export async function releasePeriod(deps: ReleasePeriodDeps, stored: Stored<Period>): Promise<boolean> {
  const due = releaseDue(stored.value);
  const hurries = stored.value.hurry && deps.laptop;
  if (!due || (!hurries && Temporal.Instant.compare(deps.clock.now(), due) < 0)) return false;
  const done = await deps.leases.withLease(periodLease(stored.value.id), () => openAndPublish(deps, stored));
  return done ?? false;
}

async function openAndPublish(deps: ReleasePeriodDeps, stored: Stored<Period>): Promise<boolean> {
  const period = stored.value;
  if (!(await deps.vault.placesKeyGone(period.id))) {
    throw new HeldError('refused', `Period ${period.id} is cut, but the key of its places still exists. Nothing was opened.`);
  }
  const keys = await deps.vault.openingKeys(period.id);
  if (!keys) throw new HeldError('keys-down', `The keys of period ${period.id} are missing; it cannot be opened.`);
  const frozen = await deps.frozen.read(period.id);
  if (!frozen) throw new HeldError('refused', `Period ${period.id} has no frozen roster. Nothing was opened.`);
  const opener = deps.opening.openerFor(keys, frozen);
  try {
    if (!opener.verifyMac(frozenText(frozen), frozen.mac)) {
      throw new HeldError('refused', `The frozen roster of period ${period.id} was changed after its freeze. Nothing was opened.`);
    }
    refuseWeakFreeze(frozen);
    const pinned = await checkPinned(deps.vault, frozen);
    const kept = await keepDigest(deps, stored);
    if (!kept) return false;
    const { digested, rows } = kept;
    const box = new BallotBox();
    const alarms: Alarms = { ...(await openAll(rows, digested.value, frozen, opener, box)), ...(pinned ? {} : { freezeSeenLate: 1 }) };
    const { release, cells } = disclose({
      period: { id: period.id, starts: period.starts, ends: period.ends },
      box,
      units: frozen.units,
      plan: frozen.plan,
      policy: frozen.policy,
      earlier: await cellsBefore(deps, period),
    });
    await deps.releases.publish(release, cells);
    return await deps.periods.update(
      { ...withoutTrouble(digested.value), state: 'RELEASED', alarms: { ...digested.value.alarms, ...alarms } },
      digested.etag,
    );
  } finally {
    await opener.close();
  }
}

/** The period with the digest of its closed rows, stored before any of them is opened, and the rows. */
async function keepDigest(
  { periods, envelopes }: ReleasePeriodDeps,
  stored: Stored<Period>,
): Promise<{ readonly digested: Stored<Period>; readonly rows: ClosedRows } | undefined> {
  const { id } = stored.value;
  if (stored.value.digest !== undefined) return { digested: stored, rows: closedRows(envelopes, id) };
  const rows = await readClosedRows(envelopes, id);
  await periods.update({ ...stored.value, digest: rows.digest }, stored.etag);
  const again = await periods.find(id);
  return again?.value.state === 'CUT' ? { digested: again, rows } : undefined;
}

async function openAll(rows: ClosedRows, period: Period, frozen: Frozen, opener: EnvelopeOpener, box: BallotBox): Promise<Alarms> {
  const alarms: Partial<Record<AlarmName, number>> = {};
  const count = (name: AlarmName, by: number): void => {
    if (by > 0) alarms[name] = (alarms[name] ?? 0) + by;
  };
  const rowsPerUnit = new Map<string, number>();
  let rowsSeen = 0;
  const add = (opened: Opened): void => {
    for (const reason of setAsideReasons) count(reason, opened.setAside[reason] ?? 0);
    for (const [unit, by] of opened.rowsPerUnit) rowsPerUnit.set(unit, (rowsPerUnit.get(unit) ?? 0) + by);
  };
  // One page is handed over while the one before it is still being opened, so that no thread waits for its next.
  let before: Promise<void> = Promise.resolve();
  for await (const page of rows.pages()) {
    rowsSeen += page.length;
    const opened = opener.openInto(box, page).then(add);
    // Its failure is heard when it is awaited; should the page before it fail first, nobody awaits it.
    opened.catch(() => undefined);
    await before;
    before = opened;
  }
  await before;
  const { digest, misplaced } = rows.told();
  if (digest !== period.digest) {
    throw new HeldError('refused', `The closed rows of period ${period.id} changed after their digest was taken. Nothing was published.`);
  }
  // Everything closed to the opener is a wrong key rather than damage: waiting costs nothing, and a release could not be made again.
  if (rowsSeen > 0 && rowsPerUnit.size === 0 && period.movedForOpening) {
    throw new HeldError(
      'refused',
      `Not one of ${rowsSeen} envelopes of period ${period.id} opens: W_p or K_p is not what they were sealed with. Nothing was published. Restore the opener’s keys, then ask for the release again.`,
    );
  }
  count('misplacedRow', misplaced);
  for (const { id, people } of frozen.units) count('rowsMissing', people.length - (rowsPerUnit.get(id) ?? 0));
  return alarms;
}

/**
 * The cells of every other release, oldest first (R8). Those of later half-terms too, should one have been released before this: figures
 * can be compared in either order.
 */
async function cellsBefore({ releases }: ReleasePeriodDeps, period: Period): Promise<readonly ReleasedCells[]> {
  return (await releases.list()).filter(({ release }) => release.period.id !== period.id).map(({ cells }) => cells);
}

/** Whatever was frozen, no figure rests on fewer people than R1 says, and no unit is smaller. */
function refuseWeakFreeze({ period, policy, units }: Frozen): void {
  try {
    parsePolicy(policy);
  } catch (cause) {
    throw new HeldError('refused', `The freeze of period ${period} holds a policy that is not allowed. Nothing was opened.`, { cause });
  }
  const small = units.find(({ people }) => people.length > 0 && people.length < policy.k);
  if (small)
    throw new HeldError('refused', `The freeze of period ${period} holds a unit of fewer than ${policy.k} people. Nothing was opened.`);
}
