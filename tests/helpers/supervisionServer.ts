/** Two supervisors, their supervisees and those around them, behind a real server whose stores are in memory. */
import { Temporal } from 'temporal-polyfill';
import type { RosterEntry } from '../../bot/domain/roster.ts';
import type { RosterStore } from '../../bot/ports.ts';
import { admin, entry, leader, recordingLogger, rosterOf, senco, startServer, supervisor, type TestServer } from './server.ts';
import { testSupervision, type TestSupervision } from './supervision.ts';

export const mine = { ...senco, supervisor: supervisor.person };
export const otherSupervisor = entry(6, ['supervisor'], 'Northern Trust/West');
export const others = { ...entry(7, ['senco'], 'Northern Trust/West'), supervisor: otherSupervisor.person };
export const alone = entry(8, ['senco'], 'Northern Trust/West');
export const eastLeader = entry(9, ['leader'], 'Northern Trust/East');
export const double = { ...entry(10, ['senco', 'supervisor'], 'Northern Trust/East'), supervisor: otherSupervisor.person };
export const theirSupervisor = entry(11, ['supervisor'], 'Northern Trust/West');
export const changing = { ...entry(12, ['senco'], 'Northern Trust/West'), supervisor: theirSupervisor.person };
export const everybody: readonly RosterEntry[] = [
  theirSupervisor,
  changing,
  double,
  mine,
  leader,
  supervisor,
  admin,
  otherSupervisor,
  others,
  alone,
  eastLeader,
];

export interface SupervisionServer {
  readonly supervision: TestSupervision;
  readonly server: TestServer;
  /** From now on these are on the roster. */
  enrol(people: readonly RosterEntry[]): void;
}

export async function startSupervisionServer(): Promise<SupervisionServer> {
  let enrolled = everybody;
  const roster: RosterStore = {
    read: () => rosterOf(...enrolled).read(),
    find: (person) => rosterOf(...enrolled).find(person),
    replace: async () => undefined,
  };
  const now = Temporal.Instant.from('2026-11-18T10:30:00Z');
  const clock = { now: () => now };
  const supervision = await testSupervision(roster, clock, recordingLogger().log);
  return {
    supervision,
    server: await startServer({ deps: { roster, clock, supervising: supervision.deps } }),
    enrol: (people) => (enrolled = people),
  };
}

export const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

export const flagId = 'aaaaaaaaaaaaaaaaaaaaaaaa';
export const recordId = 'bbbbbbbbbbbbbbbbbbbbbbbb';
export const linkId = 'cccccccccccccccccccccccc';
export const terms = { copies: 'supervisee', years: 2 } as const;
const texts = { focus: 'f', mine: 'm', shared: 's', systems: 'y', mayLeave: 'l' };
export const draft = {
  do: 'draft',
  person: mine.person,
  id: recordId,
  version: 0,
  date: '2026-11-17',
  minutes: 60,
  format: 'oneToOne',
  ...texts,
  actions: [{ what: 'Ask for an hour', owner: 'supervisee', by: '2026-12-01' }],
  reading: [{ title: 'A guide', url: 'https://example.org/guide', why: 'Short' }],
};
export const unit = 'northern-trust';

/** Everything of a response that somebody could tell it by. */
export const shapeOf = async (response: Response): Promise<string> =>
  JSON.stringify([response.status, [...response.headers].filter(([name]) => name !== 'date'), await response.text()]);
