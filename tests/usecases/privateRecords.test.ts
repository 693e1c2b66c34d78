/** The private record against real storage: what it holds, who can open it, and that its rows tell nothing. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { compactDecrypt, importJWK } from 'jose';
import { createRecordSealing } from '../../bot/adapters/sealing/record.ts';
import { createWebKeyFolder } from '../../bot/adapters/vault/webKeyFolder.ts';
import { asQuestionId, type RowKey } from '../../bot/domain/ids.ts';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { PrivateRecords } from '../../bot/usecases/privateRecords.ts';
import { requestPeriod } from '../../bot/usecases/requestPeriod.ts';
import { sealAnswer } from '../../bot/usecases/sealAnswer.ts';
import { withdrawAnswers } from '../../bot/usecases/withdrawAnswers.ts';
import { makeDeviceKeys, openCopies, opensAny, recoverKey } from '../../tab/record/keys.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { Pair, ticketFor } from '../helpers/lifecycle.ts';
import { dumpFiles, dumpTables, formsOf } from '../helpers/storageDump.ts';
import { autumnTwo, createWorld, personId, rosterOf, sencos, springOne, type World } from '../helpers/world.ts';

let azurite: Azurite;
let world: World;
let pair: Pair;
let record: PrivateRecords;

beforeAll(async () => {
  azurite = await startAzurite();
  world = await createWorld(azurite.tables, `${autumnTwo.starts}T10:00:00Z`);
  await world.tables.roster.replace(rosterOf(sencos(9, ['Trust'])));
  pair = await Pair.start(world);
  await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
  await pair.until(autumnTwo.id, 'OPEN');
});
afterAll(async () => {
  await world.dispose();
  await azurite.stop();
});

const newRecords = async (): Promise<PrivateRecords> =>
  new PrivateRecords({
    ...world.tables,
    vault: createWebKeyFolder({ shared: `${world.keys}/shared`, web: `${world.keys}/web` }),
    recordSealing: await createRecordSealing(),
    clock: world.clock,
    log: world.log,
    timeZone: 'Europe/London',
  });

beforeEach(async () => {
  world.clock.set(`${autumnTwo.starts}T10:00:00Z`);
  record = await newRecords();
  await record.tend();
});
afterEach(() => record.settled());

const me = personId(3);
const other = personId(4);
const question = asQuestionId('load');
const answer = async (person: typeof me, place: number, option: number): Promise<void> => {
  await sealAnswer({ ...pair.web, record }, { person, ticket: ticketFor(pair.web, person, place, question), option });
  await record.settled();
};
const rows = async (id = autumnTwo.id) => {
  const all = [];
  for await (const page of world.tables.records.pages(id)) all.push(...page);
  return all;
};
async function keepOne(): Promise<Awaited<ReturnType<typeof makeDeviceKeys>>> {
  await record.turnOff(me);
  const keys = await makeDeviceKeys();
  await record.turnOn(me, keys.publicKey, keys.recovery);
  return keys;
}

describe('the private record', () => {
  it('gives a person their own answers back, on their device and after a loss with the code alone', async () => {
    const keys = await keepOne();
    await answer(me, 0, 3);
    world.clock.move({ hours: 24 });
    await answer(me, 1, 1);
    await answer(me, 1, 2);
    await answer(other, 0, 4);
    const { owner, copies } = await record.read(me);
    expect(copies).toHaveLength(24);
    const [first, second] = [
      { question, option: 3, day: autumnTwo.starts, period: autumnTwo.id },
      { question, option: 2, day: '2026-11-03', period: autumnTwo.id },
    ];
    expect(await openCopies(copies, keys.privateKey)).toEqual([first, second]);

    if (!owner.on) throw new Error('off');
    const typed = keys.code.toLowerCase().replaceAll('-', ' ');
    const again = await recoverKey(owner.recovery, typed);
    expect(again && (await openCopies(copies, again))).toEqual([first, second]);
    expect(again?.extractable).toBe(false);
    expect(await recoverKey(owner.recovery, `${keys.code.slice(0, -1)}${keys.code.endsWith('0') ? '1' : '0'}`)).toBeUndefined();
    const stranger = await makeDeviceKeys();
    expect(await openCopies(copies, stranger.privateKey)).toEqual([]);
    expect([await opensAny(copies, keys.privateKey), await opensAny(copies, stranger.privateKey)]).toEqual([true, false]);
  });

  it('cannot be opened with everything that the server holds', async () => {
    const keys = await keepOne();
    await answer(me, 2, 4);
    const { owner, copies } = await record.read(me);
    if (!owner.on) throw new Error('off');
    // The key folders hold every secret of both processes, the opener's private halves among them.
    const files = await dumpFiles(world.keys, () => true);
    const secrets = files.split(/[\n:]/).filter((text) => /^[A-Za-z0-9_-]{43}$/.test(text));
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    for (const secret of secrets) {
      const asKey = await importJWK({ ...owner.publicKey, d: secret }, 'ECDH-ES').catch(() => undefined);
      const asCode = await recoverKey(owner.recovery, secret);
      expect(asCode).toBeUndefined();
      if (asKey === undefined) continue;
      for (const copy of copies) await expect(compactDecrypt(copy, asKey)).rejects.toThrow();
    }
    const dump = JSON.stringify([...(await dumpTables(azurite.tables))]);
    for (const text of ['"q":"load"', keys.code, keys.code.replaceAll('-', ''), keys.publicKey.x]) {
      for (const form of formsOf(text)) expect(dump.includes(form)).toBe(false);
    }
    expect(files).not.toContain(keys.code);
  });

  it('has a row for everyone eligible, in places of its own, all of one shape', async () => {
    const all = await rows();
    expect(all).toHaveLength(9);
    const envelopes: RowKey[] = [];
    for await (const page of world.tables.envelopes.pages(autumnTwo.id)) envelopes.push(...page.map(({ value }) => value.rowKey));
    expect(all.some(({ value }) => envelopes.includes(value.rowKey))).toBe(false);
    await keepOne();
    await answer(me, 3, 1);
    await answer(other, 3, 1);
    const shapes = (await rows()).map(({ value }) =>
      Object.entries(value.columns)
        .map(([column, bytes]) => `${column}:${bytes.length}`)
        .join(),
    );
    expect(new Set(shapes).size).toBe(1);
  });

  it('writes one slot of the answerer’s row, whether or not they keep a record', async () => {
    const before = new Map((await rows()).map(({ value }) => [value.rowKey, value.columns]));
    await answer(other, 5, 2);
    const changed = (await rows()).flatMap(({ value }) =>
      Object.entries(value.columns).filter(
        ([column, bytes]) => !Buffer.from(bytes).equals(before.get(value.rowKey)?.[column] ?? new Uint8Array()),
      ),
    );
    expect(changed).toHaveLength(1);
    expect((await record.read(other)).copies).toEqual([]);
  });

  it('is rewrapped every night: every column of every row changes, and nothing is lost', async () => {
    const keys = await keepOne();
    await answer(me, 6, 4);
    const mine = await openCopies((await record.read(me)).copies, keys.privateKey);
    const before = new Map((await rows()).map(({ value }) => [value.rowKey, value.columns]));
    world.clock.move({ hours: 24 });
    await (await newRecords()).tend();
    for (const { value } of await rows()) {
      for (const [column, bytes] of Object.entries(value.columns)) {
        expect(Buffer.from(bytes).equals(before.get(value.rowKey)?.[column] ?? new Uint8Array())).toBe(false);
      }
    }
    expect(await openCopies((await record.read(me)).copies, keys.privateKey)).toEqual(mine);
  });

  it('is left by a withdrawal of answers, and deleted when it is turned off', async () => {
    const keys = await keepOne();
    await answer(me, 7, 4);
    await withdrawAnswers(pair.web, me);
    const { copies } = await record.read(me);
    expect(await openCopies(copies, keys.privateKey)).toHaveLength(1);
    await expect(record.turnOn(me, keys.publicKey, keys.recovery)).rejects.toMatchObject({ code: 'refused' });
    await record.turnOff(me);
    expect(await record.read(me)).toEqual({ owner: { on: false }, copies: [] });
    await record.turnOn(me, keys.publicKey, keys.recovery);
    expect(await openCopies((await record.read(me)).copies, keys.privateKey)).toEqual([]);
  });

  it('refuses a key that is no point of the curve, and people who have no envelope', async () => {
    await record.turnOff(me);
    const { recovery } = await makeDeviceKeys();
    const off = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'B'.repeat(43) } as const;
    await expect(record.turnOn(me, off, recovery)).rejects.toMatchObject({ code: 'bad-request' });
    expect((await record.read(me)).owner.on).toBe(false);
    await expect(record.read(personId(99))).rejects.toMatchObject({ code: 'not-on-roster' });
  });

  it('goes on into the next half-term, forgets older ones and those who left', async () => {
    const keys = await keepOne();
    await answer(me, 8, 2);
    await advanceInOpener(pair.opener);
    const stored = await world.tables.periods.find(autumnTwo.id);
    if (!stored) throw new Error('no period');
    await world.tables.periods.insert({ ...stored.value, ...springOne, state: 'OPEN' });
    await world.tables.roster.replace(rosterOf(sencos(8, ['Trust'])));
    world.clock.set(`${springOne.starts}T10:00:00Z`);
    await (await newRecords()).tend();
    expect([(await rows()).length, (await rows(springOne.id)).length]).toEqual([8, 8]);
    const { copies } = await record.read(me);
    expect(copies).toHaveLength(48);
    expect(await openCopies(copies, keys.privateKey)).toHaveLength(1);
  });
});
