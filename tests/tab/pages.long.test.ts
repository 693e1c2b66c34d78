/** Each of the four people through their main tasks, in the built tab inside a host that speaks teams-js's protocol. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Frame } from 'playwright-core';
import { actionAsk } from '../../bot/contract/actions.ts';
import { mineAsk } from '../../bot/contract/mine.ts';
import { paths } from '../../bot/contract/paths.ts';
import { rosterAsk } from '../../bot/contract/operations.ts';
import { signpostsAsk } from '../../bot/contract/signposts.ts';
import { quietDaysAsk } from '../../bot/contract/quietDays.ts';
import { termDatesAsk } from '../../bot/contract/termDates.ts';
import { demo } from './demoBodies.ts';
import { recordReplies } from './recordReplies.ts';
import { openTabPages, type TabPages } from './tabPages.ts';
import { demoReplies, refusal } from './tabServer.ts';

let tabs: TabPages;
beforeAll(async () => {
  tabs = await openTabPages();
}, 120_000);
afterAll(() => tabs?.stop());
afterEach(async () => {
  await Promise.all(tabs.browser.contexts().map((context) => context.close()));
  tabs.server.replies = demoReplies();
  expect(tabs.takeComplaints()).toEqual([]);
});

/** Answers a change with `body` and keeps what was sent. */
function hear(path: string, body: unknown): unknown[] {
  const sent: unknown[] = [];
  tabs.server.replies[`POST ${path}`] = (ask) => {
    sent.push(ask);
    return { status: 200, body };
  };
  return sent;
}
const press = (tab: Frame, name: string | RegExp) => tab.getByRole('button', { name }).first().click();

describe('a leader', () => {
  it('opens on one signal, one question and one action, and decides', async () => {
    const sent = hear(paths.actions, demo.actions);
    const page = await tabs.newPage();
    const tab = await tabs.inHost(page, '', ['leader']);
    await tab.getByRole('heading', { level: 1, name: 'What we do' }).waitFor();
    await tab.getByText('Much is being held alone.').waitFor();
    await tab.getByText('How much of that was yours to hold? Between About half and Most.').waitFor();
    await tab.getByText('What are you holding that should be somebody else’s, or ours?').waitFor();
    await tab.getByText('Please decide by 13 November 2026').waitFor();
    await tab.getByText('Do not ask who answered, or what.').waitFor();
    await press(tab, 'Act');
    await tab.getByText('Kept.').waitFor();
    expect(sent.map((ask) => actionAsk.parse(ask))).toEqual([
      {
        unit: 'northern-trust',
        way: 'shared',
        action: 'standingItem',
        decision: 'act',
        owner: 'Ama Thorne',
        due: '2026-11-25',
        done: false,
        published: false,
      },
    ]);
  });

  it('says why not now, and cannot leave the reason out', async () => {
    const sent = hear(paths.actions, demo.actions);
    const tab = await tabs.inHost(await tabs.newPage(), '#do', ['leader']);
    await press(tab, /Not now/);
    await press(tab, 'Keep this reason');
    await tab.getByText('Say why not now, in a few words that anyone may read.').waitFor();
    expect(sent).toEqual([]);
    await tab.getByLabel('Why not now').fill('the timetable is fixed until January');
    await press(tab, 'Keep this reason');
    await tab.getByText('Kept.').waitFor();
    expect(sent).toMatchObject([{ decision: 'notNow', because: 'the timetable is fixed until January' }]);
  });

  it('chooses another way, marks an action as done, and tells the group or takes it back', async () => {
    const sent = hear(paths.actions, demo.actions);
    const tab = await tabs.inHost(await tabs.newPage(), '#do', ['leader']);
    await press(tab, 'Choose: Supervision');
    await tab.getByLabel('Book the protected hour of supervision, with cover').check();
    await tab.getByText('When is your protected hour, and what gets in its way?').waitFor();
    await press(tab, 'Mark as done: Administrative help for paperwork and meetings');
    await tab.getByText('Kept.').waitFor();
    await press(tab, /^Take it back from the group/);
    await tab.getByRole('listitem').filter({ hasText: 'Take it back from the group' }).getByText('Kept.').first().waitFor();
    expect(sent[0]).toMatchObject({ id: 'a', done: true, published: false });
    await tab.getByText('Heard across Northern Trust · Done here').first().waitFor();
    await tab.getByText('Last action: 16 October 2026').waitFor();
  });

  it('has one printed side for governors, as PDF too', async () => {
    const page = await tabs.newPage();
    tabs.server.replies[paths.me] = { status: 200, body: { ...demo.me, roles: ['leader'] } };
    // A PDF is of a whole page, so not inside a host.
    await page.goto(`${tabs.server.url}${paths.tab}#governors`);
    await page.getByRole('button', { name: 'Dev Anand' }).click();
    await page.getByRole('heading', { level: 1, name: 'How the SENCo role is carried' }).waitFor();
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Print/ }).count()).toBe(0);
    expect(await page.locator('svg rect').count()).toBeGreaterThan(3);
  });

  it('sees no page of somebody else, whatever the address says', async () => {
    const tab = await tabs.inHost(await tabs.newPage(), '#mine', ['leader']);
    await tab.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
    await tab.getByRole('link', { name: 'What we hear' }).click();
    await tab.getByRole('heading', { level: 1, name: 'What we hear' }).waitFor();
    expect(await tab.title()).toBe('What we hear – Held');
  });
});

describe('everyone in the group', () => {
  it('may save exactly the released figures, sees seasons and falling numbers, and reads the rules', async () => {
    const page = await tabs.newPage();
    const tab = await tabs.inHost(page, '#hear', ['senco']);
    await tab.getByText('Fewer people answered. Please do not chase.').waitFor();
    await tab
      .getByText(/Spring 1, 2026: EHCP phase transfer, due 15 February/)
      .first()
      .waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), press(tab, 'Save these figures (CSV)')]);
    expect(file.suggestedFilename()).toBe('held-northern-trust.east.csv');
    const text = await readFile(await file.path(), 'utf8');
    expect(text).toContain('2026-27-1,2026-09-03,2026-10-23,Northern Trust/East,8 to 13,load,How does that meeting feel now?,1.5,0.5,,');
    await tab.getByText('The rules, one by one').click();
    await tab.getByText('A check-in has no free text.').waitFor();
    await tab.getByText('Heard across Northern Trust, East · Done here').waitFor();
    await tab.getByRole('tab', { name: 'Northern Trust' }).click();
    await tab.getByText('A year before, in Autumn 1, 2025: Around Quite heavy').waitFor();
  });
});

describe('a SENCo', () => {
  it('keeps days and hours, pauses, and sees what Held holds', async () => {
    const paused = { ...demo.mine, settings: { ...demo.mine.settings, pausedUntil: '2026-11-09T00:00:00Z' } };
    const sent = hear(paths.mine, paused);
    const tab = await tabs.inHost(await tabs.newPage(), '#mine', ['senco']);
    await tab.getByText('At most once a day and twice a week').waitFor();
    await tab.getByLabel('Friday').check();
    await tab.getByLabel('Until').fill('15:30');
    await tab.getByLabel(/Held may look at the times in my calendar/).check();
    await press(tab, 'Keep my days and hours');
    await tab.getByText('Held is quiet until 9 November 2026.').waitFor();
    expect(sent.map((ask) => mineAsk.parse(ask))).toEqual([
      { change: 'hours', workingDays: [1, 2, 4, 5], hours: { from: '08:00', to: '15:30' }, calendar: true },
    ]);
    await tab.getByRole('cell', { name: 'Esme Whitlock' }).waitFor();
    await tab.getByText(/So it cannot say whether you answered/).waitFor();
    await tab.getByText('Education Support 08000 562 561').waitFor();
  });

  it('takes answers back only after a second word, and hears when nothing is open', async () => {
    const sent = hear(paths.withdraw, {});
    const page = await tabs.newPage();
    const tab = await tabs.inHost(page, '#mine', ['senco']);
    await press(tab, 'Take back my answers of this half-term');
    expect(await tab.evaluate(() => document.activeElement?.textContent)).toBe('Keep them');
    await page.keyboard.press('Enter');
    expect(sent).toEqual([]);
    await press(tab, 'Take back my answers of this half-term');
    await press(tab, 'Yes, take them back');
    await tab.getByText('They are taken back. Nothing of them will be counted.').waitFor();
    expect(sent).toEqual([{}]);
    tabs.server.replies[`POST ${paths.withdraw}`] = refusal(409, 'period-closed');
    await press(tab, 'Take back my answers of this half-term');
    await press(tab, 'Yes, take them back');
    await tab.getByText('That cannot be done now. Please look at the page again.').waitFor();
  });

  it('keeps a private record, loses the device, and opens it on another with the code', async () => {
    const asks: unknown[] = [];
    Object.assign(tabs.server.replies, recordReplies(asks));
    const tab = await tabs.inHost(await tabs.newPage(), '#mine', ['senco']);
    await press(tab, 'Start my private record');
    await press(tab, 'Start a new record');
    const code = (await tab.getByTestId('recovery-code').textContent()) ?? '';
    expect(code).toMatch(/^([0-9A-Z]{5}-){5}[0-9A-Z]$/);
    await press(tab, 'I have kept it safe');
    await tab.getByText('How it moved').waitFor();
    await tab.getByText('All of your last five felt heavy. You might take that to supervision.').waitFor();
    expect(
      await tab
        .getByRole('figure', { name: /How does that meeting feel now\? 5 of your own answers/ })
        .locator('circle')
        .count(),
    ).toBe(5);

    // The two questions of the record alone are sealed here, before they leave.
    const alone = tab.getByRole('group', { name: 'Is there a conversation you are putting off?' });
    await alone.getByRole('button', { name: 'Quite a bit' }).click();
    await alone.getByText('Kept in your record.').waitFor();
    await tab.getByText(/Is there a conversation you are putting off\? Quite a bit, on /).waitFor();

    // Nothing private left the device, and what stayed cannot be read out.
    const sent = JSON.stringify(asks);
    expect(sent).not.toContain(code.replaceAll('-', ''));
    expect(sent).not.toContain('"d"');
    expect(sent).not.toMatch(/putoff|option/);
    const kept = await tab.evaluate(async (person) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('held', 1);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('no database'));
      });
      const key = await new Promise<unknown>((resolve) => {
        const asking = db.transaction('record-keys').objectStore('record-keys').get(person);
        asking.onsuccess = () => resolve(asking.result);
      });
      const out = key instanceof CryptoKey ? await crypto.subtle.exportKey('jwk', key).catch(() => 'locked') : 'no key';
      return [out, localStorage.length, sessionStorage.length, document.cookie];
    }, demo.me.objectId);
    expect(kept).toEqual(['locked', 0, 0, '']);

    // The same person on another device: another browser profile.
    const other = await tabs.inHost(await tabs.newPage(), '#mine', ['senco']);
    await other.getByText('I have a recovery code').click();
    await other.getByLabel('Recovery code').fill('ABCDE-FGHJK');
    await press(other, 'Open my record here');
    await other.getByText(/That code does not open this record/).waitFor();
    await other.getByLabel('Recovery code').fill(code.toLowerCase());
    await press(other, 'Open my record here');
    await other.getByText('How it moved').waitFor();
    await other.getByRole('button', { name: 'Show as a table' }).first().click();
    await other.getByRole('cell', { name: 'Very heavy' }).waitFor();

    await press(other, 'Turn it off');
    await press(other, 'Delete my record');
    await other.getByRole('button', { name: 'Start my private record' }).waitFor();
  });

  it('asks for fewer questions, and saves all that is kept about them as a file', async () => {
    const sent = hear(paths.mine, { ...demo.mine, settings: { ...demo.mine.settings, fewer: true } });
    tabs.server.replies[paths.myData] = { status: 200, body: demo.myData };
    const page = await tabs.newPage();
    const tab = await tabs.inHost(page, '#mine', ['senco']);
    await press(tab, 'Ask me less often');
    await tab.getByText('You asked for fewer.').waitFor();
    expect(sent.map((ask) => mineAsk.parse(ask))).toEqual([{ change: 'fewer' }]);
    const [file] = await Promise.all([page.waitForEvent('download'), press(tab, 'Save all of it as a file')]);
    expect(file.suggestedFilename()).toBe('held-my-data.json');
    expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toEqual(demo.myData);
  });

  it('hears calmly when a change could not be kept', async () => {
    tabs.server.replies[`POST ${paths.mine}`] = refusal(503, 'storage-down');
    const tab = await tabs.inHost(await tabs.newPage(), '#mine', ['senco']);
    await press(tab, 'Keep my days and hours');
    await tab.getByText('That was not kept. Please try again in a minute.').waitFor();
  });
});

describe('a supervisor', () => {
  it('finds the hour and what is said beforehand', async () => {
    const tab = await tabs.inHost(await tabs.newPage(), '', ['supervisor']);
    await tab.getByRole('heading', { level: 1, name: 'Supervision' }).waitFor();
    await tab
      .getByText(/One thing at depth/)
      .first()
      .waitFor();
    await tab.getByText('Records may be disclosable: no names.', { exact: true }).waitFor();
    expect(await tab.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(['Supervision', 'What we hear']);
  });
});

describe('an administrator', () => {
  const roster = { name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from('objectId,…\n1') };

  it('looks at what a roster would change before it is imported', async () => {
    const preview = hear(paths.rosterPreview, demo.rosterPreview);
    const imported = hear(paths.rosterImport, { ...demo.rosterPreview, kind: 'applied' });
    const tab = await tabs.inHost(await tabs.newPage(), '', ['admin']);
    await tab.locator('input[type=file]').first().setInputFiles(roster);
    await tab.getByText('1 joining, 1 changed, 1 leaving, 28 as before').waitFor();
    await tab.getByText('Cleo Marsh, Elm Park School, Northern Trust, East: school, supervisor').waitFor();
    expect(imported).toEqual([]);
    await press(tab, 'Import this roster');
    await tab.getByText('The roster is imported.').waitFor();
    expect([...preview, ...imported].map((ask) => rosterAsk.parse(ask).csv)).toEqual(['objectId,…\n1', 'objectId,…\n1']);
  });

  it('reads each bad line with its reason, and cannot import', async () => {
    const problem = { line: 7, reason: 'unit is empty; write a path such as Northern Trust/East' };
    hear(paths.rosterPreview, { kind: 'refused', problems: [problem], more: 0 });
    const tab = await tabs.inHost(await tabs.newPage(), '', ['admin']);
    await tab.locator('input[type=file]').first().setInputFiles(roster);
    await tab.getByText('Nothing was changed. one line to mend:').waitFor();
    expect(await tab.getByRole('row').allInnerTexts()).toContain(`7\t${problem.reason}`);
    expect(await tab.getByRole('button', { name: 'Import this roster' }).count()).toBe(0);
  });

  it('changes a term date by hand, looks at it, and only then confirms it', async () => {
    const looked = hear(paths.termDates, demo.termDatesDraft);
    const confirmed = hear(paths.termDatesConfirm, { ...demo.termDates, confirmed: true });
    const tab = await tabs.inHost(await tabs.newPage(), '', ['admin']);
    await tab.getByText('These are England’s usual dates').waitFor();
    await tab.getByText('Change dates by hand').click();
    await tab.getByRole('group', { name: 'Line 1', exact: true }).getByLabel('From').fill('2025-09-03');
    await press(tab, 'Look at what these dates make');
    await tab.getByText('These dates do not hold yet').waitFor();
    await tab.getByText('Left out, since they are not about term dates: School fair').waitFor();
    expect(confirmed).toEqual([]);
    expect(looked.map((ask) => termDatesAsk.parse(ask).text.split('\n').slice(0, 2))).toEqual([
      ['kind,starts,ends,unit', expect.stringMatching(/^term,2025-09-03,/)],
    ]);
    await press(tab, 'Confirm these dates');
    await tab.getByText('The dates are confirmed. They hold within a minute.').waitFor();
    expect(confirmed).toEqual([{ draft: demo.termDatesDraft.kind === 'draft' && demo.termDatesDraft.draft }]);
  });

  it('leaves a school alone for some days, or takes that back, and reads what is wrong with a file', async () => {
    const sent = hear(paths.quietDays, { kind: 'changed', now: { ...demo.quietDays, quiet: [] }, leftOut: ['School fair'] });
    const tab = await tabs.inHost(await tabs.newPage(), '', ['admin']);
    const panel = tab.getByRole('region', { name: 'Quiet days' });
    await panel.getByText('Oakfield: ').waitFor();
    await panel.getByLabel('School', { exact: true }).selectOption('Elm Park School');
    await panel.getByLabel('From').fill('2026-12-01');
    await press(tab, 'Leave it alone');
    await panel.getByText('No school has quiet days ahead.').waitFor();
    await panel.getByText('Left out, since no school on the roster is called so: School fair').waitFor();
    expect(sent.map((ask) => quietDaysAsk.parse(ask))).toEqual([
      { kind: 'add', school: 'Elm Park School', starts: '2026-12-01', ends: '2026-12-01' },
    ]);

    const again = hear(paths.quietDays, { kind: 'refused', problems: [{ line: 3, reason: 'no school on the roster is called “Elm”' }] });
    const other = await tabs.inHost(await tabs.newPage(), '', ['admin']);
    await other.getByRole('button', { name: /^Take back Oakfield/ }).click();
    await other.getByText('Line 3: no school on the roster is called “Elm”').waitFor();
    expect(again.map((ask) => quietDaysAsk.parse(ask))).toEqual([{ kind: 'remove', ...demo.quietDays.quiet[0] }]);
  });

  it('sets links, only with a name and an https address, and sees how things are', async () => {
    const sent = hear(paths.signposts, demo.signposts);
    const tab = await tabs.inHost(await tabs.newPage(), '', ['admin']);
    await press(tab, 'Add a link: Reading and networks');
    await press(tab, 'Keep these links');
    await tab.getByText('Each link needs a name and an address that begins with https://.').waitFor();
    const reading = tab.getByRole('group', { name: 'Reading and networks', exact: true });
    await reading.getByLabel('Name').last().fill('A network');
    await reading.getByLabel('Address').last().fill('https://network.example');
    await press(tab, 'Keep these links');
    await tab.getByText('The links are kept.').waitFor();
    expect(sent.map((ask) => signpostsAsk.parse(ask).resources.at(-1))).toEqual([{ title: 'A network', url: 'https://network.example' }]);
    await tab.getByText('31 people on the roster: 24 SENCos in 24 schools').waitFor();
    await tab.getByText(/answers that could not be read: 1/).waitFor();
    await tab.getByText(/Last checked on/).waitFor();
  });
});

describe('any page', () => {
  it.each([
    ['#do', 'leader', paths.actions],
    ['#mine', 'senco', paths.mine],
    ['#governors', 'leader', paths.actions],
  ] as const)('%s says what is wrong, and comes back', async (hash, role, path) => {
    tabs.server.replies[path] = refusal(503, 'storage-down');
    const tab = await tabs.inHost(await tabs.newPage(), hash, [role]);
    await tab.getByRole('heading', { name: 'This could not be loaded' }).waitFor();
    tabs.server.replies[path] = refusal(403, 'not-allowed');
    await press(tab, 'Try again');
    await tab.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
  });

  it('can be reached and left with the keyboard alone', async () => {
    const page = await tabs.newPage();
    const tab = await tabs.inHost(page, '#hear', ['senco']);
    await tab.getByRole('figure').first().waitFor();
    await tab.getByRole('link', { name: 'My place' }).focus();
    await page.keyboard.press('Enter');
    await tab.getByRole('heading', { level: 1, name: 'My place' }).waitFor();
    await tab.waitForFunction(() => document.activeElement?.id === 'page-title');
    await page.keyboard.press('Tab');
    expect(await tab.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('checkbox');
  });
});
