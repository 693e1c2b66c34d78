import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { localClockFile, setLocalClock } from '../../bot/adapters/system/localClock.ts';
import { freePort } from '../helpers/azurite.ts';
import { startDeployment } from '../helpers/deployment.ts';
import { chance } from '../redteam/system/chance.ts';
import { Answering } from './answering.ts';
import type { Fault, FaultResult } from './fault.ts';
import { releaseWhole } from './kills.ts';

const seconds = { short: 2, full: 60 };
const people = 48;

/** Two web processes and two openers over one storage, the second pair's clock five minutes ahead, every tap delivered to both web processes, in any order. */
export const together: Fault = {
  name: 'together',
  about: 'two web processes and two openers at once, clocks 5 minutes apart, taps delivered twice and out of order',
  async run({ profile, seed, progress }): Promise<FaultResult> {
    const held = await startDeployment({ people });
    try {
      const other = join(held.dir, 'other');
      await setLocalClock(localClockFile(other), Temporal.Instant.from('2026-11-18T10:10:00Z'));
      const port = await freePort();
      const keys = join(held.dir, 'held', 'keys');
      const first = held.start('bot/main.ts');
      await held.ready(first);
      const second = held.start('bot/main.ts', { HELD_DATA_DIR: other, HELD_KEYS: keys, PORT: String(port) });
      await held.ready(second, port);
      held.start('bot/opener.ts');
      held.start('bot/opener.ts', { HELD_DATA_DIR: other, HELD_KEYS: keys });
      await held.openPeriod();
      // Both must have seen that the half-term is open.
      await sleep(3_000);
      progress(0.2);
      const random = chance(seed, 1);
      const answering = new Answering(held, await held.sealer(), chance(seed));
      answering.start(8, () => {
        const ports = random.shuffled([held.port, port]);
        return random.below(3) === 0 ? [...ports, held.port] : ports;
      });
      await sleep(seconds[profile] * 1_000);
      await answering.rest();
      answering.close();
      progress(0.6);
      const amiss = [...(await answering.compare()), ...answering.unclear.map((reply) => `an unclear reply: ${reply}`)];
      const failed = answering.taps.length - answering.count('acknowledged');
      if (failed > 0) amiss.push(`${failed} taps failed with nothing in their way`);
      amiss.push(...(await releaseWhole(held, answering.count('acknowledged'))));
      return { figures: { taps: answering.taps.length, acknowledged: answering.count('acknowledged') }, amiss };
    } finally {
      await held.stop();
    }
  },
};
