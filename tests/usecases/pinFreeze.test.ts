import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TableClient } from '@azure/data-tables';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import { asLastingId } from '../../bot/domain/ids.ts';
import { defaultPlan } from '../../bot/domain/questions/plan.ts';
import type { Frozen } from '../../bot/ports.ts';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { frozenText } from '../../bot/usecases/frozenText.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { autumnTwo, createWorld, personId, sencos, type World } from '../helpers/world.ts';
import { Walk, type WalkOptions } from '../redteam/system/walk.ts';

// Whoever took over the web process late in a period holds W_p and may write to storage: the freeze must not be theirs to exchange.

let azurite: Azurite;
let world: World;
let walk: Walk;

beforeAll(async () => void (azurite = await startAzurite()));
afterAll(() => azurite.stop());
afterEach(() => world.dispose());

/** A period of 16 people who have all answered. */
async function open(options: WalkOptions = {}): Promise<void> {
  for (const name of Object.values(tableNames)) await clear(name);
  world = await createWorld(azurite.tables, '2026-11-02T10:00:00Z');
  walk = await Walk.open(world, sencos(16, ['Trust']), options);
  const [question] = defaultPlan(autumnTwo.id).questions;
  if (!question) throw new Error('empty plan');
  await walk.answerAll(Array.from({ length: 16 }, (_, n) => ({ person: personId(n + 1), place: 0, answer: { question, option: 3 } })));
}

const table = (name: string): TableClient => TableClient.fromConnectionString(azurite.tables, name, { allowInsecureConnection: true });

async function clear(name: string): Promise<void> {
  try {
    for await (const { partitionKey, rowKey } of table(name).listEntities()) {
      if (partitionKey !== undefined && rowKey !== undefined) await table(name).deleteEntity(partitionKey, rowKey);
    }
  } catch {
    // There is no such table yet.
  }
}

/** Another freeze under a valid hash, written past the product. */
async function exchange(change: (frozen: Frozen) => Partial<Frozen>): Promise<void> {
  const sealer = walk.web.watch.open?.sealer;
  const frozen = await world.tables.frozen.read(autumnTwo.id);
  if (!sealer || !frozen) throw new Error('The period is not open.');
  const content = { ...frozen, ...change(frozen) };
  await clear(tableNames.frozen);
  await world.tables.frozen.write({ ...content, mac: sealer.mac(frozenText(content)) });
}

const stopped = async (): Promise<string | undefined> => (await walk.find()).value.stopped;

async function toTheOpening(): Promise<void> {
  await walk.close();
  await walk.cut();
  world.clock.set('2026-12-30T12:00:00Z');
  await advanceInOpener(walk.opener);
}

describe('a freeze that was exchanged under a valid hash', () => {
  it('is refused once the opener has seen the first, and nothing is published', async () => {
    await open();
    await exchange(({ units }) => ({
      units: units.map((unit) => ({ ...unit, people: unit.people.map((_, n) => asLastingId(`invented-${n}`)) })),
    }));
    await toTheOpening();
    expect(await stopped()).toMatch(/not the one that the opener saw/);
    expect(await world.tables.releases.list()).toEqual([]);
  });

  it.each<[string, (frozen: Frozen) => Partial<Frozen>, RegExp]>([
    ['a minimum below 8', () => ({ policy: { k: 1 } }), /policy that is not allowed/],
    [
      'a unit of one person',
      ({ units }) => ({ units: units.map((unit) => ({ ...unit, people: unit.people.slice(0, 1), schools: { s1: 1 } })) }),
      /fewer than 8 people/,
    ],
  ])('with %s is refused though the opener never saw another', async (_name, change, says) => {
    await open({ openerLooksOn: false });
    await exchange(change);
    await toTheOpening();
    expect(await stopped()).toMatch(says);
    expect(await world.tables.releases.list()).toEqual([]);
  });

  it.each([
    { openerLooksOn: true, alarms: {} },
    { openerLooksOn: false, alarms: { freezeSeenLate: 1 } },
  ])('is told from one that stands; looked at while the period ran: $openerLooksOn', async ({ openerLooksOn, alarms }) => {
    await open({ openerLooksOn });
    await toTheOpening();
    expect((await walk.find()).value.alarms).toEqual(alarms);
    expect(await world.tables.releases.list()).toHaveLength(1);
  });
});
