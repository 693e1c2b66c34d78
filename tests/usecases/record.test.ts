/** The private record against real storage: what it holds, who can open it, and that its rows tell nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { compactDecrypt, importJWK } from 'jose';
import { asQuestionId, type PersonId, type RowKey } from '../../bot/domain/ids.ts';
import type { RecordStore } from '../../bot/ports.ts';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { beginRecord, endRecord } from '../../bot/usecases/record/changeRecord.ts';
import { keepCopy, keepNote } from '../../bot/usecases/record/keepCopy.ts';
import { readRecord } from '../../bot/usecases/record/readRecord.ts';
import { RecordBook } from '../../bot/usecases/record/recordBook.ts';
import { cutRecords, tendRecords } from '../../bot/usecases/record/tendRecords.ts';
import { requestPeriod } from '../../bot/usecases/requestPeriod.ts';
import { sealAnswer, type CopyGiven } from '../../bot/usecases/sealAnswer.ts';
import { withdrawAnswers } from '../../bot/usecases/withdrawAnswers.ts';
import { makeDeviceKeys, openCopies, opensAny, recoverKey, sealNote } from '../../tab/record/keys.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { Pair, ticketFor } from '../helpers/lifecycle.ts';
import { dumpFiles, dumpTables, formsOf } from '../helpers/storageDump.ts';
import { autumnTwo, createWorld, personId, recordsOf, rosterOf, sencos, springOne, springTwo, type World } from '../helpers/world.ts';

let azurite: Azurite;
let world: World;
let pair: Pair;
let record: Awaited<ReturnType<typeof recordsOf>>;

beforeAll(async () => {
  azurite = await startAzurite();
  world = await createWorld(azurite.tables, `${autumnTwo.starts}T10:00:00Z`);
  await world.tables.roster.replace(rosterOf(sencos(9, ['Trust'])));
  pair = await Pair.start(world);
  await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
  await pair.until(autumnTwo.id, 'OPEN');
  await tendRecords(await recordsOf(world));
});
afterAll(async () => {
  await world.dispose();
  await azurite.stop();
});
beforeEach(async () => {
  record = await recordsOf(world);
});

const me = personId(3);
const other = personId(4);
const question = asQuestionId('load');
const answer = (person: PersonId, place: number, option: number): Promise<void> =>
  sealAnswer(
    { ...pair.web, keepCopy: (given: CopyGiven) => keepCopy(record, given) },
    { person, ticket: ticketFor(pair.web, person, place, question), option },
  );
const night = async (): Promise<void> => {
  world.clock.move({ hours: 24 });
  await tendRecords(await recordsOf(world));
};
const rows = async (id = autumnTwo.id) => {
  const all = [];
  for await (const page of world.tables.records.pages(id)) all.push(...page);
  return all;
};
const waiting = async () => {
  const all = [];
  for await (const page of world.tables.records.pending()) all.push(...page);
  return all;
};
const textOf = (all: Awaited<ReturnType<typeof rows>>) =>
  new Map(
    all.flatMap(({ value }) =>
      Object.entries(value.columns).map(([column, bytes]) => [`${value.rowKey} ${column}`, Buffer.from(bytes).toString('base64')] as const),
    ),
  );
async function begin(person = me): Promise<Awaited<ReturnType<typeof makeDeviceKeys>>> {
  const keys = await makeDeviceKeys();
  await beginRecord(record, person, keys);
  return keys;
}
const opened = async (person: PersonId, key: CryptoKey) => openCopies((await readRecord(record, person)).copies, key);
const webKeys = async (): Promise<string[]> => {
  const files = await dumpFiles(world.keys, () => true);
  return [...files.matchAll(/held:record-night-[^:]+:lasting:([A-Za-z0-9_-]{43})/g)].map(([, key]) => key ?? '');
};

describe('the private record', () => {
  it('gives a person their own answers back, on their device and after a loss with the code alone', async () => {
    const keys = await begin();
    const today = world.clock.now().toString().slice(0, 10);
    await answer(me, 0, 3);
    await answer(other, 0, 4);
    const first = { question, option: 3, day: today, period: autumnTwo.id };
    expect(await opened(me, keys.privateKey)).toEqual([first]);
    await night();
    await answer(me, 1, 1);
    world.clock.move({ minutes: 1 });
    await answer(me, 1, 2);
    const { owner, copies } = await readRecord(record, me);
    const all = await openCopies(copies, keys.privateKey);
    expect(all).toEqual([first, { ...first, option: 2, day: world.clock.now().toString().slice(0, 10) }]);
    await night();
    expect(await opened(me, keys.privateKey)).toEqual(all);

    const again = await recoverKey(owner.recovery, keys.code.toLowerCase().replaceAll('-', ' '));
    expect(again && (await openCopies(copies, again))).toEqual(all);
    expect(again?.extractable).toBe(false);
    expect(await recoverKey(owner.recovery, `${keys.code.slice(0, -1)}${keys.code.endsWith('0') ? '1' : '0'}`)).toBeUndefined();
    const stranger = await makeDeviceKeys();
    expect(await openCopies(copies, stranger.privateKey)).toEqual([]);
    expect([await opensAny(copies, keys.privateKey), await opensAny(copies, stranger.privateKey)]).toEqual([true, false]);
  });

  it('cannot be opened with everything that the server holds', async () => {
    const keys = await begin();
    await answer(me, 2, 4);
    const { owner, copies } = await readRecord(record, me);
    // The key folders hold every secret of both processes, the opener's private halves among them.
    const files = await dumpFiles(world.keys, () => true);
    const secrets = files.split(/[\n:]/).filter((text) => /^[A-Za-z0-9_-]{43}$/.test(text));
    expect(secrets.length).toBeGreaterThanOrEqual(6);
    for (const secret of secrets) {
      const asKey = await importJWK({ ...owner.publicKey, d: secret }, 'ECDH-ES').catch(() => undefined);
      expect(await recoverKey(owner.recovery, secret)).toBeUndefined();
      if (asKey === undefined) continue;
      for (const copy of copies) await expect(compactDecrypt(copy, asKey)).rejects.toThrow();
    }
    const dump = JSON.stringify([...(await dumpTables(azurite.tables))]);
    for (const text of ['"q":"load"', keys.code, keys.code.replaceAll('-', ''), keys.publicKey.x]) {
      for (const form of formsOf(text)) expect(dump.includes(form)).toBe(false);
    }
    expect(files).not.toContain(keys.code);
  });

  it('tells nobody who keeps one, not even the holder of every key of the server', async () => {
    await begin();
    await answer(me, 3, 1);
    await night();
    const sealer = await record.book.sealer();
    const shapes = (await rows()).map(({ value: { rowKey, columns } }) => {
      const header = columns['H'];
      const owner = header && sealer.unwrapOwner(autumnTwo.id, rowKey, header);
      const slots = Object.keys(columns)
        .filter((column) => column !== 'H')
        .sort()
        .map((column) => {
          const copy = sealer.unwrapCopy(autumnTwo.id, rowKey, Number(column.slice(1)), columns[column] ?? new Uint8Array());
          return `${column} ${columns[column]?.length} ${copy?.length} ${copy?.slice(0, 60)}`;
        });
      const { publicKey, recovery } = owner ?? {};
      const shape = { header: header?.length, key: Object.keys(publicKey ?? {}), x: publicKey?.x.length, recovery: recovery?.length };
      return JSON.stringify([shape, recovery?.slice(0, 80), slots]);
    });
    expect(shapes).toHaveLength(9);
    expect(new Set(shapes).size).toBe(1);
    expect(shapes[0]).toContain('S40');
    // Every public half is another one, and the API's answer has one shape too.
    const bodies = await Promise.all([me, other].map(async (person) => readRecord(record, person)));
    expect(new Set(bodies.map(({ copies }) => copies.length)).size).toBe(1);
    expect(bodies[0]?.owner.publicKey.x).not.toBe(bodies[1]?.owner.publicKey.x);
  });

  it('has rows in places of their own, and another order of slots than the envelope', async () => {
    const own = (await rows()).map(({ value }) => value.rowKey);
    const envelopes: RowKey[] = [];
    for await (const page of world.tables.envelopes.pages(autumnTwo.id)) envelopes.push(...page.map(({ value }) => value.rowKey));
    expect(own).toHaveLength(9);
    expect(own.some((rowKey) => envelopes.includes(rowKey))).toBe(false);
    const sealer = await record.book.sealer();
    const rowKey = sealer.placeOf(autumnTwo.id, me);
    const order = Array.from({ length: 24 }, (_, n) => sealer.slotFor(rowKey, n, 40));
    expect(new Set(order).size).toBe(24);
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
    expect(sealer.placeOf(springOne.id, me)).not.toBe(rowKey);
  });

  it('changes no row when somebody answers: one sealed copy more waits, of one size for everyone, and says nothing of whose it is', async () => {
    await begin();
    const before = textOf(await rows());
    const earlier = new Set((await waiting()).map(({ id }) => id));
    await answer(me, 4, 2);
    await answer(other, 4, 2);
    expect(textOf(await rows())).toEqual(before);
    const added = (await waiting()).filter(({ id }) => !earlier.has(id));
    expect(added).toHaveLength(2);
    expect(new Set(added.map(({ sealed }) => sealed.length)).size).toBe(1);
    const sealer = await record.book.sealer();
    for (const { id, sealed } of added) expect(sealer.unwrapPending(`${id}x`, sealed)).toBeUndefined();
  });

  it('seals every column of every row anew each night, and destroys the keys of earlier nights', async () => {
    const keys = await begin();
    await answer(me, 5, 4);
    const mine = await opened(me, keys.privateKey);
    const dump = await rows();
    const copies = await waiting();
    const before = textOf(dump);
    await night();
    for (const [place, bytes] of textOf(await rows())) expect(before.get(place)).not.toBe(bytes);
    expect(await waiting()).toEqual([]);
    expect(await opened(me, keys.privateKey)).toEqual(mine);
    await night();
    // An old dump and all that the server holds now: nothing opens, so nobody can tell what changed between two nights.
    expect(await webKeys()).toHaveLength(2);
    const sealer = await (await recordsOf(world)).book.sealer();
    for (const { value } of dump) {
      expect(sealer.unwrapOwner(autumnTwo.id, value.rowKey, value.columns['H'] ?? new Uint8Array())).toBeUndefined();
    }
    for (const { id, sealed } of copies) expect(sealer.unwrapPending(id, sealed)).toBeUndefined();
    expect(await opened(me, keys.privateKey)).toEqual(mine);
  });

  it('keeps a copy that was under way while the night changed keys', async () => {
    const keys = await begin();
    const late = record.records;
    const held: Parameters<RecordStore['addPending']>[0][] = [];
    record = { ...record, records: { ...late, addPending: async (row) => void held.push(row) } };
    await answer(me, 6, 1);
    await night();
    for (const row of held) await late.addPending(row);
    record = await recordsOf(world);
    expect((await opened(me, keys.privateKey)).map(({ option }) => option)).toEqual([1]);
    await night();
    expect((await opened(me, keys.privateKey)).map(({ option }) => option)).toEqual([1]);
  });

  it('leaves no key, once a link is cut, that opens what waited before the cut; a note under way then is kept', async () => {
    const keys = await begin();
    const late = record.records;
    const held: Parameters<RecordStore['addPending']>[0][] = [];
    await answer(me, 12, 2);
    const [dump, copies, before] = [await rows(), await waiting(), await webKeys()];
    expect(await cutRecords(record, autumnTwo.id)).toBe(false);
    record = { ...record, records: { ...late, addPending: async (row) => void held.push(row) } };
    await keepNote(record, me, {
      place: 1,
      copy: await sealNote({ question: 'stayed', option: 1, day: '2026-11-10', period: '' }, keys.publicKey),
    });
    record = await recordsOf(world);
    expect(await cutRecords(record, autumnTwo.id)).toBe(true);
    for (const row of held) await late.addPending(row);
    expect(await cutRecords(record, autumnTwo.id)).toBe(true);
    const after = await webKeys();
    expect(after).toHaveLength(2);
    expect(after.filter((key) => before.includes(key))).toEqual([]);
    const sealer = await (await recordsOf(world)).book.sealer();
    for (const { value } of dump) {
      expect(sealer.unwrapOwner(autumnTwo.id, value.rowKey, value.columns['H'] ?? new Uint8Array())).toBeUndefined();
    }
    for (const { id, sealed } of copies) expect(sealer.unwrapPending(id, sealed)).toBeUndefined();
    expect((await opened(me, keys.privateKey)).map(({ option }) => option).toSorted((a, b) => a - b)).toEqual([1, 2]);
    // A night's work too: nothing more is due before the next.
    await tendRecords(record);
    expect(await webKeys()).toEqual(after);
  });

  it('finishes a night that a crash left half done, with every copy', async () => {
    const keys = await begin();
    await answer(me, 7, 3);
    for (const dies of ['rewrite', 'removePending', 'saveNights'] as const) {
      world.clock.move({ hours: 24 });
      const dying = await recordsOf(world);
      const died = Promise.reject(new Error('died'));
      died.catch(() => undefined);
      let first = true;
      // The first note of a night is what the crash comes after.
      const store = {
        ...dying.records,
        [dies]: dies === 'saveNights' ? (given: never) => (first ? ((first = false), dying.records.saveNights(given)) : died) : () => died,
      };
      const broken = { ...dying, records: store };
      await expect(tendRecords({ ...broken, book: new RecordBook(broken) })).rejects.toThrow('died');
      expect((await opened(me, keys.privateKey)).map(({ option }) => option)).toEqual([3]);
      await night();
      await tendRecords(await recordsOf(world));
      record = await recordsOf(world);
      expect((await opened(me, keys.privateKey)).map(({ option }) => option)).toEqual([3]);
    }
    expect(await webKeys()).toHaveLength(2);
  });

  it('says when a copy could not be kept; the same answer again keeps it', async () => {
    const keys = await begin();
    const down = { ...record.records, addPending: () => Promise.reject(new Error('down')) };
    const whole = record;
    record = { ...record, records: down };
    await expect(answer(me, 8, 4)).rejects.toMatchObject({ code: 'copy-missing' });
    record = whole;
    await answer(me, 8, 4);
    expect((await opened(me, keys.privateKey)).map(({ option }) => option)).toEqual([4]);
  });

  it('keeps what only the device asks, sealed by the device', async () => {
    const keys = await begin();
    const own = { question: 'stayed', option: 2, day: '2026-11-10', period: '' };
    await keepNote(record, me, { place: 15, copy: await sealNote({ ...own, option: 1 }, keys.publicKey) });
    world.clock.move({ minutes: 1 });
    await keepNote(record, me, { place: 15, copy: await sealNote(own, keys.publicKey) });
    expect(await opened(me, keys.privateKey)).toEqual([own]);
    await expect(keepNote(record, me, { place: 16, copy: 'x' })).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('is left by a withdrawal of answers, and deleted when it is turned off, with what still waits', async () => {
    const keys = await begin();
    await answer(me, 9, 4);
    await withdrawAnswers(pair.web, me);
    expect(await opened(me, keys.privateKey)).toHaveLength(1);
    await night();
    await answer(me, 10, 4);
    expect(await opened(me, keys.privateKey)).toHaveLength(2);
    await endRecord(record, me);
    expect(await opened(me, keys.privateKey)).toEqual([]);
    await night();
    expect(await opened(me, keys.privateKey)).toEqual([]);
    await beginRecord(record, me, keys);
    expect(await opened(me, keys.privateKey)).toEqual([]);
  });

  it('refuses a key that is no point of the curve, and people who have no row', async () => {
    const { recovery } = await makeDeviceKeys();
    const off = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'B'.repeat(43) } as const;
    await expect(beginRecord(record, me, { publicKey: off, recovery })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(readRecord(record, personId(99))).rejects.toMatchObject({ code: 'not-on-roster' });
    // Who joins in between has a row from the next half-term on: a row that comes alone would be known by its day.
    await world.tables.roster.replace(rosterOf(sencos(10, ['Trust'])));
    await night();
    expect(await rows()).toHaveLength(9);
    await expect(readRecord(record, personId(10))).rejects.toMatchObject({ code: 'joins-next-period' });
  });

  it('goes on into the next half-term; who left keeps nothing beyond the one after', async () => {
    const keys = await begin();
    const theirs = await begin(personId(9));
    await answer(me, 11, 2);
    await advanceInOpener(pair.opener);
    const stored = await world.tables.periods.find(autumnTwo.id);
    if (!stored) throw new Error('no period');
    await world.tables.roster.replace(rosterOf(sencos(8, ['Trust'])));
    await world.tables.periods.insert({ ...stored.value, ...springOne, state: 'OPEN' });
    world.clock.set(`${springOne.starts}T10:00:00Z`);
    await tendRecords(await recordsOf(world));
    expect([(await rows()).length, (await rows(springOne.id)).length]).toEqual([9, 8]);
    record = await recordsOf(world);
    const { copies } = await readRecord(record, me);
    expect(copies).toHaveLength(80);
    expect(await openCopies(copies, keys.privateKey)).toHaveLength(1);
    await expect(readRecord(record, personId(9))).rejects.toMatchObject({ code: 'not-on-roster' });
    // Taken off by mistake and put back: the record is still there.
    await world.tables.roster.replace(rosterOf(sencos(9, ['Trust'])));
    expect(await opensAny((await readRecord(record, personId(9))).copies, theirs.privateKey)).toBe(true);
    await world.tables.periods.insert({ ...stored.value, ...springTwo, state: 'OPEN' });
    await night();
    expect([(await rows()).length, (await rows(springOne.id)).length, (await rows(springTwo.id)).length]).toEqual([0, 8, 9]);
  });
});
