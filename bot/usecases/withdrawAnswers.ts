import { slotColumn } from '../domain/envelope.ts';
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
    const slots = Array.from({ length: period.slots }, (_, i) => i + 1);
    const blanks = Object.fromEntries(slots.map((slot) => [slotColumn(slot), sealer.sealBlank(rowKey, slot)]));
    const found = await envelopes.merge(period.id, rowKey, blanks);
    if (!found) throw new HeldError('joins-next-period');
  });
}
