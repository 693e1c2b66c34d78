import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDeployment } from '../helpers/deployment.ts';
import { startStorageProxy, type StorageProxy } from '../helpers/storageProxy.ts';
import { chance } from '../redteam/system/chance.ts';
import { Answering } from './answering.ts';
import type { Fault, FaultResult } from './fault.ts';
import { releaseWhole } from './kills.ts';

const cutOffMs = { short: 3_000, full: 60_000 };
const slowMs = { short: 1_500, full: 20_000 };
const people = 48;
const atOnce = 8;
const recoversWithinMs = 5_000;
/** Resident memory may grow by this much while storage is away. After the short profile's two seconds a process is still warming up. */
const growth = { short: 1.5, full: 1.1 };
/** A slow storage answers after this long: every tap still ends well within Teams' 10 s. */
const slowAnswerMs = 700;

/** Storage is first slow, then cut off altogether while people go on tapping, and comes back. */
export const cutOff: Fault = {
  name: 'cutOff',
  about: 'storage slow, then cut off under load, and back',
  async run({ profile, seed, progress }): Promise<FaultResult> {
    const proxies: StorageProxy[] = [];
    const held = await startDeployment({
      people,
      through: async (azurite) => {
        const proxy = await startStorageProxy(azurite);
        proxies.push(proxy);
        return proxy;
      },
    });
    const [proxy] = proxies;
    if (!proxy) throw new Error('no proxy');
    try {
      held.start('bot/opener.ts');
      const web = held.start('bot/main.ts');
      await held.ready(web);
      await held.openPeriod();
      const answering = new Answering(held, await held.sealer(), chance(seed));
      const amiss: string[] = [];
      answering.start(atOnce);
      await sleep(profile === 'short' ? 2_000 : 10_000);
      const before = answering.taps.length;
      const memory = await residentMiB(web.child.pid);
      progress(0.1);

      proxy.slow(slowAnswerMs);
      await sleep(slowMs[profile]);
      proxy.slow(0);
      const whileSlow = answering.taps.slice(before).filter(({ outcome }) => outcome !== 'acknowledged').length;
      if (whileSlow > 0) amiss.push(`${whileSlow} taps failed while storage was only slow`);
      await sleep(1_000);
      progress(0.3);

      const atCut = answering.taps.length;
      proxy.cut();
      await sleep(cutOffMs[profile]);
      const during = answering.taps.slice(atCut);
      const memoryCut = await residentMiB(web.child.pid);
      const mended = performance.now();
      proxy.mend();
      const back = answering.taps.length;
      while (!answering.taps.slice(back).some(({ outcome }) => outcome === 'acknowledged') && performance.now() - mended < 60_000)
        await sleep(20);
      const recovery = performance.now() - mended;
      progress(0.8);
      await sleep(2_000);
      await answering.rest();
      answering.close();

      if (recovery > recoversWithinMs) amiss.push(`answers were sealed again only after ${Math.round(recovery)} ms`);
      if (memoryCut > memory * growth[profile]) amiss.push(`memory grew from ${Math.round(memory)} to ${Math.round(memoryCut)} MiB`);
      if (during.filter(({ outcome }) => outcome === 'told').length === 0) amiss.push('nobody was told that storage was away');
      const broken = during.filter(({ outcome }) => outcome === 'broken').length;
      if (broken > 0) amiss.push(`${broken} taps got no reply at all`);
      amiss.push(...(await answering.compare()), ...answering.unclear.map((reply) => `an unclear reply: ${reply}`));
      amiss.push(...(await releaseWhole(held, answering.count('acknowledged'))));
      return {
        figures: {
          cutOffSeconds: cutOffMs[profile] / 1_000,
          acknowledged: answering.count('acknowledged'),
          told: during.length,
          slowestReplyMs: Math.round(Math.max(0, ...during.map(({ ms }) => ms))),
          recoveryMs: Math.round(recovery),
          memoryMiB: Math.round(memory),
          memoryWhileAwayMiB: Math.round(memoryCut),
        },
        amiss,
      };
    } finally {
      proxy.mend();
      await held.stop();
      await proxy.stop();
    }
  },
};

/** Resident memory as the kernel counts it. Linux only. */
export async function residentMiB(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}
