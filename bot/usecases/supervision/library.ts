import type { PersonId } from '../../domain/ids.ts';
import type { Booking } from '../../domain/supervision/board.ts';
import type { Reading } from '../../domain/supervision/record.ts';
import { HeldError } from '../../errors.ts';
import { everyone, type SupervisionDeps } from './supervisionDeps.ts';
import { inOrder } from '../../../words/formats.ts';

type BoardDeps = Pick<SupervisionDeps, 'boards'>;

/** Resources in the library, at most. */
const mostReading = 300;

/** What supervisors keep for reading, by title. */
export async function readLibrary({ boards }: BoardDeps): Promise<readonly Reading[]> {
  return (await boards.reading.list(everyone)).toSorted((a, b) => inOrder(a.title, b.title));
}

/** Keeps a resource under its address; the same address again replaces it. Rejects with `too-many`. */
export async function keepReading({ boards }: BoardDeps, reading: Reading): Promise<void> {
  const there = await boards.reading.list(everyone);
  if (there.length >= mostReading && !there.some(({ url }) => url === reading.url)) throw new HeldError('too-many');
  await boards.reading.put(everyone, reading.url, reading);
}

export const removeReading = ({ boards }: BoardDeps, url: string): Promise<void> => boards.reading.remove(everyone, url);

/** Where a supervisor is booked. */
export const setBooking = ({ boards }: BoardDeps, supervisor: PersonId, booking: Booking): Promise<void> =>
  boards.booking.put(everyone, supervisor, { ...booking, supervisor });
