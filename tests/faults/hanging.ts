import { graphTimes } from '../../bot/adapters/calendar/graphTimes.ts';
import { createWebKeyVault } from '../../bot/adapters/vault/webKeyVault.ts';
import { asQuestionId, type PersonId } from '../../bot/domain/ids.ts';
import { HeldError } from '../../bot/errors.ts';
import { planDay } from '../../bot/usecases/planDay.ts';
import { takePart } from '../../bot/usecases/takePart.ts';
import { tapOf } from '../bench/answer.ts';
import { startAzurite } from '../helpers/azurite.ts';
import { startGraph, type MockGraph } from '../helpers/graph.ts';
import { heldVaults, opensAs, startHeldVaults } from '../helpers/heldVaults.ts';
import { ticketFor } from '../helpers/lifecycle.ts';
import { addressOf, chatIdOf, startTestBot, type TestBot } from '../helpers/teamsBot.ts';
import { autumnTwo } from '../helpers/world.ts';
import { residentMiB } from './cutOff.ts';
import type { Fault, FaultResult } from './fault.ts';

const people = { short: 240, full: 1_500 };
/** Of a message to the channel, until it counts as not answered: 10 s in a school, less here so that hundreds can hang. */
const answerMs = 1_500;
/** Of one request to Graph, with its retries: 40 s in a school. */
const graphMs = 400;
/** Every so many-th chat takes what is sent and never answers; the others answer late. */
const hangs = 4;
const slowMs = 100;
/** What else a message costs: storage, sealing, a crowded machine. */
const besidesMs = 40;
/** Teams waits so long for a tap's reply. */
const tapMs = 10_000;
/** Messages under way at once (dispatchPrompts.ts). */
const atOnce = 32;
/** Requests that hang in one turn of the plan, whoever waits: three groups, and those begun beside them. */
const graphRequests = 3 + 4;
const vaultCallers = 100;
/** The vault's own deadline and its retries; without any they would wait for ever. */
const vaultMs = 60_000;
/** Resident memory may grow by this much. */
const growth = 1.5;

/** The channel, Microsoft Graph and the vault take requests and answer late or never: time, memory and requests stay within bounds. */
export const hanging: Fault = {
  name: 'hanging',
  about: 'channel, Microsoft Graph and vault slow or silent: bounded time and memory, and nobody waits for another',
  inLongTests: true,
  async run({ profile, progress }): Promise<FaultResult> {
    const azurite = await startAzurite({ own: true });
    const graph = await startGraph();
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const calendarTimes = graphTimes({ address: graph.url, token: () => Promise.resolve('invented'), log, patienceMs: graphMs });
    const bot = await startTestBot(azurite, { calendarTimes, answerMs }, people[profile]);
    try {
      await bot.everyoneTakesPart();
      await ofEach(bot.people, (person) => bot.world.tables.conversations.save(person, addressOf(person, bot.connector.url)));
      const before = await residentMiB(process.pid);
      progress(0.2);
      const parts = [await channelHangs(bot, (done) => progress(0.2 + 0.6 * done)), await graphHangs(bot, graph), await vaultHangs()];
      const after = await residentMiB(process.pid);
      return {
        figures: Object.assign({ people: bot.people.length }, ...parts.map(({ figures }) => figures), {
          memoryMiB: Math.round(before),
          memoryAfterwardsMiB: Math.round(after),
        }),
        amiss: [
          ...parts.flatMap(({ amiss }) => amiss),
          ...(after > before * growth ? [`memory grew from ${Math.round(before)} to ${Math.round(after)} MiB`] : []),
        ],
      };
    } finally {
      await bot.stop();
      await graph.stop();
      await azurite.stop();
    }
  },
};

/** Whoever has no calendar is planned all the same, a few requests hang and no more, and everybody is planned once Graph is back. */
async function graphHangs(bot: TestBot, graph: MockGraph): Promise<FaultResult> {
  const agreed = bot.people.slice(Math.ceil(bot.people.length / 3));
  await ofEach(agreed, (person) => takePart(bot.deps, person, [1, 2, 3, 4, 5], true));
  // The day after.
  bot.world.clock.set('2026-11-19T06:00:00Z');
  const plan = () => planDay({ ...bot.deps, leases: bot.web.leases });
  graph.hangs = true;
  const started = performance.now();
  const planned = (await plan()) ?? 0;
  const graphHungMs = Math.round(performance.now() - started);
  const [hung, askedFor] = [graph.asked(), graph.hungFor.size];
  bot.world.clock.move({ minutes: 5 });
  await plan();
  graph.hangs = false;
  const others = graph.hungFor.size - askedFor;
  // The same with a Graph that answers is what the plan takes anyway.
  const answering = performance.now();
  const then = (await plan()) ?? 0;
  const usualMs = performance.now() - answering;
  const amiss: string[] = [];
  if (planned !== bot.people.length - agreed.length)
    amiss.push(`while Graph hung ${planned} were planned, whose calendars nobody asked for`);
  if (then !== agreed.length) amiss.push(`once Graph was back ${then} of ${agreed.length} were planned`);
  if (hung > graphRequests) amiss.push(`${hung} requests to Graph hung in one turn`);
  if (others === 0) amiss.push('the next turn asked for the same calendars and for no others');
  if (graphHungMs > graphRequests * graphMs + 2 * usualMs) amiss.push(`the plan took ${graphHungMs} ms while Graph hung`);
  return { figures: { graphRequests: hung, graphHungMs }, amiss };
}

/** Those whose chat answers are asked once, those whose chat hangs are never asked again and are listed, and who taps meanwhile is answered. */
async function channelHangs(bot: TestBot, progress: (done: number) => void): Promise<FaultResult> {
  bot.world.clock.set('2026-11-18T10:05:00Z');
  bot.connector.slow(slowMs);
  const silent = bot.people.filter((_, n) => n % hangs === 0);
  for (const person of silent) bot.connector.hanging.add(`${chatIdOf(person)}/activities`);
  const dueAt = bot.world.clock.now().toString();
  await ofEach(bot.people, (person) => bot.deps.queue.put({ whom: bot.whom(person), period: autumnTwo.id, dueAt, occasion: 'meeting' }, 0));
  const started = performance.now();
  let sending = true;
  const sent = (async () => {
    while ((await bot.look()) > 0) progress(bot.connector.sent.length / bot.people.length);
    sending = false;
  })();
  const slowest = await tapWhile(bot, () => sending);
  await sent;
  const channelMs = Math.round(performance.now() - started);
  bot.connector.hanging.clear();
  bot.connector.slow(0);

  const asked = (person: PersonId): number => bot.connector.sent.filter(({ conversation }) => conversation === chatIdOf(person)).length;
  const listed = new Set((await bot.world.tables.deadPrompts.list()).map(({ whom }) => bot.personIn(whom)));
  const unasked = bot.people.filter((person) => asked(person) === 0).length;
  const twice = bot.people.filter((person) => asked(person) > 1).length;
  const notListed = silent.filter((person) => !listed.has(person)).length;
  const bound = Math.ceil(bot.people.length / atOnce) * (answerMs + slowMs) + bot.people.length * besidesMs;
  const amiss: string[] = [];
  if (unasked > 0) amiss.push(`${unasked} people were not asked, though most chats answer`);
  if (twice > 0) amiss.push(`${twice} people were asked twice`);
  if (notListed > 0 || listed.size > silent.length)
    amiss.push(`${silent.length} chats hang, ${listed.size} are listed, ${notListed} are missing`);
  if (bot.connector.mostAtOnce() > atOnce) amiss.push(`${bot.connector.mostAtOnce()} messages were under way at once`);
  if (channelMs > bound) amiss.push(`sending took ${channelMs} ms`);
  if (slowest > tapMs) amiss.push(`a tap meanwhile took ${slowest} ms`);
  return { figures: { silentChats: silent.length, mostAtOnce: bot.connector.mostAtOnce(), channelMs, slowestTapMs: slowest }, amiss };
}

/** People answer while messages hang. Gives the slowest reply in milliseconds. */
async function tapWhile(bot: TestBot, goesOn: () => boolean): Promise<number> {
  let slowest = 0;
  for (let n = 0; n === 0 || goesOn(); n += 1) {
    const person = bot.people[n % bot.people.length]!;
    const from = performance.now();
    const { status, body } = await bot.post(tapOf(person, ticketFor(bot.web, person, 0, asQuestionId('load'))));
    if (status !== 200 || body !== undefined) throw new Error(`A tap was answered with ${status} ${JSON.stringify(body)}.`);
    slowest = Math.max(slowest, performance.now() - from);
  }
  return Math.round(slowest);
}

/** Whoever asks is told that keys are away, in time, however many ask; and has the keys once the vault answers. */
async function vaultHangs(): Promise<FaultResult> {
  const { vaults, stop } = await startHeldVaults();
  try {
    const vault = createWebKeyVault(heldVaults(vaults), opensAs('web'));
    await vault.ping();
    vaults.hangs = true;
    const started = performance.now();
    const told = await Promise.all(
      Array.from({ length: vaultCallers }, () =>
        vault.sealingKeys(autumnTwo.id).then(
          () => 'keys',
          (error: unknown) => (error instanceof HeldError ? error.code : String(error)),
        ),
      ),
    );
    const vaultHungMs = Math.round(performance.now() - started);
    vaults.hangs = false;
    const amiss = [...new Set(told)].filter((code) => code !== 'keys-down').map((code) => `a vault that hangs was taken for: ${code}`);
    if (vaultHungMs > vaultMs) amiss.push(`whoever asked waited ${vaultHungMs} ms for a vault that hangs`);
    await vault.ping().catch(() => amiss.push('the vault is back, and its keys are not'));
    return { figures: { vaultCallers, vaultHungMs }, amiss };
  } finally {
    await stop();
  }
}

async function ofEach(everyone: readonly PersonId[], work: (person: PersonId) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < everyone.length; from += atOnce) await Promise.all(everyone.slice(from, from + atOnce).map(work));
}
