import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { graphTimes } from '../../../bot/adapters/calendar/graphTimes.ts';
import { startGraph, type GraphTrouble, type MockGraph } from '../../helpers/graph.ts';
import { personId, TestLog } from '../../helpers/world.ts';

let graph: MockGraph;
const log = new TestLog();
const [from, until] = ['2026-11-18T00:00:00Z', '2026-11-19T00:00:00Z'].map((text) => Temporal.Instant.from(text));
const people = (count: number) => Array.from({ length: count }, (_, i) => personId(i + 1));
const read = (count: number, patienceMs = 5_000) =>
  graphTimes({ address: graph.url, token: () => Promise.resolve('invented'), log, patienceMs }).timesOf(people(count), from!, until!);

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.batches.length = graph.urls.length = graph.troubles.length = log.lines.length = 0;
  graph.userTroubles.clear();
});

describe('times from Microsoft Graph', () => {
  it('are read 20 people a request, and nothing but times is asked for or kept', async () => {
    graph.calendars.set(personId(7), [
      { starts: '2026-11-18T09:00:00', ends: '2026-11-18T10:00:00' },
      { starts: '2026-11-18T11:00:00', ends: '2026-11-18T12:00:00', online: false, showAs: 'tentative' },
      { starts: '2026-11-18T13:00:00', ends: '2026-11-18T14:00:00', cancelled: true },
      { starts: '2026-11-18T15:00:00', ends: '2026-11-18T16:00:00', showAs: 'free' },
    ]);
    const found = await read(45);
    expect(graph.batches).toEqual([20, 20, 5]);
    expect(found.size).toBe(45);
    expect(JSON.stringify(found.get(personId(7)))).toBe(
      JSON.stringify([
        { starts: '2026-11-18T09:00:00Z', ends: '2026-11-18T10:00:00Z', meeting: true },
        { starts: '2026-11-18T11:00:00Z', ends: '2026-11-18T12:00:00Z', meeting: false },
      ]),
    );
    expect(found.get(personId(8))).toEqual([]);
    for (const url of graph.urls) expect(url).toContain('$select=start,end,isCancelled,showAs,isOnlineMeeting&');
  });

  it('waits as long as it is told, for a whole request and for one person of it', async () => {
    graph.troubles.push({ status: 429, retryAfter: '1' }, { status: 503, retryAfter: '0' });
    graph.userTroubles.set(personId(2), [{ status: 429, retryAfter: '1' }]);
    const begun = performance.now();
    const found = await read(3);
    expect(performance.now() - begun).toBeGreaterThan(1_900);
    expect([...found.values()].every(Array.isArray)).toBe(true);
    expect(graph.batches).toEqual([3, 1]);
  });

  it('gives up for now when told to wait longer than it may', async () => {
    graph.troubles.push({ status: 429, retryAfter: '60' });
    expect([...(await read(2)).values()]).toEqual(['away', 'away']);
  });

  it.each<[string, GraphTrouble]>([
    ['401', { status: 401 }],
    ['403', { status: 403 }],
    ['garbage', { status: 200, garbage: '<html>' }],
    ['JSON that is no batch', { status: 200, garbage: '{"value":[]}' }],
  ])('answers %s: nobody’s day is known, and the operator reads why', async (_name, trouble) => {
    graph.troubles.push(trouble);
    expect([...(await read(2)).values()]).toEqual(['away', 'away']);
    expect(log.lines.join()).toContain('calendars cannot be read: Microsoft Graph');
    expect(log.lines.join()).not.toContain('00000000-0000');
  });

  it.each<[string, GraphTrouble, string]>([
    ['a mailbox out of scope', { status: 403 }, 'refused'],
    ['no mailbox', { status: 404 }, 'refused'],
    ['garbage', { status: 200, garbage: 'x' }, 'away'],
    ['a token that has run out', { status: 401 }, 'away'],
  ])('knows one person’s %s from the rest', async (_name, trouble, expected) => {
    graph.userTroubles.set(personId(1), [trouble]);
    const found = await read(2);
    expect(found.get(personId(1))).toBe(expected);
    expect(Array.isArray(found.get(personId(2)))).toBe(true);
  });

  it('says an outage once, however many people are asked for meanwhile', async () => {
    const calendars = graphTimes({ address: graph.url, token: () => Promise.resolve('invented'), log, patienceMs: 100 });
    for (let i = 0; i < 5; i += 1) {
      graph.troubles.push({ status: 401 });
      expect([...(await calendars.timesOf(people(1), from!, until!)).values()]).toEqual(['away']);
    }
    expect(log.lines.filter((line) => line.startsWith('error'))).toHaveLength(1);
    expect(log.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  });

  it('says away where nothing listens', async () => {
    const nowhere = graphTimes({ address: 'http://127.0.0.1:9', token: () => Promise.resolve('x'), log, patienceMs: 100 });
    expect([...(await nowhere.timesOf(people(2), from!, until!)).values()]).toEqual(['away', 'away']);
  });
});
