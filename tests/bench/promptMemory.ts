import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Temporal } from 'temporal-polyfill';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { isPromptDay } from '../../bot/domain/prompting/schoolCalendar.ts';
import { autumnTwo } from '../helpers/world.ts';
import type { Bench } from './bench.ts';
import { startChannel } from './prompting/channel.ts';
import { createPipeline } from './prompting/pipeline.ts';

const prompts = 100_000;

/** What the sending of prompts keeps in memory over a term: three a week for everyone, week after week. */
export const promptMemory: Bench<'early' | 'late' | 'sent'> = {
  name: 'promptMemory',
  about: `memory while ${prompts} prompts are sent, after collecting garbage`,
  onlyByName: true,
  values: {
    early: { what: 'heap and buffers, a fifth of the prompts sent', unit: 'MiB' },
    late: { what: 'the same, all of them sent', unit: 'MiB' },
    sent: { what: 'prompts sent, one a person and day', unit: 'people' },
  },
  targets: [
    { what: 'memory at the end, of that after a fifth', of: ({ early, late }) => late / early, bound: { atMost: 1.1 } },
    { what: 'prompts sent', of: ({ sent }) => sent, bound: { atLeast: prompts } },
  ],
  async prepare() {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('The heap cannot be collected at will.');
    const keptMiB = (): number => {
      Reflect.apply(collect, undefined, []);
      const { heapUsed, external } = process.memoryUsage();
      return (heapUsed + external) / 1024 ** 2;
    };
    const channel = await startChannel();
    const days = promptDays();
    const pipeline = await createPipeline(Math.ceil(prompts / days.length), channel.url);
    return {
      async round() {
        let [sent, early] = [0, 0];
        for (const [n, day] of days.entries()) {
          pipeline.clock.set(`${day}T10:05:00Z`);
          await pipeline.everyoneIsDue();
          await pipeline.dispatch();
          sent += (await channel.arrivals()).length;
          if (n === Math.floor(days.length / 5)) early = keptMiB();
        }
        return { early, late: keptMiB(), sent };
      },
      dispose: () => channel.stop(),
    };
  },
};

/** Three days of each week of a half-term on which people may be asked; a question about the meeting comes on each. */
function promptDays(): readonly string[] {
  const first = Temporal.PlainDate.from(autumnTwo.starts);
  const all = Array.from({ length: first.until(autumnTwo.ends).days + 1 }, (_, n) => first.add({ days: n }));
  return all.filter((day) => isPromptDay(englandDates, day) && [3, 4, 5].includes(day.dayOfWeek)).map((day) => day.toString());
}
