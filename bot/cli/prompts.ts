import { openQueues } from '../adapters/queues/openQueues.ts';
import { createLogger } from '../adapters/system/createLogger.ts';
import { readQueues } from '../config.ts';
import type { DeadPrompt } from '../ports.ts';
import { replayDeadPrompt } from '../usecases/deadPrompts.ts';
import { clockOf } from './roster.ts';
import { credentialOfCli, openHeld, Refused, type Held } from './run.ts';

/** In words for the operator. Whose they were is sealed, and is nobody's business at the command line. */
const reasons: Readonly<Record<DeadPrompt['reason'], string>> = {
  notInstalled: 'Held is not installed in that chat',
  botDisabled: 'an administrator has switched Held off',
  channelBusy: 'Teams was busy for too long',
  refused: 'Teams took no such message',
  noAnswer: 'Teams did not answer: it may have arrived',
  processDied: 'the process died while it sent: it may have arrived',
};

export async function deadListCommand({ json }: { readonly json: boolean }): Promise<void> {
  const { tables } = await openHeld();
  const dead = (await tables.deadPrompts.list()).map(({ id, day, reason }) => ({ id, day, reason }));
  if (json) return console.log(JSON.stringify({ dead }, undefined, 2));
  if (dead.length === 0) console.log('No prompt failed.');
  for (const { id, day, reason } of dead) console.log(`${id}  ${day}  ${reason}: ${reasons[reason]}`);
}

export async function deadReplayCommand(id: string | undefined, { all }: { readonly all: boolean }): Promise<void> {
  const held = await openHeld();
  const { tables, config } = held;
  const clock = clockOf(config);
  const log = createLogger({ level: 'warn', name: 'cli' });
  const credential = await credentialOfCli(config);
  const queue = openQueues(readQueues(), { log, ...(credential ? { credential } : {}) }).prompts;
  const ids = await chosen(held, id, all);
  let replayed = 0;
  for (const each of ids) if (await replayDeadPrompt({ deadPrompts: tables.deadPrompts, queue, clock }, each)) replayed += 1;
  console.log(
    `${replayed} asked for again. Each goes out in its person’s next gap of today (by their calendar, else from 15:45) if every rule allows it ` +
      'then, and stays on this list until it has. Whose day is used gets none before tomorrow: ask again then.',
  );
}

export async function deadDropCommand(id: string | undefined, { all }: { readonly all: boolean }): Promise<void> {
  const held = await openHeld();
  let dropped = 0;
  for (const each of await chosen(held, id, all)) if (await held.tables.deadPrompts.remove(each)) dropped += 1;
  console.log(`${dropped} dropped.`);
}

async function chosen({ tables }: Held, id: string | undefined, all: boolean): Promise<readonly string[]> {
  if (all) return (await tables.deadPrompts.list()).map((dead) => dead.id);
  if (id === undefined) throw new Refused('Which? Give an id of “held prompts dead list”, or --all.');
  if (!(await tables.deadPrompts.find(id))) throw new Refused(`There is no failed prompt ${id}. See: held prompts dead list`);
  return [id];
}
