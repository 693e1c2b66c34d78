/**
 * Azure mode from end to end, over stand-ins on this machine: storage that takes tokens alone, three Key Vaults with the roles of the
 * deployment, managed identities, signed people and a signed channel. Steps build on one another.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metricNames } from '../../bot/adapters/metrics/metricNames.ts';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { commands } from '#words/commands.ts';
import { meBody } from '../../bot/contract/me.ts';
import { paths } from '../../bot/contract/paths.ts';
import { releasesBody } from '../../bot/contract/releases.ts';
import { identities, opensAs } from '../helpers/heldVaults.ts';
import { leadCloudHere } from '../helpers/loopback.mjs';
import { actionNamed, actionsOf, isRecord } from '../helpers/teamsBot.ts';
import { startTenant, tenantId, type Tenant, type TenantProcess } from '../helpers/tenant.ts';

const begins = '2026-11-18T10:05:00Z';
const aDayLater = '2026-11-19T12:00:00Z';
const half = '2026-27-2';
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const sencos = Array.from({ length: 12 }, (_, n) => id(n + 1));
const leader = id(50);

let tenant: Tenant;
let undo: () => void;
beforeAll(async () => {
  tenant = await startTenant();
  undo = leadCloudHere(tenant.authority.ca);
}, 60_000);
afterAll(async () => {
  undo?.();
  await tenant?.stop();
}, 60_000);

const tables = () => openTables(tenant.web['HELD_TABLES'] ?? '', { credential: opensAs('web') });
const stateOf = async (): Promise<string | undefined> =>
  (await tables().periods.list()).find(({ value }) => value.id === half)?.value.state;
const end = async ({ child, ended }: TenantProcess): Promise<number | null> => {
  child.kill('SIGTERM');
  return ended;
};

/** A run of a program that ends by itself, without failing. */
async function wellEnded({ ended, output }: TenantProcess): Promise<void> {
  const code = await ended;
  if (code !== 0) throw new Error(`It ended with ${code}:\n${output()}`);
}

async function post(activity: object, token: string): Promise<{ status: number; body: unknown }> {
  const response = await tenant.get(paths.messages, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(activity),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const from = (person: string, activity: object): object => ({
  id: `in-${person}`,
  channelId: 'msteams',
  serviceUrl: tenant.connector.url,
  from: { id: `29:${person}`, aadObjectId: person, name: 'Invented Person' },
  recipient: { id: `28:${identities.web}`, name: 'Held' },
  conversation: { id: `chat-${person}`, conversationType: 'personal', tenantId },
  channelData: { tenant: { id: tenantId } },
  ...activity,
});

const lastCard = (person: string): unknown => tenant.connector.sent.findLast(({ conversation }) => conversation === `chat-${person}`)?.body;

/** Takes part, says “check in”, opens the dialog of the card that comes, and gives the buttons of its question. */
async function checkIn(person: string) {
  const token = await tenant.signIn.ofChannel(tenant.connector.url);
  const say = () => post(from(person, { type: 'message', text: commands.checkIn }), token);
  expect((await say()).status).toBeLessThan(300);
  const data = { ...actionNamed(lastCard(person), 'Take part').data, days: '1,2,3,4,5' };
  const action = { type: 'Action.Execute', verb: 'takePart', data };
  expect((await post(from(person, { type: 'invoke', name: 'adaptiveCard/action', value: { action } }), token)).status).toBe(200);
  await say();
  const card = actionNamed(lastCard(person), 'Check in');
  const { body } = await post(from(person, { type: 'invoke', name: 'task/fetch', value: { data: card.data } }), token);
  const options = actionsOf(body);
  expect(options.length).toBeGreaterThan(4);
  return { options, token };
}

describe('azure mode', () => {
  let web: TenantProcess;

  it('the opener will not make what only the web process may make', async () => {
    const opener = tenant.start('bot/opener.ts', tenant.opener, begins);
    expect([await opener.ended, opener.output()]).toEqual([1, expect.stringMatching(/tables are missing|web process first/)]);
  });

  it('an operator, with an operator’s rights alone, imports a roster and starts a half-term; the opener makes its keys', async () => {
    await openTables(tenant.web['HELD_TABLES'] ?? '', { credential: opensAs('deployment') }).ensure();
    web = await tenant.serve(begins);
    const lines = sencos.map((person, n) => `${person},Person ${n},senco,School ${n % 6},Northern Trust/East,`);
    const header = 'objectId,displayName,roles,school,unit,supervisorId';
    const head = `${leader},Lena,leader,School 0,Northern Trust,`;
    const operate = async (...words: readonly string[]): Promise<string> => {
      const command = tenant.start('bot/cli.ts', tenant.cli, begins, words);
      await wellEnded(command);
      return command.output();
    };
    const roster = async (...people: readonly string[]): Promise<string> => {
      const file = join(tenant.dir, 'people.csv');
      await writeFile(file, [header, ...people, ''].join('\n'));
      return operate('roster', 'import', file);
    };
    // Somebody who leaves again: what was kept to reach them goes with them.
    expect(await roster(...lines, head, `${id(60)},Lou,admin,School 1,Northern Trust,`)).toContain('14 joining');
    expect(await roster(...lines, head)).toContain('1 leaving');
    await operate('calendar', 'confirm');
    expect(await operate('period', 'plan', half, '--json')).toContain('"forecast"');
    const asking = tenant.start('bot/cli.ts', tenant.cli, begins, ['period', 'start']);
    while ((await stateOf()) !== 'REQUESTED') if (asking.child.exitCode !== null) throw new Error(asking.output());
    await wellEnded(tenant.start('bot/opener.ts', tenant.opener, begins));
    expect([await asking.ended, asking.output()]).toEqual([0, expect.stringContaining(`${half} is open`)]);
    expect(await operate('period', 'status', '--json')).toContain('"OPEN"');
    // Nothing to mend; and no vault lets an operator in, which is as it should be.
    expect(await operate('doctor')).not.toContain('FAULT');
    // Each process signed in as itself, for storage and vaults alone so far.
    const resources = new Set(tenant.hosts.web.asked.map(({ resource }) => resource.replace(/\/$/, '')));
    expect([...resources].toSorted()).toEqual(['https://storage.azure.com', 'https://vault.azure.net']);
  }, 150_000);

  it('ten people answer in a dialog; each answer is sealed and none can be read back by the web process', async () => {
    for (const [n, person] of sencos.slice(0, 10).entries()) {
      const { options, token } = await checkIn(person);
      const { status, body } = await post(
        from(person, { type: 'invoke', name: 'task/submit', value: { data: options[n % 2]?.data } }),
        token,
      );
      expect([status, body]).toEqual([200, undefined]);
    }
    // The next scheduled run of the opener pins the freeze while the half-term runs.
    await wellEnded(tenant.start('bot/opener.ts', tenant.opener, begins));
    const kinds = ['freeze', 'inner-private', 'wrap'];
    expect(tenant.vaults.names('held-opener').standing.toSorted()).toEqual(kinds.map((kind) => `held-${half}-${kind}`));
    expect(tenant.hosts.web.asked.map(({ client }) => client)).not.toContain(identities.opener);
  }, 120_000);

  it('people of this tenant read their pages, and nobody else does', async () => {
    const as = (token: string) => tenant.get(paths.me, { headers: { Authorization: `Bearer ${token}` } });
    const good = await as(await tenant.signIn.ofPerson(sencos[0] ?? ''));
    expect(meBody.parse(await good.json()).units[0]?.path).toBe('Northern Trust/East');
    expect((await as(await tenant.signIn.ofPerson(id(99)))).status).toBe(403);
    expect((await as(await tenant.signIn.ofPerson(sencos[0] ?? '', { tid: id(7) }))).status).toBe(401);
    // A token of the channel opens nothing in the API, and one of a person nothing at the bot.
    const ofChannel = await tenant.signIn.ofChannel(tenant.connector.url);
    expect((await as(ofChannel)).status).toBe(401);
    const message = from(sencos[0] ?? '', { type: 'message', text: commands.help });
    expect((await post(message, await tenant.signIn.ofPerson(sencos[0] ?? ''))).status).toBe(401);
    expect((await tenant.get(paths.localToken, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('a token of a new signing key is refused until keys are fetched anew, then believed, and never an error of ours', async () => {
    await tenant.signIn.rotate();
    const me = await tenant.get(paths.me, { headers: { Authorization: `Bearer ${await tenant.signIn.ofPerson(leader)}` } });
    // Keys are fetched anew at most every half minute: until then a new key is refused, never believed.
    expect([200, 401]).toContain(me.status);
  });

  it('closed, cut a day later, released and shredded; the figure is there and no key is left', async () => {
    const close = tenant.start('bot/cli.ts', tenant.cli, begins, ['period', 'close']);
    expect([await close.ended, close.output()]).toEqual([0, expect.stringContaining('is closed')]);
    expect(await end(web)).toBe(0);
    web = await tenant.serve(aDayLater);
    while ((await stateOf()) !== 'CUT') if (web.child.exitCode !== null) throw new Error(web.output());
    // What stays is the private records' own, of no half-term.
    expect(tenant.vaults.names('held-web').standing.filter((name) => name.includes(half))).toEqual([]);
    expect(tenant.vaults.names('held-web').deleted).toEqual([]);
    const opener = tenant.start('bot/opener.ts', tenant.opener, aDayLater);
    await wellEnded(opener);
    expect(await stateOf()).toBe('SHREDDED');
    expect((await tables().periods.list()).map(({ value }) => value.alarms)).toEqual([{}]);
    for (const vault of ['held-shared', 'held-opener']) expect(tenant.vaults.names(vault)).toEqual({ standing: [], deleted: [] });

    const read = async (person: string) => {
      const response = await tenant.get(paths.releases, { headers: { Authorization: `Bearer ${await tenant.signIn.ofPerson(person)}` } });
      return response.text();
    };
    const { releases } = releasesBody.parse(JSON.parse(await read(sencos[0] ?? '')));
    const east = releases.find(({ unit }) => unit.path === 'Northern Trust/East');
    expect(east?.respondents).toBe('8 to 13');
    expect(east?.figures.filter((figure) => 'mean' in figure)).toHaveLength(1);
    expect([tenant.vaults.refused, tenant.storage.refused.filter((line) => !line.endsWith(' Tables') && line !== 'nobody /')]).toEqual([
      [],
      [],
    ]);
    expect(await end(web)).toBe(0);
  }, 150_000);

  it('only figures of the list left the processes, signed, and none that would tell of an answer', () => {
    const { received } = tenant.ingestion;
    expect(received.length).toBeGreaterThan(2);
    expect(received.every(({ signed }) => signed)).toBe(true);
    const all = received.map(({ text }) => text).join('\n');
    const names = new Set([...all.matchAll(/"name":"(held\.[\w.]+)"/g)].map((found) => found[1] ?? ''));
    expect([...names]).toEqual(
      expect.arrayContaining(['held.web.up', 'held.opener.runs', 'held.periods.shredded', 'held.releases.published']),
    );
    for (const name of names) expect(Object.keys(metricNames)).toContain(name);
    for (const secret of [...sencos, leader, 'Northern Trust', 'Person 1']) expect(all).not.toContain(secret);
  });

  it('no process said whose identity, name or token it handled', async () => {
    const said = web.output();
    for (const secret of [...sencos, leader, 'Person 1', 'Lena', 'Bearer ']) expect(said).not.toContain(secret);
    expect(isRecord(JSON.parse(said.split('\n')[0] ?? '{}'))).toBe(true);
  });
});

describe('half-configured', () => {
  const needed = (env: Readonly<Record<string, string>>): string[] =>
    Object.keys(env).filter(
      (name) =>
        ![
          'HELD_MODE',
          'PORT',
          'IDENTITY_ENDPOINT',
          'IDENTITY_HEADER',
          'BOT_OPENID_METADATA',
          'ENTRA_AUTHORITY',
          'HELD_METRICS',
          'APPLICATION_INSIGHTS_NO_STATSBEAT',
        ].includes(name),
    );

  it('either process refuses to start and names each missing setting; an identity that this host does not have is named in one line', async () => {
    const refused = async (who: 'web' | 'opener') => {
      const process = tenant.start(who === 'web' ? 'bot/main.ts' : 'bot/opener.ts', { HELD_MODE: 'azure' }, begins);
      return [await process.ended, needed(tenant[who]).filter((name) => !process.output().includes(`${name} is not set`))];
    };
    const stranger = tenant.start('bot/main.ts', { ...tenant.web, HELD_IDENTITY: identities.opener }, begins);
    expect(await Promise.all([refused('web'), refused('opener'), stranger.ended])).toEqual([[1, []], [1, []], 1]);
    expect(stranger.output()).toMatch(/HELD_IDENTITY/);
    expect(stranger.output().trim().split('\n')).toHaveLength(1);
  });
});
