/** The tab's pages of supervision, in the built tab inside a host: what is asked before it is kept, and two edits at once. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { paths } from '../../bot/contract/paths.ts';
import { bookingOfAsk, flagAsk, mySupervisionAsk, networkAsk, recordChangeAsk, superviseeAsk } from '../../bot/contract/supervision.ts';
import { recordPage } from '../../tab/recordFile.ts';
import { supervising, supervision } from '#words/tab/supervision.ts';
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

  it('whose date came second sees the first, with their own still typed, and is asked', async () => {
    const now = { ...demo.supervision, session: { date: '2026-12-01', time: '09:00', minutes: 45 } };
    const sent = hear(paths.supervision, refusal(409, 'changed-meanwhile'), ok(now));
    const tab = await tabs.inHost(await tabs.newPage(), '#supervision', ['senco']);
    const panel = tab.getByRole('region', { name: supervision.session.title });
    await panel.getByText(supervision.session.change).click();
    await panel.getByLabel(supervision.session.date, { exact: true }).fill('2026-12-04');
    tabs.server.replies[paths.supervision] = ok(now);
    await panel.getByRole('button', { name: supervision.session.save }).click();
    const asked = panel.getByRole('alert');
    await asked.getByText('1 December 2026').waitFor();
    expect(await panel.getByLabel(supervision.session.date, { exact: true }).inputValue()).toBe('2026-12-04');
    await asked.getByRole('button', { name: supervision.keep.mineInstead }).click();
    await asked.waitFor({ state: 'detached' });
    const { session } = demo.supervision;
    expect(sent.map((ask) => mySupervisionAsk.parse(ask))).toEqual([
      { do: 'session', session: { ...session, date: '2026-12-04' }, was: session },
      { do: 'session', session: { ...session, date: '2026-12-04' }, was: now.session },
    ]);
  });

  it('whose wishes came second sees the first, and may leave them', async () => {
    const now = { ...demo.supervision, wishes: { access: 'Near the window' } };
    hear(paths.supervisionFlags, refusal(409, 'changed-meanwhile'));
    const tab = await tabs.inHost(await tabs.newPage(), '#supervision', ['senco']);
    await tab.getByLabel(supervision.wishes.access).fill('Near the door');
    tabs.server.replies[paths.supervision] = ok(now);
    await tab.getByRole('button', { name: supervision.wishes.save, exact: true }).click();
    const asked = tab.getByRole('alert');
    await asked.getByText(supervision.digest.access('Near the window')).waitFor();
    expect(await tab.getByLabel(supervision.wishes.access).inputValue()).toBe('Near the door');
    await asked.getByRole('button', { name: supervision.keep.leave }).click();
    await asked.waitFor({ state: 'detached' });
    expect(await tab.getByLabel(supervision.wishes.access).inputValue()).toBe('Near the window');
  });

  it('whose addition to a record came second sees the record as it stands, and loses nothing typed', async () => {
    const [record] = demo.records.records;
    if (!record) throw new Error('no record');
    const now = { records: [{ ...record, version: 2, focus: 'Drafted again meanwhile.' }] };
    const sent = hear(paths.supervisionRecords, refusal(409, 'changed-meanwhile'), ok(now));
    const tab = await tabs.inHost(await tabs.newPage(), '#supervision', ['senco']);
    await tab.getByText(supervision.records.add).click();
    await tab.getByLabel(supervision.records.parts.added).fill('A line of mine.');
    tabs.server.replies[paths.supervisionRecords] = ok(now);
    await tab.getByRole('button', { name: supervision.records.addSave }).click();
    const asked = tab.getByRole('alert');
    await asked.getByText('Drafted again meanwhile.').waitFor();
    expect(await tab.getByLabel(supervision.records.parts.added).inputValue()).toBe('A line of mine.');
    await asked.getByRole('button', { name: supervision.keep.mineInstead }).click();
    await asked.waitFor({ state: 'detached' });
    expect(sent.map((ask) => recordChangeAsk.parse(ask))).toMatchObject([
      { do: 'add', version: 1, added: 'A line of mine.' },
      { do: 'add', version: 2, added: 'A line of mine.' },
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

  it('whose draft came second sees the record as it stands, with the form as it was typed', async () => {
    const [record] = demo.records.records;
    if (!record) throw new Error('no record');
    const theirs = `${paths.supervisee}?person=11111111-1111-4111-8111-111111111111`;
    const now = { records: [{ ...record, version: 2, added: 'A line of hers.' }] };
    const sent = hear(paths.supervisee, refusal(409, 'changed-meanwhile'), ok(demo.supervising));
    tabs.server.replies[paths.supervisee] = ok(demo.records);
    tabs.server.replies[theirs] = ok(demo.records);
    const tab = await tabs.inHost(await tabs.newPage(), '#supervise', ['supervisor']);
    const panel = tab.getByRole('region', { name: 'Ama Thorne' });
    await panel.getByText(supervising.more).click();
    await panel.getByRole('button', { name: supervising.edit }).click();
    await panel.getByLabel(supervision.records.parts.focus).fill('Typed for a while.');
    tabs.server.replies[paths.supervisee] = ok(now);
    tabs.server.replies[theirs] = ok(now);
    await panel.getByRole('button', { name: supervising.form.save }).click();
    const asked = panel.getByRole('alert');
    await asked.getByText('A line of hers.').waitFor();
    expect(await panel.getByLabel(supervision.records.parts.focus).inputValue()).toBe('Typed for a while.');
    await asked.getByRole('button', { name: supervision.keep.mineInstead }).click();
    await panel.getByText(supervising.form.saved).waitFor();
    expect(sent.map((ask) => superviseeAsk.parse(ask))).toMatchObject([
      { do: 'draft', version: 1, focus: 'Typed for a while.' },
      { do: 'draft', version: 2, focus: 'Typed for a while.' },
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

describe('who was a SENCo', () => {
  it('finds what they kept from what is heard, and can only read, save and delete it', async () => {
    const gone = {
      ...demo.supervision,
      supervisor: undefined,
      session: undefined,
      flags: demo.supervision.flags.map((flag) => ({ ...flag, forEarlier: true })),
    };
    tabs.server.replies[paths.supervision] = ok(gone);
    const sent = hear(paths.supervisionFlags, ok({ kind: 'done', mine: { ...gone, flags: [] } }));
    const tab = await tabs.inHost(await tabs.newPage(), '#hear', ['leader']);
    await tab.getByRole('link', { name: supervision.before.open }).click();
    await tab.getByText(supervision.before.text).waitFor();
    expect(await tab.getByRole('button', { name: supervision.records.share }).count()).toBe(0);
    await tab.getByRole('button', { name: supervision.records.json }).waitFor();
    await tab.getByRole('button', { name: `${supervision.list.withdraw}: Something went well` }).click();
    await tab.getByText(supervision.list.done).waitFor();
    expect(sent.map((ask) => flagAsk.parse(ask))).toMatchObject([{ do: 'withdraw' }]);
  });

  it('and never kept anything, is shown nothing of it', async () => {
    tabs.server.replies[paths.supervision] = ok({ ...demo.supervision, supervisor: undefined, flags: [], records: 0 });
    const tab = await tabs.inHost(await tabs.newPage(), '#hear', ['leader']);
    await tab.getByText('The rules, one by one').waitFor();
    expect(await tab.getByRole('link', { name: supervision.before.open }).count()).toBe(0);
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
