import { maxUnitIdLength } from '../../../bot/domain/envelope.ts';
import { asUnitId } from '../../../bot/domain/ids.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';
import type { Sealer } from '../../../bot/ports.ts';
import type { Findings } from './verdict.ts';
import type { RowKey } from '../../../bot/domain/ids.ts';

/** Two ciphertexts that share so many bytes in a row share a nonce, a key or a plaintext. */
const windowBytes = 12;

/** Seals everything that can be sealed, each twice: all must be of one length, and no two may have anything in common. */
export function lengthsAndRepeats(sealer: Sealer, row: RowKey, slots: number, findings: Findings): void {
  const sealed: Uint8Array[] = [];
  const tickets: string[] = [];
  for (const { id: question, options } of bank.values()) {
    for (const option of options.keys()) {
      for (let twice = 0; twice < 2; twice += 1) sealed.push(sealer.sealAnswer(row, 1 + (option % slots), { question, option }));
    }
    for (const slot of [1, slots]) tickets.push(sealer.sealTicket({ rowKey: row, slot, question }));
  }
  for (let slot = 1; slot <= slots; slot += 1) sealed.push(sealer.sealBlank(row, slot), sealer.sealBlank(row, slot));
  for (const unit of ['t', 'u'.repeat(maxUnitIdLength)]) {
    sealed.push(sealer.sealHeader({ rowKey: row, unit: asUnitId(unit) }));
  }
  sealed.push(...sealed.slice(0, 8).flatMap((bytes) => sealer.rewrap(row, 'S01', bytes) ?? []));

  const lengths = new Set(sealed.map(({ length }) => length));
  findings.check(lengths.size === 1, `answers, blanks and headers have ${lengths.size} lengths`);
  findings.check(new Set(tickets.map(({ length }) => length)).size === 1, 'a ticket’s length tells its question or slot');
  findings.check(new Set(tickets).size === tickets.length, 'the same ticket twice');
  findings.check(!shareBytes(sealed), 'two ciphertexts have bytes in common');
  findings.check(!shareBytes(tickets.map((ticket) => Buffer.from(ticket, 'base64url'))), 'two tickets have bytes in common');
  findings.cases += sealed.length + tickets.length;
}

function shareBytes(sealed: readonly Uint8Array[]): boolean {
  const seen = new Set<string>();
  for (const bytes of sealed) {
    const text = Buffer.from(bytes).toString('latin1');
    const own = new Set<string>();
    for (let i = 0; i + windowBytes <= text.length; i += 1) own.add(text.slice(i, i + windowBytes));
    if (own.size < text.length - windowBytes + 1) return true;
    for (const window of own) {
      if (seen.has(window)) return true;
      seen.add(window);
    }
  }
  return false;
}
