import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDeployment } from '../helpers/deployment.ts';
import { bothWays, type Bench } from './bench.ts';
import { startPlainBot } from './serving/startBareBot.ts';

/** What a process does right after its start should be over, and what it left behind collected or not, as it comes. */
const idleMs = 3_000;

interface Start {
  readonly ms: number;
  readonly idleMiB: number;
}

/**
 * From the start of the web process, compiled as it is deployed, until it serves, and its memory when it has nothing to do; beside a bot that
 * only imports the same packages.
 */
export const coldStart: Bench<'held' | 'bare' | 'heldMemory' | 'bareMemory'> = {
  name: 'coldStart',
  about: 'start of the web process, and its memory when idle, beside a bare bot that imports the same packages',
  values: {
    held: { what: 'web process until it is ready', unit: 'ms' },
    bare: { what: 'bare bot until it listens', unit: 'ms' },
    heldMemory: { what: 'web process, resident when idle', unit: 'MiB' },
    bareMemory: { what: 'bare bot, resident when idle', unit: 'MiB' },
  },
  targets: [
    { what: 'time of the bare bot', of: ({ held, bare }) => held / bare, bound: { atMost: 1.2 } },
    { what: 'memory of the bare bot', of: ({ heldMemory, bareMemory }) => heldMemory / bareMemory, bound: { atMost: 1.3 } },
  ],
  async prepare() {
    const held = await startDeployment({ people: 24 });
    const startHeld = async (): Promise<Start> => {
      const started = performance.now();
      const web = held.start('bot/main.ts');
      await held.ready(web);
      const ms = performance.now() - started;
      await sleep(idleMs);
      const idleMiB = await residentMiB(web.child.pid);
      web.child.kill('SIGTERM');
      await web.ended;
      return { ms, idleMiB };
    };
    const startBare = async (): Promise<Start> => {
      const started = performance.now();
      const bare = await startPlainBot();
      const ms = performance.now() - started;
      await sleep(idleMs);
      const idleMiB = await residentMiB(bare.child.pid);
      await bare.stop();
      return { ms, idleMiB };
    };
    // Warms the disk's cache and the compiler's.
    await startHeld();
    await startBare();
    return {
      async round(n) {
        const [ours, theirs] = await bothWays(n, startHeld, startBare);
        return { held: ours.ms, bare: theirs.ms, heldMemory: ours.idleMiB, bareMemory: theirs.idleMiB };
      },
      dispose: () => held.stop(),
    };
  },
};

/** Resident memory of a process as the kernel counts it. Linux only, where benches run. */
async function residentMiB(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return Number(kilobytes) / 1_024;
}
