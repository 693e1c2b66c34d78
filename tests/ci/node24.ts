/** The main job on the Node that runs this file: started from nothing, ready, one answer sealed, ended. Closes with `N passed, N failed`. */
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { commands } from '#words/commands.ts';
import { readWebConfig } from '../../bot/config.ts';
import { paths } from '../../bot/contract/paths.ts';
import { parsePeriodId } from '../../bot/domain/ids.ts';
import { playgroundWorld } from '../../bot/local/playgroundClient.ts';
import { startConnector } from '../helpers/connector.ts';
import { discard, newLaptop, start, type Running } from '../helpers/laptop.ts';

let passed = 0;
let failed = 0;
async function check(name: string, work: () => Promise<boolean>): Promise<void> {
  const ok = await work().catch((error: unknown) => {
    console.log(error);
    return false;
  });
  console.log(`  ${ok ? 'pass' : 'FAIL'}  ${name}`);
  if (ok) passed += 1;
  else failed += 1;
}

const laptop = await newLaptop();
const connector = await startConnector();
let running: Running | undefined;

/** Every column of the open half-term's envelopes, as stored. */
async function sealedColumns(): Promise<ReadonlyMap<string, string>> {
  const period = parsePeriodId('2026-27-2');
  if (!period) throw new Error('no period');
  const columns = new Map<string, string>();
  for await (const page of openTables(readWebConfig(laptop.env).tables).envelopes.pages(period)) {
    for (const { value } of page) {
      for (const [name, sealed] of Object.entries(value.columns))
        columns.set(`${value.rowKey} ${name}`, Buffer.from(sealed).toString('base64'));
    }
  }
  return columns;
}
const changed = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number =>
  [...after].filter(([place, sealed]) => before.get(place) !== sealed).length;

/** The first data of a button that answers, anywhere in what the bot sent. */
function answerIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('held' in value && value.held === 'answer') return value;
  for (const part of Object.values(value)) {
    const found = answerIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function post(activity: object): Promise<number> {
  const world = await playgroundWorld(laptop.ports.playground);
  const ada = world.people[0];
  const response = await fetch(`http://127.0.0.1:${laptop.ports.web}${paths.messages}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'a1',
      channelId: 'msteams',
      serviceUrl: connector.url,
      from: ada,
      recipient: world.bot,
      conversation: { id: 'a-chat', conversationType: 'personal', tenantId: world.tenantId },
      ...activity,
    }),
  });
  return response.status;
}

try {
  await check(`the main job starts on Node ${process.version}`, async () => {
    running = await start(laptop);
    return true;
  });
  await check(
    `${paths.readyz} answers 200`,
    async () => (await fetch(`http://127.0.0.1:${laptop.ports.web}${paths.readyz}`)).status === 200,
  );
  await check('an answer changes one sealed slot', async () => {
    // The night's touch, which a start catches up on, rewrites every row: wait until it is over.
    let before = await sealedColumns();
    for (let after = before; ; before = after) {
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      after = await sealedColumns();
      if (changed(before, after) === 0) break;
    }
    await post({ type: 'message', text: commands.checkIn });
    const data = answerIn(connector.sent.map(({ body }) => body));
    if (data === undefined) throw new Error('No card with a question came.');
    const status = await post({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', data } } });
    return status === 200 && changed(before, await sealedColumns()) === 1;
  });
  await check('it ends and keeps its data', async () => {
    running?.kill('SIGTERM');
    return (await running?.finished)?.code === 0;
  });
} finally {
  running?.kill('SIGTERM');
  await connector.stop();
  await discard(laptop);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
