import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Temporal } from 'temporal-polyfill';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { isPromptDay } from '../../bot/domain/prompting/schoolCalendar.ts';
import { autumnTwo } from '../helpers/world.ts';
import { startChannel } from './prompting/channel.ts';
import { createPipeline } from './prompting/pipeline.ts';

export interface PromptMemory {
  readonly prompts: number;
  /** Used heap after collection, once a fifth of the prompts is sent, and at the end, in MiB. */
  readonly earlyMiB: number;
  readonly lateMiB: number;
  readonly growth: number;
}

/** What the sending of prompts keeps in memory over a term of `prompts`: three a week for everyone, week after week. */
export async function run({ prompts = 100_000 } = {}): Promise<PromptMemory> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('The heap cannot be collected at will.');
  const heapMiB = (): number => {
    Reflect.apply(collect, undefined, []);
    return process.memoryUsage().heapUsed / 1024 ** 2;
  };
  const channel = await startChannel();
  try {
    const days = promptDays();
    const pipeline = await createPipeline(Math.ceil(prompts / days.length), channel.url);
    let [sent, early] = [0, 0];
    for (const [n, day] of days.entries()) {
      pipeline.clock.set(`${day}T10:05:00Z`);
      await pipeline.everyoneIsDue();
      await pipeline.dispatch();
      sent += (await channel.arrivals()).length;
      if (n === Math.floor(days.length / 5)) early = heapMiB();
    }
    const late = heapMiB();
    return { prompts: sent, earlyMiB: early, lateMiB: late, growth: late / early - 1 };
  } finally {
    await channel.stop();
  }
}

/** Three days of each week of a half-term on which people may be asked; a question about the meeting comes on each. */
function promptDays(): readonly string[] {
  const first = Temporal.PlainDate.from(autumnTwo.starts);
  const all = Array.from({ length: first.until(autumnTwo.ends).days + 1 }, (_, n) => first.add({ days: n }));
  return all.filter((day) => isPromptDay(englandDates, day) && [3, 4, 5].includes(day.dayOfWeek)).map((day) => day.toString());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(await run(), undefined, 2));
