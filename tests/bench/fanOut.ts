import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ConnectorClient, MicrosoftAppCredentials } from 'botframework-connector';
import { promptCard } from '../../bot/adapters/teams/cards.ts';
import { cardMessage } from '../../bot/adapters/teams/delivery.ts';
import { words } from '../../bot/adapters/teams/words.ts';
import { asQuestionId } from '../../bot/domain/ids.ts';
import type { ProcessBeat, ProcessStore } from '../../bot/ports.ts';
import { pacedSending } from '../../bot/usecases/pacedSending.ts';
import { SendingShare } from '../../bot/usecases/sendingShare.ts';
import { autumnTwo } from '../helpers/world.ts';
import { startChannel, type Channel } from './prompting/channel.ts';
import { createPipeline } from './prompting/pipeline.ts';

export interface FanOut {
  readonly prompts: number;
  /** Prompts a second through the Teams adapter, without a limit. */
  readonly perSecond: number;
  /** Messages a second of a loop around the connector's client, as many at once. */
  readonly barePerSecond: number;
  /** The first of these over the second. */
  readonly ratio: number;
  /** For information: prompts a second from the queue, with every rule, the ledger and all sealing, stores in memory. */
  readonly fromQueuePerSecond: number;
  /** With the tenant's limit on, two processes sharing it: the most in any second, and the mean while there was work. */
  readonly limited: { readonly mostInASecond: number; readonly perSecond: number };
}

/** As many as one process sends at once. */
const atOnce = 32;
/** The limit that the web process keeps, all processes together. */
const limit = 47.5;

/** 10,000 due prompts through the real adapter, beside a bare loop of the connector's client; then with the limit on, for `seconds`. */
export async function run({ prompts = 10_000, seconds = 20 } = {}): Promise<FanOut> {
  const channel = await startChannel();
  try {
    // Connections are opened and code is compiled before anything is measured.
    for (const warm of [adapter, bare, fromQueue]) await warm(channel, 500);
    const parts = 5;
    let [ours, theirs, whole] = [0, 0, 0];
    // In turns, so that what slows the machine down slows both.
    for (let part = 0; part < parts; part += 1) {
      ours += await adapter(channel, prompts / parts);
      theirs += await bare(channel, prompts / parts);
      whole += await fromQueue(channel, prompts / parts);
    }
    const [perSecond, barePerSecond, fromQueuePerSecond] = [ours, theirs, whole].map((ms) => (prompts / ms) * 1_000);
    if (!perSecond || !barePerSecond || !fromQueuePerSecond) throw new Error('Nothing was measured.');
    const ratio = perSecond / barePerSecond;
    return { prompts, perSecond, barePerSecond, ratio, fromQueuePerSecond, limited: await limited(channel, seconds) };
  } finally {
    await channel.stop();
  }
}

/** Milliseconds that prompts take through the Teams adapter. */
async function adapter(channel: Channel, count: number): Promise<number> {
  const pipeline = await createPipeline(count, channel.url);
  return untilArrived(channel, count, () => pipeline.sendToEveryone(atOnce));
}

/** Milliseconds that prompts take from the queue to the channel. */
async function fromQueue(channel: Channel, count: number): Promise<number> {
  const pipeline = await createPipeline(count, channel.url);
  await pipeline.everyoneIsDue();
  return untilArrived(channel, count, () => pipeline.dispatch());
}

async function untilArrived(channel: Channel, count: number, work: () => Promise<unknown>): Promise<number> {
  await channel.arrivals();
  const started = performance.now();
  await work();
  const took = performance.now() - started;
  const arrived = (await channel.arrivals()).length;
  if (arrived !== count) throw new Error(`${arrived} of ${count} prompts arrived.`);
  return took;
}

async function bare(channel: Channel, count: number): Promise<number> {
  const client = new ConnectorClient(new MicrosoftAppCredentials('', ''), { baseUri: channel.url });
  const asked = { period: autumnTwo.id, ticket: 'x'.repeat(220), question: asQuestionId('load'), moment: 'meeting' } as const;
  const message = cardMessage(promptCard(asked, 'dialog'), words.invitation);
  const waiting = Array.from({ length: count }, (_, n) => n).values();
  const started = performance.now();
  const loop = async (): Promise<void> => {
    for (const n of waiting) await client.conversations.sendToConversation(`chat-${n}`, message);
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  const took = performance.now() - started;
  await channel.arrivals();
  return took;
}

/** Two processes' shares of the limit, each with its own pace, over one queue. */
async function limited(channel: Channel, seconds: number): Promise<FanOut['limited']> {
  const pipeline = await createPipeline(Math.round(limit * seconds), channel.url);
  await pipeline.everyoneIsDue();
  const beats = new Map<string, ProcessBeat>();
  const senders: ProcessStore = {
    beat: async (beat) => void beats.set(beat.process, beat),
    living: async () => [...beats.values()],
    leave: async (process) => void beats.delete(process),
  };
  const elapsed = () => performance.now();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const shares = ['one', 'two'].map((process) => new SendingShare({ senders, log, process, elapsed, perSecond: limit, beatSeconds: 0.2 }));
  const beating = setInterval(() => shares.forEach((share) => void share.refresh()), 200);
  await sleep(1_000);
  await channel.arrivals();
  await Promise.all(shares.map((share) => pipeline.dispatch(pacedSending({ perSecond: () => share.perSecond(), elapsed, sleep }))));
  clearInterval(beating);
  const arrivals = (await channel.arrivals()).toSorted((a, b) => a - b);
  const [first = 0] = arrivals;
  const last = arrivals.at(-1) ?? 0;
  let [most, from] = [0, 0];
  for (const [n, at] of arrivals.entries()) {
    while ((arrivals[from] ?? at) <= at - 1_000) from += 1;
    most = Math.max(most, n - from + 1);
  }
  return { mostInASecond: most, perSecond: ((arrivals.length - 1) / (last - first)) * 1_000 };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(await run(), undefined, 2));
