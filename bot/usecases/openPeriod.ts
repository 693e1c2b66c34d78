import { freezeUnits } from '../domain/disclosure/freeze.ts';
import type { Policy } from '../domain/disclosure/policy.ts';
import { headerColumn, slotColumn, type EnvelopeRow } from '../domain/envelope.ts';
import type { LastingId, UnitId } from '../domain/ids.ts';
import type { Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type {
  EnvelopeStore,
  Frozen,
  FrozenStore,
  LeaseStore,
  LedgerStore,
  PeopleStore,
  PeriodStore,
  RosterStore,
  Sealer,
  Sealing,
  Stored,
  WebVault,
} from '../ports.ts';
import { eligiblePeople, type EligiblePerson } from './eligiblePeople.ts';
import { frozenText } from './frozenText.ts';
import { blankEntry } from './ledger.ts';
import { periodLease } from './periodLease.ts';
import { withoutTrouble } from './reportTrouble.ts';

export interface OpenPeriodDeps {
  readonly periods: PeriodStore;
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly frozen: FrozenStore;
  readonly envelopes: EnvelopeStore;
  readonly ledger: LedgerStore;
  readonly leases: LeaseStore;
  readonly vault: WebVault;
  readonly sealing: Sealing;
  readonly policy: Policy;
  readonly codeVersion: string;
}

/** Rows sealed and inserted at a time: bounds memory for a county. */
const rowsAtOnce = 500;

/**
 * Web process: KEYED to OPEN. Makes H_p, freezes roster, units, plan and policy, and inserts one row of sealed blanks and one ledger row
 * for everyone eligible, so that a row says nothing by existing. `today`: local date. A rerun after a crash keeps the first freeze and inserts what is missing.
 */
export async function openPeriod(deps: OpenPeriodDeps, stored: Stored<Period>, today: string): Promise<void> {
  const period = stored.value;
  await deps.leases.withLease(periodLease(period.id), async () => {
    await deps.vault.createPlacesKey(period.id);
    const keys = await deps.vault.sealingKeys(period.id);
    if (!keys) throw new HeldError('keys-down', `The keys of period ${period.id} are not complete yet.`);
    const sealer = deps.sealing.sealerFor(keys);
    const eligible = eligiblePeople(await deps.roster.read(), await deps.people.all());
    const unitOf = ownUnits(await freeze(deps, period, sealer, eligible));

    const placed = eligible
      .flatMap((person) => {
        const unit = unitOf.get(person.lastingId);
        return unit ? [{ person, unit, rowKey: sealer.placeOf(person.person) }] : [];
      })
      // In row-key order: the order of insertion must not follow the roster's.
      .sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1));
    for (let from = 0; from < placed.length; from += rowsAtOnce) {
      const rows = placed.slice(from, from + rowsAtOnce).map(({ unit, rowKey }): EnvelopeRow => {
        const header = sealer.sealHeader({ rowKey, unit });
        const slots = Array.from({ length: period.slots }, (_, i) => [slotColumn(i + 1), sealer.sealBlank(rowKey, i + 1)] as const);
        return { rowKey, columns: { [headerColumn]: header, ...Object.fromEntries(slots) } };
      });
      await deps.envelopes.insertMissing(period.id, rows);
    }
    await deps.ledger.insertMissing(
      period.id,
      placed.map(({ person }) => sealer.sealLedgerEntry(blankEntry(person.person))),
    );
    // Every row was sealed just now: the first night without a touch is the next one, also where a half-term opens late.
    await deps.periods.update({ ...withoutTrouble(period), state: 'OPEN', touchedOn: today }, stored.etag);
  });
}

async function freeze(
  { frozen, policy, codeVersion }: OpenPeriodDeps,
  period: Period,
  sealer: Sealer,
  eligible: readonly EligiblePerson[],
): Promise<Frozen> {
  const earlier = await frozen.read(period.id);
  if (earlier) return earlier;
  const { units } = freezeUnits(eligible, policy.k);
  const content = { period: period.id, units, plan: period.plan, policy, slots: period.slots, codeVersion };
  const made: Frozen = { ...content, mac: sealer.mac(frozenText(content)) };
  await frozen.write(made);
  return made;
}

function ownUnits({ units }: Frozen): ReadonlyMap<LastingId, UnitId> {
  return new Map(units.flatMap((unit) => unit.people.map((person): [LastingId, UnitId] => [person, unit.id])));
}
