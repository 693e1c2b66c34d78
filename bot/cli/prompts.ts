import { openQueues } from '../adapters/queues/openQueues.ts';
import { createLogger } from '../adapters/system/createLogger.ts';
import { readQueues } from '../config.ts';
import { replayDeadPrompt } from '../usecases/deadPrompts.ts';
import { clockOf } from './roster.ts';
import { openHeld, Refused, type Held } from './run.ts';

/** A send that has been under way for longer has lost its process: none takes a minute. */
const lostAfterMs = 60_000;

/** Sends whose process died between the ledger and the channel's answer. Who reads this may see whom: it is the operator's own list. */
export async function unsureOf({ tables }: Pick<Held, 'tables'>): Promise<readonly { person: string; day: string; since: string }[]> {
  const open = (await tables.periods.list()).filter(({ value }) => value.state === 'OPEN' || value.state === 'CLOSED');
  const marks = (await Promise.all(open.map(({ value }) => tables.ledger.marks(value.id)))).flat();
  // A laptop's clock can be moved: a mark of the future is no mark of a minute ago.
  return marks.filter(({ since }) => Math.abs(Date.now() - Date.parse(since)) > lostAfterMs);
}

export async function deadListCommand({ json }: { readonly json: boolean }): Promise<void> {
  const held = await openHeld();
  const [dead, unsure] = [await held.tables.deadPrompts.list(), await unsureOf(held)];
  if (json) return console.log(JSON.stringify({ dead, unsure }, undefined, 2));
  if (dead.length === 0) console.log('No prompt failed.');
  for (const { id, prompt, reason, at } of dead) console.log(`${id}  ${at}  ${reason}  ${prompt.person}`);
  if (unsure.length > 0) console.log('May or may not have arrived, because a process died while it sent them; they are never sent again:');
  for (const { person, since } of unsure) console.log(`  ${since}  ${person}`);
}

export async function deadReplayCommand(id: string | undefined, { all }: { readonly all: boolean }): Promise<void> {
  const held = await openHeld();
  const { tables, config } = held;
  const clock = clockOf(config);
  const log = createLogger({ level: 'warn', name: 'cli' });
  const queue = openQueues(readQueues(), { log }).prompts;
  const ids = await chosen(held, id, all);
  let replayed = 0;
  for (const each of ids) if (await replayDeadPrompt({ deadPrompts: tables.deadPrompts, queue, clock }, each)) replayed += 1;
  console.log(`${replayed} asked for again. Each goes out only if every rule allows it now; what fails again is listed again.`);
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
