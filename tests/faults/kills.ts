import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { canonical } from '../../bot/domain/disclosure/canonical.ts';
import { askRelease } from '../../bot/usecases/askRelease.ts';
import { closePeriod } from '../../bot/usecases/closePeriod.ts';
import { startDeployment, type Deployment, type Program } from '../helpers/deployment.ts';
import { autumnTwo } from '../helpers/world.ts';
import { chance } from '../redteam/system/chance.ts';
import { Temporal } from 'temporal-polyfill';
import { Answering } from './answering.ts';
import type { Fault, FaultResult } from './fault.ts';

const times = { short: 2, full: 200 };
const people = 48;
const atOnce = 8;
/** A process lives this long at most before it is killed, from the moment when it serves. */
const longestLifeMs = 1_500;

/**
 * Web process and opener are killed (SIGKILL) at random moments while people answer and nights pass, and started again each time; then the
 * half-term is closed and released. Azurite is never killed: it loses rows that it has acknowledged.
 */
export const kills: Fault = {
  name: 'kills',
  about: 'kill -9 of the web process and the opener at random under load',
  async run({ profile, seed, progress }): Promise<FaultResult> {
    const random = chance(seed);
    const held = await startDeployment({ people });
    try {
      let opener = held.start('bot/opener.ts');
      let web = held.start('bot/main.ts');
      await held.ready(web);
      await held.openPeriod();
      const answering = new Answering(held, await held.sealer(), chance(seed, 1));
      answering.start(atOnce);
      const recoveries: number[] = [];
      const amiss: string[] = [];
      for (let n = 0; n < times[profile]; n += 1) {
        // A night every now and then, so that the touch is killed too.
        if (n % 10 === 5) await held.setClock(`2026-11-${String(19 + (Math.floor(n / 10) % 10)).padStart(2, '0')}T02:30:00Z`);
        await sleep(random.below(longestLifeMs));
        await kill(web);
        if (n % 5 === 4) {
          await kill(opener);
          opener = held.start('bot/opener.ts');
        }
        const from = performance.now();
        web = held.start('bot/main.ts');
        await held.ready(web);
        recoveries.push(performance.now() - from);
        progress((n + 1) / (times[profile] + 1));
      }
      await sleep(1_000);
      await answering.rest();
      answering.close();
      amiss.push(...(await answering.compare()), ...answering.unclear.map((reply) => `an unclear reply: ${reply}`));
      // A dead process's beat holds the cut up for a minute, its lease for two; in the short profile they go at once.
      if (profile === 'short') await held.forgetTheDead();
      amiss.push(...(await releaseWhole(held, answering.count('acknowledged'))));
      return {
        figures: {
          kills: times[profile],
          acknowledged: answering.count('acknowledged'),
          toldThatItFailed: answering.count('told'),
          cutOff: answering.count('broken'),
          slowestRecoveryMs: Math.round(Math.max(...recoveries)),
        },
        amiss,
      };
    } finally {
      await held.stop();
    }
  },
};

/** Far more answers than two groups of 24 need for figures. */
const enoughForFigures = 1_000;

async function kill({ child }: Program): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Closes and releases by the running programs; the release must come, once, without an alarm. */
export async function releaseWhole(held: Deployment, acknowledged: number): Promise<string[]> {
  const { tables } = held;
  const clock = { now: () => Temporal.Instant.from('2026-11-30T10:00:00Z') };
  const find = async () => {
    const stored = await tables.periods.find(autumnTwo.id);
    if (!stored) throw new Error('The period is gone.');
    return stored;
  };
  // The nightly touch writes the period too: then it is closed at the next try.
  for (let left = 20; (await find()).value.state === 'OPEN'; left -= 1) {
    await closePeriod({ periods: tables.periods, clock }, await find()).catch((error: unknown) => {
      if (left === 0) throw error;
    });
  }
  for (let left = 20; !(await find()).value.hurry; left -= 1) {
    await askRelease({ periods: tables.periods, clock }, await find(), true).catch((error: unknown) => {
      if (left === 0) throw error;
    });
  }
  // A killed process's lease and beat run out after two minutes at most.
  await held.reaches('SHREDDED', 240);
  const { value } = await find();
  const published = await tables.releases.list();
  const amiss: string[] = [];
  if (published.length !== 1) amiss.push(`${published.length} releases instead of one`);
  if (Object.keys(value.alarms ?? {}).length > 0) amiss.push(`alarms: ${JSON.stringify(value.alarms)}`);
  if (acknowledged > enoughForFigures && !published.some(({ release }) => canonical(release).includes('"mean"')))
    amiss.push('the release shows nothing');
  return amiss;
}
