import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createSealing } from '../../../bot/adapters/sealing/seal.ts';
import { createSupervisionSealing } from '../../../bot/adapters/sealing/supervision.ts';
import { emptyDesk } from '../../../bot/domain/supervision/board.ts';
import { emptyDrawer, mostRecords, type Drawer } from '../../../bot/domain/supervision/drawer.ts';
import { longestNote } from '../../../bot/domain/supervision/note.ts';
import { mostFlags, type Flag } from '../../../bot/domain/supervision/flag.ts';
import { parsePeriodId } from '../../../bot/domain/ids.ts';
import type { SupervisionSealer } from '../../../bot/ports.ts';
import { personId } from '../../helpers/server.ts';

const [ada, bram, sol] = [personId(1), personId(2), personId(3)];
const secret = new Uint8Array(randomBytes(32));
let sealer: SupervisionSealer;
beforeAll(async () => {
  sealer = (await createSupervisionSealing()).supervisionSealerFor(secret);
});

const note = '辛'.repeat(longestNote);
const flag = (n: number): Flag => ({
  id: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa${n}`,
  topic: 'boundaries',
  note,
  hope: 'beHeard',
  version: 100,
  supervisor: sol,
  keptOn: '2026-11-18',
  sentOn: '2026-11-18',
  discussedOn: '2026-11-18',
});
const full: Drawer = {
  ...emptyDrawer(ada),
  flags: Array.from({ length: mostFlags }, (_, n) => flag(n)),
  wishes: { access: note, notToday: true, supervisor: sol },
  records: Array.from({ length: mostRecords }, (_, n) => ({
    id: `00000000-0000-4000-8000-${n}`.padEnd(36, '0'),
    date: '2026-11-18',
    closesOn: '2026-11-18',
    endsOn: '2026-11-18',
  })),
  bond: {
    supervisor: sol,
    contract: { copies: 'both', years: 6, superviseeOn: '2026-11-18', supervisorOn: '2026-11-18' },
    session: { date: '2026-11-18', time: '10:00', minutes: 60, every: 'fortnight', entry: 'an-entry' },
    held: Array.from({ length: 12 }, () => '2026-11-18'),
    actions: Array.from({ length: 6 }, () => ({ what: note, owner: 'supervisee' as const, by: '2026-11-18' })),
    sessions: 1_000,
    deleted: Array.from({ length: 4 }, () => '0'.repeat(64)),
    digest: { key: 'session 2026-11-18', on: '2026-11-18', wishes: { access: note, notToday: true } },
    told: { preview: 'session 2026-11-18', agenda: '2026-11-18' },
  },
};

describe('the seal of supervision', () => {
  it('gives back what was sealed, and the fullest drawer is as long as an empty one', () => {
    const [empty, filled] = [sealer.sealDrawer(emptyDrawer(ada)), sealer.sealDrawer(full)];
    expect(sealer.openDrawer(ada, filled)).toEqual(full);
    expect(filled.sealed.length).toBe(empty.sealed.length);
    expect([filled.place, filled.name]).toEqual([empty.place, empty.name]);
  });

  it('never gives the same bytes twice, and says nothing in the clear', () => {
    const [one, other] = [sealer.sealDrawer(full), sealer.sealDrawer(full)];
    expect(Buffer.from(one.sealed).equals(Buffer.from(other.sealed))).toBe(false);
    expect(Buffer.from(one.sealed).includes('boundaries')).toBe(false);
    expect(`${one.place}${one.name}`).not.toContain(ada);
  });

  it('opens nothing that was changed, moved, renamed, sealed for another person or by another secret', async () => {
    const row = sealer.sealDrawer(full);
    const flipped = Uint8Array.from(row.sealed, (byte, i) => (i === 40 ? byte ^ 1 : byte));
    const other = (await createSupervisionSealing()).supervisionSealerFor(new Uint8Array(randomBytes(32)));
    const refused: (() => unknown)[] = [
      () => sealer.openDrawer(ada, { ...row, sealed: flipped }),
      () => sealer.openDrawer(ada, { ...row, sealed: row.sealed.subarray(0, 20) }),
      () => sealer.openDrawer(bram, row),
      () => sealer.openDrawer(bram, { ...row, place: sealer.placeOf(bram) }),
      () => sealer.openDesk(ada, { ...row, name: 'desk' }),
      () => sealer.openDesk(ada, row),
      () => other.openDrawer(ada, { ...row, place: other.placeOf(ada) }),
    ];
    for (const open of refused) expect(open).toThrow('cannot be read');
  });

  it('has places that are no envelope’s, with the very same secret', async () => {
    const period = parsePeriodId('2026-27-2');
    if (!period) throw new Error('no period');
    const envelopes = (await createSealing()).sealerFor({ period, places: secret, inner: secret, outer: secret });
    const place = sealer.placeOf(ada);
    expect(Buffer.from(place, 'hex').toString('base64url')).not.toBe(envelopes.placeOf(ada));
    expect(sealer.placeOf(bram)).not.toBe(place);
    expect(sealer.openDesk(sol, sealer.sealDesk(emptyDesk(sol)))).toEqual(emptyDesk(sol));
  });
});
