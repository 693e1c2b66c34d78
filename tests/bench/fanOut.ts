import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorClient, MicrosoftAppCredentials } from 'botframework-connector';
import { promptCard } from '../../bot/adapters/teams/cards.ts';
import { cardMessage } from '../../bot/adapters/teams/delivery.ts';
import { words } from '#words/chat.ts';
import { asQuestionId } from '../../bot/domain/ids.ts';
import type { ProcessBeat, ProcessStore } from '../../bot/ports.ts';
import { pacedSending } from '../../bot/usecases/pacedSending.ts';
import { messagesASecond, SendingShare } from '../../bot/usecases/sendingShare.ts';
import { autumnTwo } from '../helpers/world.ts';
import { bothWays, leastRepetitions, type Bench } from './bench.ts';
import { startChannel, type Channel } from './prompting/channel.ts';
import { createPipeline } from './prompting/pipeline.ts';

/** As many as one process sends at once. */
const atOnce = 32;
/** Through every repetition together. */
const prompts = 10_000;
const promptsAtOnce = prompts / leastRepetitions;
/** For which prompts are due while the limit is on. */
const limitedSeconds = 20;

interface Limited {
  readonly mostInASecond: number;
  readonly perSecond: number;
}

/** Due prompts through the real adapter, beside a bare loop of the connector's client; and once with the tenant's limit on, two processes sharing it. */
export const fanOut: Bench<'sent' | 'bare' | 'limited' | 'most'> = {
  name: 'fanOut',
  about: `${prompts} prompts to the channel, a fifth each time, beside a bare loop of the connector's client`,
  values: {
    sent: { what: 'prompts sent', unit: 'a second' },
    bare: { what: 'bare messages sent', unit: 'a second' },
    limited: { what: 'prompts sent with the limit on (once)', unit: 'a second' },
    most: { what: 'most in any second with the limit on', unit: 'requests' },
  },
  targets: [
    { what: 'speed of the bare loop', of: ({ sent, bare: theirs }) => sent / theirs, bound: { atLeast: 0.5 } },
    { what: 'a second with the limit on', of: (sample) => sample.limited, bound: { atLeast: 47 } },
    { what: 'in any second with the limit on', of: ({ most }) => most, bound: { atMost: 50 }, holds: 'each time' },
  ],
  async prepare() {
    const channel = await startChannel();
    // Connections are opened and code is compiled before anything is measured.
    for (const warm of [adapter, bare]) await warm(channel, 500);
    const { mostInASecond, perSecond } = await limited(channel, limitedSeconds);
    return {
      async round(n) {
        const [ours, theirs] = await bothWays(
          n,
          () => adapter(channel, promptsAtOnce),
          () => bare(channel, promptsAtOnce),
        );
        const aSecond = (ms: number): number => (promptsAtOnce / ms) * 1_000;
        return { sent: aSecond(ours), bare: aSecond(theirs), limited: perSecond, most: mostInASecond };
      },
      dispose: () => channel.stop(),
    };
  },
};

/** Milliseconds that prompts take through the Teams adapter. */
async function adapter(channel: Channel, count: number): Promise<number> {
  const pipeline = await createPipeline(count, channel.url);
  return untilArrived(channel, count, () => pipeline.sendToEveryone(atOnce));
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
async function limited(channel: Channel, seconds: number): Promise<Limited> {
  const pipeline = await createPipeline(Math.round(messagesASecond * seconds), channel.url);
  await pipeline.everyoneIsDue();
  const beats = new Map<string, ProcessBeat>();
  const senders: ProcessStore = {
    beat: async (beat) => void beats.set(beat.process, beat),
    living: async () => [...beats.values()],
    leave: async (process) => void beats.delete(process),
  };
  const elapsed = () => performance.now();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const shares = ['one', 'two'].map(
    (process) => new SendingShare({ senders, log, process, elapsed, perSecond: messagesASecond, beatSeconds: 0.2 }),
  );
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
