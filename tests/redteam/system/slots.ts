import type { PersonId } from '../../../bot/domain/ids.ts';
import type { Walk } from './walk.ts';

/** The slot of a person's n-th place while the period is open. */
export function slotFor({ web }: Walk, person: PersonId, place: number): number {
  const open = web.watch.open;
  if (!open) throw new Error('No period is open.');
  return open.sealer.slotFor(open.sealer.placeOf(person), place, open.period.slots);
}
