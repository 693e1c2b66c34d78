/** Supervision as it stands for others than the demo's two: before the first session, in a group, with nobody. */
import { paths } from '../../bot/contract/paths.ts';
import { mySupervisionBody, supervisingBody, type MySupervisionBody } from '../../bot/contract/supervision.ts';
import { demo } from './demoBodies.ts';
import type { Replies } from './tabServer.ts';

const ok = (body: unknown) => ({ status: 200, body });
const none = { topics: [], wishes: {}, actions: [] };
const mine = (changes: Partial<MySupervisionBody>): Replies => ({
  [paths.supervision]: ok(mySupervisionBody.parse({ ...demo.supervision, ...changes })),
  [paths.supervisionRecords]: ok({ records: [] }),
});

/** Nothing agreed, nothing kept. */
export const firstReplies = mine({ contract: { copies: 'supervisee', years: 2 }, flags: [], preview: none });

/** In a group: topics wait until enough people kept the same. */
export const groupReplies = mine({
  entitlement: { minutes: 90, every: 'month', format: 'group' },
  nextDigest: undefined,
  flags: demo.supervision.flags.map((flag) => (flag.sentOn ? { ...flag, inGroup: true, discussedOn: undefined } : flag)),
  preview: none,
});

/** The supervisor has left; a topic kept for them is still there. */
export const aloneReplies = mine({
  supervisor: undefined,
  contract: { copies: 'supervisee', years: 2 },
  session: undefined,
  nextDigest: undefined,
  flags: demo.supervision.flags.map((flag) => ({ ...flag, forEarlier: true })),
  preview: none,
});

/** A supervisor to whom nobody was given yet. */
export const nobodyReplies: Replies = {
  [paths.supervisees]: ok(supervisingBody.parse({ ...demo.supervising, supervisees: [], unreadable: [], groups: [], booking: {} })),
  [paths.supervisionReading]: ok({ reading: [] }),
};
