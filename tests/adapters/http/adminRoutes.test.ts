import { afterEach, describe, expect, it } from '@jest/globals';
import { operationsBody, rosterOutcomeBody } from '../../../bot/contract/operations.ts';
import { paths } from '../../../bot/contract/paths.ts';
import { quietDaysBody, quietDaysOutcomeBody } from '../../../bot/contract/quietDays.ts';
import { signpostsBody } from '../../../bot/contract/signposts.ts';
import { termDatesBody, termDatesOutcomeBody } from '../../../bot/contract/termDates.ts';
import { parsePeriodId } from '../../../bot/domain/ids.ts';
import { datesFile } from '../../../tab/dateLines.ts';
import type { Roster } from '../../../bot/domain/roster.ts';
import { admin, leader, rosterOf, senco, startServer, supervisor, type ServerChanges, type TestServer } from '../../helpers/server.ts';
import { nationIds, nations, speakForNation } from '../../../bot/domain/nations.ts';
import { meBody } from '../../../bot/contract/me.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
const start = async (changes: ServerChanges = {}): Promise<TestServer> => (server = await startServer(changes));
const post = (to: TestServer, path: string, body: unknown, person = admin.person) =>
  to.as(person, path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });

const header = 'objectId,displayName,roles,school,unit,supervisorId';
const line = (n: number, roles: string) =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')},Person ${n},${roles},School ${n},Northern Trust,`;
const good = [header, line(4, 'admin'), line(20, 'senco')].join('\n');

describe('an administrator', () => {
  it('is the only one who may import, set links, or see operations', async () => {
    const to = await start();
    for (const { person } of [senco, leader, supervisor]) {
      expect((await to.as(person, paths.operations)).status).toBe(403);
      expect((await to.as(person, paths.termDates)).status).toBe(403);
      expect((await to.as(person, paths.quietDays)).status).toBe(403);
      for (const [path, body] of [
        [paths.rosterPreview, { csv: good }],
        [paths.rosterImport, { csv: good }],
        [paths.signposts, { booking: [], resources: [] }],
        [paths.termDates, { name: 'x', text: 'x' }],
        [paths.termDatesConfirm, {}],
        [paths.quietDays, { kind: 'add', school: 'School 1', starts: '2026-11-20', ends: '2026-11-20' }],
      ] as const) {
        expect((await post(to, path, body, person)).status).toBe(403);
      }
    }
    expect((await to.postJson(paths.rosterImport, { csv: good })).status).toBe(401);
  });

  it('sees what an import would change before anything is applied, then applies it', async () => {
    const applied: Roster[] = [];
    const roster = { ...rosterOf(senco, leader, supervisor, admin), replace: async (next: Roster) => void applied.push(next) };
    const to = await start({ deps: { roster } });
    const preview = rosterOutcomeBody.parse(await (await post(to, paths.rosterPreview, { csv: good })).json());
    expect(preview).toMatchObject({ kind: 'dryRun', counts: { added: 1, changed: 0, removed: 3, unchanged: 1 } });
    expect(applied).toEqual([]);
    const done = rosterOutcomeBody.parse(await (await post(to, paths.rosterImport, { csv: good })).json());
    expect(done.kind).toBe('applied');
    expect(applied.map((next) => next.size)).toEqual([2]);
  });

  it('reads every bad line with its number and reason, and nothing is applied', async () => {
    const to = await start();
    const csv = [header, line(4, 'admin'), 'not-a-guid,,teacher,,,'].join('\n');
    const outcome = rosterOutcomeBody.parse(await (await post(to, paths.rosterImport, { csv })).json());
    expect(outcome).toMatchObject({ kind: 'refused', more: 0 });
    expect(outcome.kind === 'refused' && outcome.problems.every(({ line: at }) => at === 3)).toBe(true);
    const other = rosterOutcomeBody.parse(await (await post(to, paths.rosterPreview, { csv: 'name,age\nA,4' })).json());
    expect(other).toMatchObject({ kind: 'refused', problems: [{ line: 1 }] });
  });

  it('may send a file of thousands, not of anything', async () => {
    const to = await start();
    const many = [header, ...Array.from({ length: 4_000 }, (_, i) => line(i + 1, 'senco'))].join('\n');
    expect(many.length).toBeGreaterThan(256 * 1024);
    const outcome = rosterOutcomeBody.parse(await (await post(to, paths.rosterPreview, { csv: many })).json());
    expect(outcome).toMatchObject({ kind: 'dryRun' });
    expect((await post(to, paths.rosterPreview, { csv: 'x'.repeat(9 * 1024 * 1024) })).status).toBe(413);
    expect((await post(to, paths.signposts, { booking: [], resources: [], more: 'x'.repeat(300_000) })).status).toBe(413);
  });

  it('sets links that everybody sees, https only', async () => {
    const to = await start({ deps: { bookingLink: 'https://booking.example/configured' } });
    const read = async () => signpostsBody.parse(await (await to.as(senco.person, paths.signposts)).json());
    expect((await read()).booking).toEqual([{ title: 'Book supervision', url: 'https://booking.example/configured' }]);
    const links = { booking: [{ title: 'A first 15 minutes', url: 'https://booking.example/first' }], resources: [] };
    expect((await post(to, paths.signposts, links)).status).toBe(200);
    expect(await read()).toMatchObject(links);
    expect((await read()).helplines.lastChecked).toMatch(/^\d{4}-\d\d-\d\d$/);
    const bad = { booking: [{ title: 'x', url: 'javascript:alert(1)' }], resources: [] };
    expect((await post(to, paths.signposts, bad)).status).toBe(400);
  });

  it.each(nationIds)('of %s reads its own helplines and code, and what of them is to be confirmed', async (id) => {
    speakForNation(id);
    try {
      const to = await start();
      const signposts = signpostsBody.parse(await (await to.as(admin.person, paths.signposts)).json());
      const { terms, helplines, code, name, plan, safeguardingLead } = nations[id];
      expect(signposts).toMatchObject({
        roleTitle: terms.role,
        nation: { name, plan, code: code.title, safeguardingLead },
        helplines: { child: helplines.child, yourself: helplines.yourself },
      });
      expect(signposts.resources).toContainEqual(code);
      expect(signposts.toConfirm).toEqual(id === 'england' ? undefined : expect.stringContaining('to be confirmed'));
      const me = meBody.parse(await (await to.as(senco.person, paths.me)).json());
      expect(me.nation).toEqual(terms);
    } finally {
      speakForNation('england');
    }
  });

  it('sees how the deployment is, without a name', async () => {
    const text = await (await (await start()).as(admin.person, paths.operations)).text();
    const body = operationsBody.parse(JSON.parse(text));
    expect(body).toMatchObject({ roster: { people: 4, sencos: 1, schools: 1 }, opener: 'atRest', periods: [], webProcesses: 0 });
    expect(body.undelivered).toEqual({});
    expect(text).not.toContain('Person');
  });

  it('counts prompts that could not be sent, and says to nobody whose they are', async () => {
    const dead = [1, 2].map((n) => ({ id: `d${n}`, whom: `sealed ${n}`, reason: 'notInstalled' as const, day: '2026-11-17' }));
    const period = parsePeriodId('2026-27-2');
    if (!period) throw new Error('no period');
    const list = async () => dead.map((each) => ({ ...each, period, occasion: 'day' as const }));
    const text = await (await (await start({ deps: { deadPrompts: { list } } })).as(admin.person, paths.operations)).text();
    expect(operationsBody.parse(JSON.parse(text)).undelivered).toEqual({ notInstalled: 2 });
    expect(text).not.toContain('sealed');
    expect(text).not.toContain('2026-11-17');
  });

  it('looks at new term dates before they hold, and confirms what was looked at', async () => {
    const to = await start();
    const read = async () => termDatesBody.parse(await (await to.as(admin.person, paths.termDates)).json());
    const send = async (text: string) =>
      termDatesOutcomeBody.parse(await (await post(to, paths.termDates, { name: 'dates.csv', text })).json());
    const before = await read();
    expect([before.confirmed, before.draft, before.today]).toEqual([false, undefined, '2026-11-18']);

    const csv = datesFile(before.dates.lines.map((line) => (line.starts === '2027-01-04' ? { ...line, starts: '2027-01-05' } : line)));
    const looked = await send(csv);
    if (looked.kind !== 'draft') throw new Error(JSON.stringify(looked));
    expect(looked.draft.halfTerms.find(({ id }) => id === '2026-27-3')?.starts).toBe('2027-01-05');
    const { confirmed, dates, draft } = await read();
    expect([confirmed, dates, draft]).toEqual([false, before.dates, looked.draft]);

    expect((await post(to, paths.termDatesConfirm, { draft: before.dates })).status).toBe(409);
    expect((await post(to, paths.termDatesConfirm, { draft: 'these' })).status).toBe(400);
    const held = termDatesBody.parse(await (await post(to, paths.termDatesConfirm, { draft: looked.draft })).json());
    expect([held.confirmed, held.dates, held.draft]).toEqual([true, looked.draft, undefined]);
    expect((await post(to, paths.termDatesConfirm, {})).status).toBe(409);
  });

  it('reads what is wrong with term dates, line by line, and nothing changes', async () => {
    const to = await start();
    const send = async (text: string) =>
      termDatesOutcomeBody.parse(await (await post(to, paths.termDates, { name: 'dates.csv', text })).json());
    expect(await send('kind,starts,ends,unit\nterm,2026-09-31,,')).toMatchObject({ kind: 'refused', problems: [{ line: 2 }] });
    expect(await send('name,age\nA,4')).toMatchObject({ kind: 'refused', problems: [{ line: 1 }] });
    expect((await post(to, paths.termDates, { name: 'dates.csv' })).status).toBe(400);
    expect(termDatesBody.parse(await (await to.as(admin.person, paths.termDates)).json()).draft).toBeUndefined();
  });

  it('leaves a school alone from one day to another, by hand or by file, and takes it back', async () => {
    const to = await start();
    const read = async () => quietDaysBody.parse(await (await to.as(admin.person, paths.quietDays)).json());
    const send = async (ask: unknown) => quietDaysOutcomeBody.parse(await (await post(to, paths.quietDays, ask)).json());
    const { school } = senco;
    expect(await read()).toMatchObject({ schools: expect.arrayContaining([school]), quiet: [] });

    const span = { school, starts: '2026-11-30', ends: '2026-12-02' };
    expect(await send({ kind: 'add', ...span })).toMatchObject({ kind: 'changed', now: { quiet: [span] } });
    const text = `school,starts,ends\n${school},2026-12-03,\n${school},2026-12-10,2026-12-11\n${school},2026-10-01,\n`;
    const added = await send({ kind: 'import', name: 'quiet.csv', text });
    // Joined to what it follows; what is over is not shown.
    const quiet = [
      { ...span, ends: '2026-12-03' },
      { school, starts: '2026-12-10', ends: '2026-12-11' },
    ];
    expect(added).toMatchObject({ kind: 'changed', now: { quiet }, leftOut: [] });
    expect(await send({ kind: 'remove', ...quiet[0] })).toMatchObject({ kind: 'changed', now: { quiet: quiet.slice(1) } });

    const before = await read();
    expect(await send({ kind: 'add', ...span, school: 'No School' })).toMatchObject({ kind: 'refused', problems: [{ line: 0 }] });
    expect(await send({ kind: 'add', ...span, ends: '2026-11-29' })).toMatchObject({ kind: 'refused' });
    expect(await send({ kind: 'import', name: 'x', text: `${text}No School,2026-12-01,` })).toMatchObject({ problems: [{ line: 5 }] });
    expect(await send({ kind: 'import', name: 'x', text: 'name,age' })).toMatchObject({ kind: 'refused', problems: [{ line: 1 }] });
    for (const bad of [{ kind: 'add', ...span, starts: '2026-02-30' }, { kind: 'add', ...span, why: 'a reason' }, { kind: 'all' }, {}])
      expect((await post(to, paths.quietDays, bad)).status).toBe(400);
    expect((await post(to, paths.quietDays, { kind: 'import', name: 'x', text: 'x'.repeat(600_000) })).status).toBe(413);
    expect(await read()).toEqual(before);
  });
});
