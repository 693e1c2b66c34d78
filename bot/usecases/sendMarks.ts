import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../domain/ids.ts';
import { HeldError } from '../errors.ts';
import type { Clock, DeadPromptStore, LeaseStore, LedgerEntry, LedgerStore, Logger, Stored } from '../ports.ts';
import { ledgerOf } from './ledger.ts';
import type { OpenPeriod, PeriodWatch } from './periodWatch.ts';

const attempts = 5;
/** A send under way for longer has lost its process: waiting for a turn included, none takes minutes. */
const lostAfter = { minutes: 5 } as const;

/** A send that is over. `written`: its ledger entry as this process wrote it, where it did so just now. */
export interface EndedSend {
  readonly person: PersonId;
  /** Its mark. */
  readonly sending: string;
  readonly written?: Stored<LedgerEntry>;
}

/**
 * The channel has answered: the mark of that send goes from the person's ledger entry, and `change` says what else becomes of it. Nothing
 * is written where the mark is another's, or gone. The entry is read only where somebody else wrote it meanwhile.
 */
export async function endSend(
  store: LedgerStore,
  { period, sealer }: OpenPeriod,
  { person, sending, written }: EndedSend,
  change: (entry: LedgerEntry) => LedgerEntry = (entry) => entry,
): Promise<void> {
  const entries = ledgerOf(store, period.id, sealer);
  let found = written;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    found ??= await entries.find(person);
    if (found?.value.sending !== sending) return;
    const { sending: _over, ...entry } = change(found.value);
    if (await entries.update(entry, found.etag)) return;
    found = undefined;
  }
  throw new HeldError('storage-down', `The ledger could not be written: somebody else wrote it ${attempts} times meanwhile.`);
}

export interface ListLostSendsDeps {
  readonly watch: PeriodWatch;
  readonly ledger: LedgerStore;
  readonly deadPrompts: DeadPromptStore;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Puts every send whose process died before the channel answered on the operator's list, and takes its mark away. It may or may not have
 * arrived, so its day stays used. Gives how many; undefined while another process does it. Run it every few minutes.
 */
export async function listLostSends({ watch, ledger, deadPrompts, leases, clock, log }: ListLostSendsDeps): Promise<number | undefined> {
  const open = watch.open;
  if (!open) return 0;
  return leases.withLease('lost-sends', async () => {
    const { period, sealer } = open;
    let lost = 0;
    for await (const { person, day, sending } of ledgerOf(ledger, period.id, sealer).all()) {
      if (sending === undefined || !isLost(sending, clock.now())) continue;
      // Listed first: a crash in between lists it twice, and never leaves it out.
      await deadPrompts.add({ whom: sealer.sealPerson(person), period: period.id, occasion: 'day', reason: 'processDied', day });
      await endSend(ledger, open, { person, sending });
      lost += 1;
    }
    if (lost > 0) log.warn({ lost }, 'prompts may or may not have arrived: their process died while it sent them');
    return lost;
  });
}

/** A laptop's clock can be moved back: a mark of the future is none of a minute ago. */
function isLost(sending: string, now: Temporal.Instant): boolean {
  return Temporal.Duration.compare(Temporal.Instant.from(sending).until(now).abs(), lostAfter) > 0;
}
