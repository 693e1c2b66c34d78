import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../bench/serving/load.ts';
import { localTokenBody } from '../../bot/contract/local.ts';
import { paths } from '../../bot/contract/paths.ts';
import { startDeployment } from '../helpers/deployment.ts';
import { chance } from '../redteam/system/chance.ts';
import { Answering } from './answering.ts';
import { residentMiB } from './cutOff.ts';
import type { Fault, FaultResult } from './fault.ts';

const minutes = { short: 1, full: 30 };
/** Of the run: code is compiled and connections are open by then. */
const warmUp = 0.2;
const growth = 1.1;
/** Late replies may be this many times slower than early ones, by their median. */
const slower = 1.5;

/** Half an hour of people who tap, read the tab and type, at about half of what two cores can carry. */
export const soak: Fault = {
  name: 'soak',
  about: 'mixed load for 30 minutes (short: one) at half capacity: no leak, no growth of latency',
  onlyByName: true,
  async run({ profile, seed, progress }): Promise<FaultResult> {
    const held = await startDeployment({ people: 96 });
    try {
      held.start('bot/opener.ts');
      const web = held.start('bot/main.ts');
      await held.ready(web);
      await held.openPeriod();
      const answering = new Answering(held, await held.sealer(), chance(seed));
      const client = new Client(held.port);
      const answered = await client.post(paths.localToken, { objectId: held.people[0] });
      const { token } = localTokenBody.parse(JSON.parse(answered.body));
      // 8 people, each pausing 40 ms: some 150 taps a second at most.
      answering.start(8, () => [held.port], 40);
      const total = minutes[profile] * 60_000;
      const started = performance.now();
      const memory: number[] = [];
      while (performance.now() - started < total) {
        const done = (performance.now() - started) / total;
        for (const path of [paths.releases, paths.me, paths.questions]) {
          const { status } = await client.send('GET', path, { authorization: `Bearer ${token}` });
          // A token lasts an hour; the run is shorter.
          if (status !== 200) return { figures: {}, amiss: [`${path} answered ${status}`] };
        }
        if (done > warmUp) memory.push(await residentMiB(web.child.pid));
        progress(done);
        await sleep(1_000);
      }
      await answering.rest();
      answering.close();
      client.close();
      const took = answering.taps.map(({ ms }) => ms);
      const part = Math.floor(took.length / 5);
      const [early, late] = [median(took.slice(part, 2 * part)), median(took.slice(-part))];
      const tenth = Math.max(1, Math.floor(memory.length / 10));
      const [first, last] = [median(memory.slice(0, tenth)), median(memory.slice(-tenth))];
      const amiss = [...(await answering.compare()), ...answering.unclear];
      if (last > first * growth) amiss.push(`memory grew from ${Math.round(first)} to ${Math.round(last)} MiB after the warm-up`);
      if (late > early * slower) amiss.push(`the median reply grew from ${early.toFixed(1)} to ${late.toFixed(1)} ms`);
      const failed = took.length - answering.count('acknowledged');
      if (failed > 0) amiss.push(`${failed} taps failed`);
      return {
        figures: {
          minutes: minutes[profile],
          taps: took.length,
          memoryAfterWarmUpMiB: Math.round(first),
          memoryAtTheEndMiB: Math.round(last),
          earlyMs: early,
          lateMs: late,
        },
        amiss,
      };
    } finally {
      await held.stop();
    }
  },
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
