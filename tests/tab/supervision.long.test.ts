/** The tab's pages of supervision, in the built tab inside a host: what is asked before it is kept, and two edits at once. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { paths } from '../../bot/contract/paths.ts';
import { bookingOfAsk, flagAsk, networkAsk, recordChangeAsk, superviseeAsk } from '../../bot/contract/supervision.ts';
import { recordPage } from '../../tab/recordFile.ts';
import { supervising, supervision } from '../../tab/words/supervision.ts';
import { demo } from './demoBodies.ts';
import { openTabPages, type TabPages } from './tabPages.ts';
import { demoReplies, refusal, type Reply } from './tabServer.ts';

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

/** Answers changes at a path in turn, the last answer for ever, and keeps what was sent. */
function hear(path: string, ...answers: readonly Reply[]): unknown[] {
  const sent: unknown[] = [];
  tabs.server.replies[`POST ${path}`] = (ask) => {
    sent.push(ask);
    return answers[Math.min(sent.length, answers.length) - 1] ?? { status: 500, body: {} };
  };
  return sent;
}
const ok = (body: unknown): Reply => ({ status: 200, body });
const kept = ok({ kind: 'done', mine: demo.supervision });

describe('a supervisee', () => {
  it('is asked about a name before it is kept, and decides', async () => {
    const sent = hear(paths.supervisionFlags, ok({ kind: 'asked', warnings: ['name'] }), kept);
    const tab = await tabs.inHost(await tabs.newPage(), '#supervision', ['senco']);
    await tab.getByRole('button', { name: supervision.keep.save, exact: true }).click();
    await tab.getByText(supervision.keep.needsTopic).waitFor();
    await tab.getByLabel(supervision.keep.topic, { exact: true }).selectOption('team');
    await tab.getByLabel(supervision.keep.note, { exact: true }).fill('About Jamie Oakes');
    await tab.getByRole('button', { name: supervision.keep.save, exact: true }).click();
    await tab.getByText(supervision.keep.asked.name).waitFor();
    await tab.getByRole('button', { name: supervision.keep.sure }).click();
    await tab.getByText(supervision.keep.asked.name).waitFor({ state: 'detached' });
    const asks = sent.map((ask) => flagAsk.parse(ask));
    expect(asks).toMatchObject([
      { do: 'keep', topic: 'team', note: 'About Jamie Oakes', sure: false },
      { do: 'keep', topic: 'team', note: 'About Jamie Oakes', sure: true },
    ]);
  });

  it('cannot keep more than fits, and sees how much is left', async () => {
    const tab = await tabs.inHost(await tabs.newPage(), '#supervision', ['senco']);
    await tab.getByLabel(supervision.keep.note, { exact: true }).fill('x'.repeat(150));
    await tab.getByText(supervision.keep.left(-10)).waitFor();
    expect(await tab.getByRole('button', { name: supervision.keep.save, exact: true }).getAttribute('aria-disabled')).toBe('true');
  });

  it('whose edit came second sees the first, and is asked', async () => {
    const [first] = demo.supervision.flags;
    if (!first) throw new Error('no flag');
    const now = { ...demo.supervision, flags: [{ ...first, version: 2, note: 'Changed on the other device.' }] };
    const sent = hear(paths.supervisionFlags, refusal(409, 'changed-meanwhile'), ok({ kind: 'done', mine: now }));
    const tab = await tabs.inHost(await tabs.newPage(), '#supervision', ['senco']);
    await tab.getByRole('button', { name: `${supervision.list.edit}: A parent’s distress` }).click();
    await tab.getByLabel(supervision.keep.note, { exact: true }).last().fill('Mine, from here.');
    tabs.server.replies[paths.supervision] = ok(now);
    await tab.getByRole('button', { name: supervision.keep.saveEdit, exact: true }).click();
    await tab.getByText(supervision.keep.changedTitle).waitFor();
    await tab.getByText('Changed on the other device.').first().waitFor();
    await tab.getByRole('button', { name: supervision.keep.mineInstead }).click();
    await tab.getByText(supervision.keep.changedTitle).waitFor({ state: 'detached' });
    expect(sent.map((ask) => flagAsk.parse(ask))).toMatchObject([
      { do: 'edit', version: 1, note: 'Mine, from here.', sure: false },
      { do: 'edit', version: 2, note: 'Mine, from here.', sure: true },
    ]);
  });

  it('sees the same digest as the supervisor, and owns the record', async () => {
    const sent = hear(paths.supervisionRecords, ok({ records: [] }));
    const tab = await tabs.inHost(await tabs.newPage(), '#supervision', ['senco']);
    await tab.getByRole('complementary').getByText('A call that stayed in my head all weekend.').waitFor();
    await tab.getByRole('button', { name: supervision.records.remove }).click();
    await tab.getByRole('button', { name: supervision.records.removeYes }).click();
    await tab.getByText(supervision.records.none).waitFor();
    expect(sent.map((ask) => recordChangeAsk.parse(ask))).toEqual([{ do: 'delete', id: demo.records.records[0]?.id }]);
  });
});

describe('a supervisor', () => {
  it('drafts a record with an action and something to read', async () => {
    const sent = hear(paths.supervisee, ok(demo.supervising));
    const tab = await tabs.inHost(await tabs.newPage(), '#supervise', ['supervisor']);
    await tab.getByRole('button', { name: /^Write the record of 17 November 2026/ }).click();
    await tab.getByLabel(supervision.records.parts.focus).fill('What the week left.');
    await tab.getByRole('button', { name: supervising.form.addAction }).click();
    await tab.getByRole('textbox', { name: supervising.form.what, exact: true }).fill('Ask for an hour');
    await tab.getByRole('checkbox', { name: 'On holding and being held' }).check();
    await tab.getByRole('button', { name: supervising.form.save }).click();
    await tab.getByText(supervising.form.saved).waitFor();
    expect(sent.map((ask) => superviseeAsk.parse(ask))).toMatchObject([
      {
        do: 'draft',
        version: 0,
        date: '2026-11-17',
        focus: 'What the week left.',
        actions: [{ what: 'Ask for an hour', owner: 'supervisee' }],
        reading: [{ url: 'https://reading.example/holding' }],
      },
    ]);
  });

  it('is told that an address must be https, and sends nothing else', async () => {
    const session = 'https://safe.example/hour';
    const sent = hear(paths.supervisorBooking, ok({ ...demo.supervising, booking: { ...demo.supervising.booking, session } }));
    const tab = await tabs.inHost(await tabs.newPage(), '#supervise', ['supervisor']);
    const panel = tab.getByRole('region', { name: supervising.booking.title });
    await panel.getByLabel(supervising.booking.session).fill('http://plain.example');
    await panel.getByRole('button', { name: supervising.booking.save }).click();
    await panel.getByText(supervising.booking.bad).waitFor();
    await panel.getByLabel(supervising.booking.session).fill(session);
    await panel.getByRole('button', { name: supervising.booking.save }).click();
    await panel.getByText(supervising.booking.saved).waitFor();
    expect(await panel.getByText(supervising.booking.bad).count()).toBe(0);
    expect(sent.map((ask) => bookingOfAsk.parse(ask))).toMatchObject([{ session }]);
  });
});

describe('a leader', () => {
  it('adds a link for their own group', async () => {
    const sent = hear(paths.supervisionNetwork, ok(demo.network));
    const tab = await tabs.inHost(await tabs.newPage(), '#do', ['leader']);
    const panel = tab.getByRole('region', { name: supervision.network.title });
    await panel.getByLabel('Title').fill('A course');
    await panel.getByLabel('Address').fill('https://course.example');
    await panel.getByRole('button', { name: 'Add the link' }).click();
    await panel.getByText('Saved.').waitFor();
    expect(sent.map((ask) => networkAsk.parse(ask))).toMatchObject([{ do: 'keep', title: 'A course', url: 'https://course.example' }]);
  });
});

it('a record’s page to print lets nothing in it run', () => {
  const [record] = demo.records.records;
  if (!record) throw new Error('no record');
  const page = recordPage({ ...record, focus: '<script>alert("x")</script> & \'quotes\'' });
  expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;quotes&#39;');
  expect(page).not.toMatch(/<script/i);
});
