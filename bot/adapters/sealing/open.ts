import { timingSafeEqual } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import type { BallotBox } from '../../domain/disclosure/ballotBox.ts';
import type { EnvelopeRow } from '../../domain/envelope.ts';
import type { RowKey, UnitId } from '../../domain/ids.ts';
import { questionOf } from '../../domain/questions/bank.ts';
import type { SetAside } from '../../domain/alarms.ts';
import type { EnvelopeOpener, Frozen, Opened, Opening, OpeningKeys } from '../../ports.ts';
import { macOf } from './format.ts';
import type { Expected, ReadRow } from './openRow.ts';
import { inThisThread, inWorkers, type Readers } from './readers.ts';

export interface OpeningOptions {
  /** Threads that open rows beside each other; 0 (the default) opens in the calling thread. */
  readonly workers?: number;
  /** The worker's script, where the build puts it elsewhere than beside this module. */
  readonly workerScript?: URL;
}

/** Opening, once libsodium is ready. */
export async function createOpening(options: OpeningOptions = {}): Promise<Opening> {
  await sodium.ready;
  return { openerFor: (keys, frozen) => openerFor(keys, frozen, options) };
}

function openerFor(keys: OpeningKeys, frozen: Frozen, { workers = 0, workerScript }: OpeningOptions): EnvelopeOpener {
  const expected: Expected = {
    period: frozen.period,
    slots: frozen.slots,
    units: new Set(frozen.units.map(({ id }) => id)),
    options: new Map(frozen.plan.questions.map((id) => [id, questionOf(id).options.length])),
  };
  const readers: Readers = workers > 0 ? inWorkers(keys, expected, workers, workerScript) : inThisThread(keys, expected);
  const room = new Map<UnitId, number>(frozen.units.map(({ id, people }) => [id, people.length]));
  const seen = new Set<RowKey>();
  let counted: Promise<unknown> = Promise.resolve();

  const countInto = (box: BallotBox, rows: readonly EnvelopeRow[], read: readonly ReadRow[]): Opened => {
    const setAside: Partial<Record<SetAside, number>> = {};
    const rowsPerUnit = new Map<UnitId, number>();
    const count = (reason: SetAside): void => void (setAside[reason] = (setAside[reason] ?? 0) + 1);
    rows.forEach(({ rowKey }, index) => {
      const one = read[index];
      one?.setAside.forEach(count);
      if (!one?.row) return;
      const { unit, answers } = one.row;
      const left = room.get(unit) ?? 0;
      if (left === 0 || seen.has(rowKey)) return count('extraRow');
      seen.add(rowKey);
      room.set(unit, left - 1);
      rowsPerUnit.set(unit, (rowsPerUnit.get(unit) ?? 0) + 1);
      // Who answered nothing enters no figure; that they are on the roster, the freeze says.
      if (answers.length > 0) box.put(one.row);
    });
    return { setAside, rowsPerUnit };
  };

  return {
    // Read beside each other, counted one after the other in the order of the calls: which rows are extra must not depend on what was faster.
    openInto(box, rows) {
      const reading = readers.read(rows);
      const before = counted;
      const turn = reading.then(async (read) => {
        await before;
        return countInto(box, rows, read);
      });
      counted = turn.catch(() => undefined);
      return turn;
    },

    verifyMac(text, mac) {
      const given = Buffer.from(mac, 'base64url');
      const right = macOf(keys.outer, text);
      return given.length === right.length && timingSafeEqual(given, right);
    },

    close: () => readers.close(),
  };
}
