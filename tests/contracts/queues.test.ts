import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { QueueClient } from '@azure/storage-queue';
import { openQueues, type Queues } from '../../bot/adapters/queues/openQueues.ts';
import { parsePeriodId, parsePersonId } from '../../bot/domain/ids.ts';
import type { DuePrompt, QueuedPrompt } from '../../bot/ports.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';

let azurite: Azurite;
let queues: Queues;
let raw: QueueClient;
const lines: unknown[] = [];
const log = { info: () => undefined, warn: (fields: object) => void lines.push(fields), error: () => undefined };

beforeAll(async () => {
  azurite = await startAzurite();
  queues = openQueues(azurite.queues, { log });
  await queues.ensure();
  await queues.ensure();
  raw = new QueueClient(azurite.queues, 'held-prompts');
});
afterAll(() => azurite.stop());
beforeEach(() => raw.clearMessages());

const person = parsePersonId('0f8fad5b-d9cb-469f-a165-70867728950e');
const period = parsePeriodId('2026-27-2');
if (!person || !period) throw new Error('ids');
const whom = 'c2VhbGVk';
const prompt = (dueAt = '2026-11-18T10:05:00Z'): DuePrompt => ({ whom, period, dueAt, occasion: 'meeting' });

async function takeOne(from = queues): Promise<QueuedPrompt> {
  for (;;) {
    const [first] = await from.prompts.take();
    if (first) return first;
    await sleep(100);
  }
}

describe('the queue of prompts', () => {
  it('gives back what was put, until it is removed', async () => {
    await queues.prompts.put(prompt(), 0);
    const taken = await takeOne();
    expect(taken.prompt).toEqual(prompt());
    expect(await queues.prompts.take()).toEqual([]);
    await taken.remove();
    await taken.remove();
    expect((await raw.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('hides a prompt until its delay has passed, and never for more than a week', async () => {
    await queues.prompts.put(prompt(), 3600);
    await queues.prompts.put(prompt(), 40 * 24 * 3600);
    expect(await queues.prompts.take()).toEqual([]);
    expect((await raw.getProperties()).approximateMessagesCount).toBe(2);
  });

  it('hides at most as long as it is told where the clock can be moved', async () => {
    const local = openQueues(azurite.queues, { log, maxHideSeconds: 1 });
    await local.prompts.put(prompt(), 24 * 3600);
    const early = await takeOne(local);
    await early.hide(24 * 3600);
    const again = await takeOne(local);
    expect(again.prompt).toEqual(prompt());
    // The first taker's receipt is stale: it can neither remove nor hide what somebody else holds.
    await early.remove();
    await early.hide(5);
    await again.hide(0);
    const last = await takeOne(local);
    await last.remove();
    expect((await raw.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('removes after hiding, with the newer receipt', async () => {
    await queues.prompts.put(prompt(), 0);
    const taken = await takeOne();
    await taken.hide(600);
    await taken.remove();
    expect((await raw.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('gives up to 32 at once', async () => {
    for (let i = 0; i < 40; i += 1) await queues.prompts.put(prompt(), 0);
    const first = await queues.prompts.take();
    expect(first).toHaveLength(32);
    expect(await queues.prompts.take()).toHaveLength(8);
  });

  it('removes what it cannot read, counts it in one log line without its words, and gives the rest', async () => {
    const good = JSON.stringify(prompt());
    for (const bad of [
      '',
      'rubbish',
      '{}',
      '[]',
      'null',
      JSON.stringify({ ...prompt(), whom: '' }),
      JSON.stringify({ person, period, dueAt: prompt().dueAt, occasion: 'meeting' }),
      JSON.stringify({ ...prompt(), meeting: 'x' }),
    ]) {
      await raw.sendMessage(bad || ' ');
    }
    await raw.sendMessage(good);
    const taken = await queues.prompts.take();
    expect(taken.map((one) => one.prompt)).toEqual([prompt()]);
    expect(lines).toEqual([{ queue: 'held-prompts', removed: 8 }]);
    await taken[0]?.remove();
    expect((await raw.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('stores no more of a prompt than it needs', async () => {
    await queues.prompts.put(prompt(), 0);
    const { peekedMessageItems } = await raw.peekMessages();
    expect(Object.keys(JSON.parse(peekedMessageItems[0]?.messageText ?? '{}')).toSorted()).toEqual(['dueAt', 'occasion', 'period', 'whom']);
  });
});

describe('the queue of welcomes', () => {
  it('gives back who is to be welcomed, until they were; what is no person is removed', async () => {
    const rawWelcomes = new QueueClient(azurite.queues, 'held-welcomes');
    await rawWelcomes.sendMessage(JSON.stringify({ person: 'nobody' }));
    await queues.welcomes.put(person);
    const taken = await queues.welcomes.take();
    expect(taken.map((each) => each.person)).toEqual([person]);
    await taken[0]?.hide(3600);
    expect(await queues.welcomes.take()).toEqual([]);
    expect((await rawWelcomes.getProperties()).approximateMessagesCount).toBe(1);
    await taken[0]?.remove();
    expect((await rawWelcomes.getProperties()).approximateMessagesCount).toBe(0);
  });
});
