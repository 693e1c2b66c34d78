import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { BallotBox } from '../domain/disclosure/ballotBox.ts';
import { disclose } from '../domain/disclosure/disclose.ts';
import type { ReleasedCells } from '../domain/disclosure/release.ts';
import type { EnvelopeRow } from '../domain/envelope.ts';
import { releaseDue, type Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type {
  Clock,
  EnvelopeOpener,
  EnvelopeStore,
  Frozen,
  FrozenStore,
  LeaseStore,
  OpenerVault,
  Opening,
  PeriodStore,
  ReleaseStore,
  SetAside,
  Stored,
} from '../ports.ts';
import { frozenText } from './frozenText.ts';
import { periodLease } from './periodLease.ts';
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
}

/**
 * Opener: CUT to RELEASED. Opens every envelope in memory, once, discloses, publishes. Only after its own check that H_p is gone. Gives
 * false while it is too early. Nothing but the release, its cells and counts of what was set aside is ever written. A second run gives the
 * same bytes; where it would not (rows changed since the first, the freeze tampered with), it rejects with `refused` and publishes nothing.
 */
export async function releasePeriod(deps: ReleasePeriodDeps, stored: Stored<Period>): Promise<boolean> {
  const due = releaseDue(stored.value);
  if (!due || (!stored.value.hurry && Temporal.Instant.compare(deps.clock.now(), due) < 0)) return false;
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
    const digested = await keepDigest(deps, stored);
    if (!digested) return false;
    const box = new BallotBox();
    const alarms = await openAll(deps, digested.value, frozen, opener, box);
    const { release, cells } = disclose({
      period: { id: period.id, starts: period.starts, ends: period.ends },
      box,
      units: frozen.units,
      plan: frozen.plan,
      policy: frozen.policy,
      earlier: await cellsBefore(deps, period),
    });
    await deps.releases.publish(release, cells);
    return await deps.periods.update({ ...withoutTrouble(digested.value), state: 'RELEASED', alarms }, digested.etag);
  } finally {
    await opener.close();
  }
}

/** Stores a digest of the closed rows before any is opened, or gives back the period as it is when one is stored. */
async function keepDigest({ periods, envelopes }: ReleasePeriodDeps, stored: Stored<Period>): Promise<Stored<Period> | undefined> {
  if (stored.value.digest !== undefined) return stored;
  const digest = createHash('sha256');
  for await (const page of envelopes.pages(stored.value.id)) for (const { value } of page) addRow(digest, value);
  await periods.update({ ...stored.value, digest: digest.digest('hex') }, stored.etag);
  const again = await periods.find(stored.value.id);
  return again?.value.state === 'CUT' ? again : undefined;
}

async function openAll(
  { envelopes }: ReleasePeriodDeps,
  period: Period,
  frozen: Frozen,
  opener: EnvelopeOpener,
  box: BallotBox,
): Promise<Readonly<Record<string, number>>> {
  const digest = createHash('sha256');
  const alarms: Record<string, number> = {};
  const count = (name: string, by: number): void => {
    if (by > 0) alarms[name] = (alarms[name] ?? 0) + by;
  };
  const rowsPerUnit = new Map<string, number>();
  const misplaced: SetAside = 'misplacedRow';
  for await (const page of envelopes.pages(period.id, (rows) => count(misplaced, rows))) {
    for (const { value } of page) addRow(digest, value);
    const opened = await opener.openInto(
      box,
      page.map(({ value }) => value),
    );
    for (const [reason, by] of Object.entries(opened.setAside)) count(reason, by);
    for (const [unit, rows] of opened.rowsPerUnit) rowsPerUnit.set(unit, (rowsPerUnit.get(unit) ?? 0) + rows);
  }
  if (digest.digest('hex') !== period.digest) {
    throw new HeldError('refused', `The closed rows of period ${period.id} changed after their digest was taken. Nothing was published.`);
  }
  for (const { id, people } of frozen.units) count('rowsMissing', people.length - (rowsPerUnit.get(id) ?? 0));
  return alarms;
}

function addRow(digest: ReturnType<typeof createHash>, row: EnvelopeRow): void {
  digest.update(row.rowKey);
  for (const column of Object.keys(row.columns).sort()) digest.update(column).update(row.columns[column] ?? new Uint8Array());
}

/** The cells of every release before this one, oldest first (R8). */
async function cellsBefore({ releases }: ReleasePeriodDeps, period: Period): Promise<readonly ReleasedCells[]> {
  return (await releases.list()).filter(({ release }) => release.period.id < period.id).map(({ cells }) => cells);
}
