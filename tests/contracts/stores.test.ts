import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TableClient } from '@azure/data-tables';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import { rosterStore } from '../../bot/adapters/tables/roster.ts';
import { Table } from '../../bot/adapters/tables/table.ts';
import {
  asLastingId,
  asLedgerKey,
  asQuestionId,
  parsePeriodId,
  parsePersonId,
  type PeriodId,
  type PersonId,
} from '../../bot/domain/ids.ts';
import type { Period } from '../../bot/domain/period.ts';
import type { PersonSettings, Roster, RosterEntry } from '../../bot/domain/roster.ts';
import type { SealedLedgerEntry, Stored } from '../../bot/ports.ts';
import { startStorageProxy } from '../helpers/storageProxy.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';

let azurite: Azurite;
let tables: Tables;

beforeAll(async () => {
  azurite = await startAzurite();
  tables = openTables(azurite.tables);
  await tables.ensure();
});
afterAll(() => azurite.stop());

const period = (text = '2026-27-2'): PeriodId => parsePeriodId(text) ?? fail(text);
const person = (number: number): PersonId =>
  parsePersonId(`${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`) ?? fail('');
const fail = (text: string): never => {
  throw new Error(`not an id: ${text}`);
};
const raw = (table: string): TableClient => TableClient.fromConnectionString(azurite.tables, table, { allowInsecureConnection: true });

async function rowsIn(table: string): Promise<number> {
  let rows = 0;
  for await (const row of raw(table).listEntities()) rows += row.rowKey ? 1 : 0;
  return rows;
}

describe('the tables', () => {
  it('are empty at first', async () => {
    expect(await tables.readFormat()).toBeUndefined();
    expect(await tables.roster.read()).toEqual(new Map());
    expect(await tables.roster.find(person(1))).toBeUndefined();
    expect(await tables.people.all()).toEqual(new Map());
    expect(await tables.periods.list()).toEqual([]);
    expect(await tables.releases.list()).toEqual([]);
    expect(await tables.processes.living()).toEqual([]);
  });

  it('are made once; making them again changes nothing', async () => {
    await tables.writeFormat(3);
    await tables.ensure();
    expect(await tables.readFormat()).toBe(3);
    await expect(tables.ping()).resolves.toBeUndefined();
  });

  it('name what is wrong with a row that cannot be read, and nobody in it', async () => {
    await raw('HeldPeople').createEntity({ partitionKey: 'person.f', rowKey: person(0xf0000001), participation: 'secretly' });
    const failure = await tables.people.find(person(0xf0000001)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'internal', because: expect.stringContaining('HeldPeople') });
    expect(String(failure)).not.toContain('f0000001');
    await raw('HeldPeople').deleteEntity('person.f', person(0xf0000001));
  });
});

describe('roster', () => {
  const entry = (number: number, more: Partial<RosterEntry> = {}): RosterEntry => ({
    person: person(number),
    lastingId: asLastingId(`lasting-${number}`),
    displayName: `Person ${number} Ô’Brien`,
    roles: ['senco', 'leader'],
    school: 'St Mary’s',
    unitPath: 'Northern Trust/East',
    team: false,
    ...more,
  });
  const rosterOf = (entries: readonly RosterEntry[]): Roster => new Map(entries.map((one) => [one.person, one]));

  it('is what was imported last, whole, with progress; who is absent is gone from storage too', async () => {
    const first = rosterOf(Array.from({ length: 250 }, (_, i) => entry(i * 0x01000001)));
    const heard: [number, number][] = [];
    await tables.roster.replace(first, (done, total) => heard.push([done, total]));
    expect(await tables.roster.read()).toEqual(first);
    expect(heard.at(-1)).toEqual([250, 250]);
    expect(heard.map(([done]) => done)).toEqual(heard.map(([done]) => done).toSorted((a, b) => a - b));

    const second = rosterOf([entry(1, { team: true, supervisor: person(2), roles: [] }), entry(2)]);
    await tables.roster.replace(second);
    expect(await tables.roster.read()).toEqual(second);
    expect(await tables.roster.find(person(1))).toEqual(second.get(person(1)));
    expect(await tables.roster.find(person(0x01000001))).toBeUndefined();
    expect(await rowsIn('HeldRoster')).toBe(3);
  });

  it('shows nothing of an import that crashed; the next one clears it away', async () => {
    const before = await tables.roster.read();
    const crash = new Error('crash');
    const many = rosterOf(Array.from({ length: 300 }, (_, i) => entry(i + 10)));
    const crashing = tables.roster.replace(many, () => {
      throw crash;
    });
    await expect(crashing).rejects.toBe(crash);
    expect(await tables.roster.read()).toEqual(before);
    expect(await tables.roster.find(person(10))).toBeUndefined();
    await tables.roster.replace(before);
    expect(await tables.roster.read()).toEqual(before);
    expect(await rowsIn('HeldRoster')).toBe(before.size + 1);
  });

  it('is looked up anew at the latest a second after somebody else imported, and at once where a row is gone', async () => {
    const store = new Table('HeldRoster', { to: azurite.tables, credential: undefined, deadlines: undefined });
    let now = 0;
    const looking = rosterStore(store, () => now);
    await tables.roster.replace(rosterOf([entry(1), entry(2)]));
    expect(await looking.find(person(1))).toEqual(entry(1));
    const moved = entry(1, { unitPath: 'Southern Trust', roles: ['leader'] });
    await tables.roster.replace(rosterOf([moved, entry(3)]));
    // Not remembered, so its row was looked for and the new roster with it.
    expect(await looking.find(person(2))).toBeUndefined();
    expect(await looking.find(person(1))).toEqual(moved);
    expect(await looking.find(person(3))).toEqual(entry(3));

    await tables.roster.replace(rosterOf([entry(4)]));
    now = 999;
    expect(await looking.find(person(1))).toEqual(moved);
    now = 1_000;
    expect(await looking.find(person(1))).toBeUndefined();
    expect(await looking.find(person(4))).toEqual(entry(4));
    await tables.roster.replace(new Map());
    now = 2_000;
    expect(await looking.find(person(4))).toBeUndefined();
  });

  it('lets one of two imports at the same time win, whole', async () => {
    const [one, two] = [
      rosterOf(Array.from({ length: 150 }, (_, i) => entry(i))),
      rosterOf(Array.from({ length: 150 }, (_, i) => entry(i + 75))),
    ];
    const ended = await Promise.allSettled([tables.roster.replace(one), openTables(azurite.tables).roster.replace(two)]);
    const read = await tables.roster.read();
    const won = ended.map(({ status }) => status === 'fulfilled');
    expect(won).toContain(true);
    for (const end of ended) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'refused' });
    if (won[0] && !won[1]) expect(read).toEqual(one);
    if (won[1] && !won[0]) expect(read).toEqual(two);
    expect([...read.keys()].toSorted()).toEqual([...(read.has(person(0)) ? one : two).keys()].toSorted());
  });
});

describe('people', () => {
  const settings: PersonSettings = {
    person: person(0xabc),
    participation: 'takingPart',
    workingDays: [1, 2, 3],
    hours: { from: '08:00', to: '17:30' },
    timeZone: 'Europe/London',
  };

  it('are inserted once and changed only by who read the last version', async () => {
    expect(await tables.people.find(settings.person)).toBeUndefined();
    expect(await tables.people.save(settings)).toBe(true);
    expect(await tables.people.save(settings)).toBe(false);
    const stored = await tables.people.find(settings.person);
    expect(stored?.value).toEqual(settings);
    const paused: PersonSettings = { ...settings, pausedUntil: 'until-resumed' };
    expect(await tables.people.save(paused, stored?.etag)).toBe(true);
    expect(await tables.people.save(settings, stored?.etag)).toBe(false);
    const now = await tables.people.find(settings.person);
    expect(now?.value).toEqual(paused);
    expect(await tables.people.save(settings, now?.etag)).toBe(true);
    expect((await tables.people.find(settings.person))?.value).toEqual(settings);
    expect(await tables.people.all()).toEqual(new Map([[settings.person, settings]]));
  });

  it('are gone once removed, however often', async () => {
    const leaver = { ...settings, person: person(0xabd) };
    await tables.people.save(leaver);
    await tables.people.remove(leaver.person);
    await tables.people.remove(leaver.person);
    expect(await tables.people.find(leaver.person)).toBeUndefined();
    expect(await tables.people.all()).toEqual(new Map([[settings.person, settings]]));
  });

  it('cannot be changed where there is no row', async () => {
    expect(await tables.people.save({ ...settings, person: person(0xdef) }, 'W/"datetime\'2026-01-01T00%3A00%3A00.0000000Z\'"')).toBe(
      false,
    );
  });
});

describe('periods', () => {
  const at = (id: string, more: Partial<Period> = {}): Period => ({
    id: period(id),
    starts: '2026-11-02',
    ends: '2026-12-18',
    state: 'REQUESTED',
    plan: { questions: [asQuestionId('load'), asQuestionId('mine')] },
    slots: 24,
    ...more,
  });

  it('are listed oldest first, with every field', async () => {
    const full = at('2026-27-1', {
      state: 'SHREDDED',
      closedAt: '2026-10-23T15:00:00Z',
      touchedOn: '2026-10-23',
      hurry: true,
      digest: 'abc',
      purgedOn: '2027-01-01',
      alarms: { extraRow: 2 },
    });
    expect(await tables.periods.insert(at('2026-27-2'))).toBe(true);
    expect(await tables.periods.insert(full)).toBe(true);
    expect(await tables.periods.insert(at('2026-27-2', { slots: 8 }))).toBe(false);
    expect((await tables.periods.list()).map(({ value }) => value)).toEqual([full, at('2026-27-2')]);
  });

  it('move once when two move them from the same state', async () => {
    const stored = await tables.periods.find(period());
    if (!stored) throw new Error('no period');
    const moves = await Promise.all([
      tables.periods.update(at('2026-27-2', { state: 'KEYED' }), stored.etag),
      tables.periods.update(at('2026-27-2', { state: 'KEYED', hurry: true }), stored.etag),
    ]);
    expect(moves.filter(Boolean)).toHaveLength(1);
    expect((await tables.periods.find(period()))?.value.state).toBe('KEYED');
    expect(await tables.periods.find(period('2027-28-1'))).toBeUndefined();
  });
});

describe('ledger', () => {
  const entry = (n: number, byte = 0): SealedLedgerEntry => ({
    key: asLedgerKey(createHash('sha256').update(String(n)).digest('base64url')),
    sealed: new Uint8Array(312).fill(byte),
  });
  const entries = async (of = period()) => {
    const found: Stored<SealedLedgerEntry>[] = [];
    for await (const page of tables.ledger.pages(of)) found.push(...page);
    return found;
  };

  it('has an entry for everyone, kept by a rerun, updated by etag', async () => {
    const everyone = Array.from({ length: 230 }, (_, n) => entry(n));
    await tables.ledger.insertMissing(period(), everyone.slice(0, 120));
    const first = await tables.ledger.find(period(), entry(0).key);
    if (!first) throw new Error('no entry');
    expect(Buffer.from(first.value.sealed)).toEqual(Buffer.from(entry(0).sealed));
    const written = await tables.ledger.update(period(), entry(0, 6), first.etag);
    expect(written).toBe((await tables.ledger.find(period(), entry(0).key))?.etag);
    expect(await tables.ledger.update(period(), entry(0, 9), first.etag)).toBeUndefined();
    expect(await tables.ledger.update(period(), entry(0, 7), written ?? 'none')).toEqual(expect.any(String));
    await tables.ledger.insertMissing(period(), everyone);
    expect((await tables.ledger.find(period(), entry(0).key))?.value.sealed[0]).toBe(7);
    expect(await rowsIn('HeldLedger')).toBe(230);
    expect((await entries()).map(({ value }) => value.key)).toEqual(everyone.map(({ key }) => key).toSorted());
  });

  it('is rewritten with fresh timestamps, says what changed meanwhile, and is deleted for one period alone', async () => {
    await tables.ledger.insertMissing(period('2026-27-3'), [entry(1)]);
    const before = await entries();
    const changed = before[5];
    if (!changed) throw new Error('no entry');
    await tables.ledger.update(period(), { ...changed.value, sealed: entry(0, 5).sealed }, changed.etag);
    const anew = before.map(({ value: { key }, etag }) => ({ value: { key, sealed: entry(0, 3).sealed }, etag }));
    expect(await tables.ledger.rewrite(period(), anew)).toEqual([changed.value.key]);
    const after = await entries();
    expect(after.filter(({ value }) => value.sealed[0] === 3)).toHaveLength(229);
    expect((await tables.ledger.find(period(), changed.value.key))?.value.sealed[0]).toBe(5);
    for (const [n, { etag }] of after.entries()) expect(etag).not.toBe(before[n]?.etag);
    await tables.ledger.deleteAll(period());
    await tables.ledger.deleteAll(period());
    expect(await tables.ledger.find(period(), entry(0).key)).toBeUndefined();
    expect(await tables.ledger.find(period('2026-27-3'), entry(1).key)).toBeDefined();
  });
});

describe('leases', () => {
  it('are held by one at a time and given back, also by work that fails', async () => {
    const other = openTables(azurite.tables);
    const result = await tables.leases.withLease('period.2026-27-2', async () => {
      expect(await other.leases.withLease('period.2026-27-2', async () => 'inner')).toBeUndefined();
      expect(await other.leases.withLease('another', async () => 'inner')).toBe('inner');
      return 'outer';
    });
    expect(result).toBe('outer');
    const failing = other.leases.withLease('period.2026-27-2', () => Promise.reject(new Error('crash')));
    await expect(failing).rejects.toThrow('crash');
    expect(await tables.leases.withLease('period.2026-27-2', async () => 'again')).toBe('again');
  });

  it('go to one of many who ask at once', async () => {
    const all = Array.from({ length: 8 }, () => openTables(azurite.tables).leases);
    const results = await Promise.all(all.map((leases, i) => leases.withLease('contended', () => sleep(300, i))));
    expect(results.filter((result) => result !== undefined)).toHaveLength(1);
  });

  it('outlive a holder that died by their time, not more, and are renewed while work runs', async () => {
    const dead = raw('HeldLeases');
    await dead.createEntity({ partitionKey: 'lease', rowKey: 'dead', holder: 'dead', expires: Date.now() + 600_000 });
    expect(await tables.leases.withLease('dead', async () => 'taken')).toBeUndefined();
    await dead.updateEntity({ partitionKey: 'lease', rowKey: 'dead', holder: 'dead', expires: Date.now() - 1 }, 'Replace');
    expect(await tables.leases.withLease('dead', async () => 'taken')).toBe('taken');

    const short = openTables(azurite.tables, { lease: { seconds: 1 } }).leases;
    await short.withLease('renewed', async () => {
      await sleep(2_000);
      expect(await tables.leases.withLease('renewed', async () => 'taken')).toBeUndefined();
    });
  });

  it('that could not be given back while storage was away are given back when it is there again', async () => {
    const proxy = await startStorageProxy(azurite);
    try {
      const through = openTables(proxy.tables, { deadlines: { point: 1_000, bulk: 1_000 } });
      const cutAtWork = through.leases.withLease('cut', async () => proxy.cut());
      await cutAtWork;
      expect(await tables.leases.withLease('cut', async () => 'taken')).toBeUndefined();
      proxy.mend();
      const taken = async () => (await tables.leases.withLease('cut', async () => 'taken')) ?? (await sleep(200));
      for (let left = 100; left > 0 && (await taken()) !== 'taken'; left -= 1);
      expect(await tables.leases.withLease('cut', async () => 'taken')).toBe('taken');
    } finally {
      await proxy.stop();
    }
  });
});

describe('processes', () => {
  it('are living while they beat, and gone when they leave', async () => {
    await tables.processes.beat({ process: 'web-1', sees: '2026-27-2:OPEN' });
    await tables.processes.beat({ process: 'web-2', sees: 'none' });
    await tables.processes.beat({ process: 'web-1', sees: '2026-27-2:CLOSED' });
    const living = await tables.processes.living();
    expect(living.toSorted((a, b) => (a.process < b.process ? -1 : 1))).toEqual([
      { process: 'web-1', sees: '2026-27-2:CLOSED' },
      { process: 'web-2', sees: 'none' },
    ]);
    await tables.processes.leave('web-1');
    await tables.processes.leave('web-1');
    expect((await tables.processes.living()).map(({ process }) => process)).toEqual(['web-2']);
  });

  it('that share the rate hear of each other whatever this machine’s clock says', async () => {
    await tables.senders.beat({ process: 'one', sees: '' });
    await tables.senders.beat({ process: 'other', sees: '' });
    const ahead = Date.now() + 60_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(ahead);
    const [byClock, byBeat] = await Promise.all([tables.senders.living(), tables.senders.living('one')]).finally(() => clock.mockRestore());
    expect([byClock.length, byBeat.map(({ process }) => process).includes('other')]).toEqual([0, true]);
  });
});

describe('conversations', () => {
  it('are saved, replaced and removed', async () => {
    expect(await tables.conversations.find(person(5))).toBeUndefined();
    await tables.conversations.save(person(5), '{"a":1}');
    await tables.conversations.save(person(5), '{"a":2}');
    expect(await tables.conversations.find(person(5))).toBe('{"a":2}');
    await tables.conversations.save(person(0x06000000), '{}');
    expect((await tables.conversations.people()).toSorted()).toEqual([person(5), person(0x06000000)].toSorted());
    await tables.conversations.remove(person(0x06000000));
    await tables.conversations.remove(person(5));
    await tables.conversations.remove(person(5));
    expect(await tables.conversations.find(person(5))).toBeUndefined();
    expect(await tables.conversations.people()).toEqual([]);
  });
});
