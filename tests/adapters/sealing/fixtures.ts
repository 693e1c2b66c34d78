import { randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import { headerColumn, slotColumn, type Answer, type EnvelopeRow } from '../../../bot/domain/envelope.ts';
import {
  asLastingId,
  asQuestionId,
  asUnitId,
  parsePeriodId,
  parsePersonId,
  type PeriodId,
  type PersonId,
} from '../../../bot/domain/ids.ts';
import type { Frozen, OpeningKeys, Sealer, SealingKeys } from '../../../bot/ports.ts';

export function periodOf(text: string): PeriodId {
  const id = parsePeriodId(text);
  if (!id) throw new Error(`${text} is no period.`);
  return id;
}

export function personOf(number: number): PersonId {
  const id = parsePersonId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
  if (!id) throw new Error('no person');
  return id;
}

export const period = periodOf('2026-27-2');
export const unit = asUnitId('northern-trust.east');

export async function makeKeys(of: PeriodId = period): Promise<{ sealing: SealingKeys; opening: OpeningKeys }> {
  await sodium.ready;
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  const outer = randomBytes(32);
  return {
    sealing: { period: of, places: randomBytes(32), inner: publicKey, outer },
    opening: { period: of, innerPublic: publicKey, innerPrivate: privateKey, outer },
  };
}

export function frozenOf(people: number, slots = 8): Frozen {
  return {
    period,
    units: [
      {
        id: unit,
        path: 'Northern Trust/East',
        kind: 'group',
        parent: null,
        people: Array.from({ length: people }, (_, i) => asLastingId(`lasting-${i}`)),
        schools: { s1: people },
        supervisors: [],
      },
    ],
    plan: { questions: [asQuestionId('load'), asQuestionId('theme')] },
    policy: { k: 8 },
    slots,
    codeVersion: 'test',
    mac: '',
  };
}

/** One person's row: blanks but for the answers given by slot. */
export function rowOf(sealer: Sealer, person: PersonId, answers: Readonly<Record<number, Answer>> = {}, slots = 8, at = unit): EnvelopeRow {
  const rowKey = sealer.placeOf(person);
  const columns = Array.from({ length: slots }, (_, i): [string, Uint8Array] => {
    const given = answers[i + 1];
    return [slotColumn(i + 1), given ? sealer.sealAnswer(rowKey, i + 1, given) : sealer.sealBlank(rowKey, i + 1)];
  });
  const header = sealer.sealHeader({ rowKey, unit: at });
  return forOpening(sealer, { rowKey, columns: { [headerColumn]: header, ...Object.fromEntries(columns) } });
}

/** A row as the last touch leaves it. */
export function forOpening(sealer: Sealer, { rowKey, columns }: EnvelopeRow): EnvelopeRow {
  const rewrapped = Object.entries(columns).map(([column, sealed]): [string, Uint8Array] => [
    column,
    sealer.rewrapForOpening(rowKey, column, sealed) ?? sealed,
  ]);
  return { rowKey, columns: Object.fromEntries(rewrapped) };
}

export const answer = (option: number, question = 'load'): Answer => ({ question: asQuestionId(question), option });

/** What lies in a box; tests may look. */
export const inside = (box: BallotBox) => BallotBox.takeAll(box);

export function columnOf(row: EnvelopeRow, column: string): Uint8Array {
  const sealed = row.columns[column];
  if (!sealed) throw new Error(`no column ${column}`);
  return sealed;
}
