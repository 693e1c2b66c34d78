import { headerColumn, slotColumn } from '../domain/envelope.ts';
import type { PersonId } from '../domain/ids.ts';
import { HeldError } from '../errors.ts';
import type { SealAnswerDeps } from './sealAnswer.ts';

/**
 * Overwrites every slot of the person's envelope with fresh blanks, in one write. Whether anything was there is neither known nor told.
 * Rejects as `sealAnswer` does.
 */
export async function withdrawAnswers({ watch, envelopes }: Pick<SealAnswerDeps, 'watch' | 'envelopes'>, person: PersonId): Promise<void> {
  await watch.during(async ({ period, sealer }) => {
    const rowKey = sealer.placeOf(person);
    const row = await envelopes.find(period.id, rowKey);
    if (!row) throw new HeldError('joins-next-period');
    // As many as the row has: the number in the period's row is nobody's seal.
    const slots = Math.max(period.slots, Object.keys(row.value.columns).filter((column) => column !== headerColumn).length);
    const blanks = Array.from({ length: slots }, (_, i) => [slotColumn(i + 1), sealer.sealBlank(rowKey, i + 1)] as const);
    const found = await envelopes.merge(period.id, rowKey, Object.fromEntries(blanks));
    if (!found) throw new HeldError('joins-next-period');
  });
}
