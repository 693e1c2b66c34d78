import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { Temporal } from 'temporal-polyfill';
import { readRosterFile } from '../adapters/files/rosterFile.ts';
import { createSealing } from '../adapters/sealing/seal.ts';
import { createLogger } from '../adapters/system/createLogger.ts';
import { localClockFile, setLocalClock } from '../adapters/system/localClock.ts';
import { randomness } from '../adapters/system/randomness.ts';
import { createWebKeyFolder } from '../adapters/vault/webKeyFolder.ts';
import { readWebConfig } from '../config.ts';
import { englandDates } from '../domain/prompting/englandDates.ts';
import type { HalfTerm } from '../domain/period.ts';
import { importRoster } from '../usecases/importRoster.ts';
import { PeriodWatch } from '../usecases/periodWatch.ts';
import { takePart } from '../usecases/takePart.ts';
import { clockOf, codeVersion, keyFolders, readyTables } from '../wiring.ts';
import { root } from './child.ts';
import { askingDays, collect, finish, stepsOf, untilShredded, type SeedDeps } from './demo/seedPeriods.ts';

/** Past half-terms of the demo, oldest first; the one after them stays open. */
const past = ['2025-26-3', '2025-26-4', '2025-26-5', '2025-26-6', '2026-27-1'];
const current = '2026-27-2';
/** The current half-term was answered up to the Friday before the demo begins. */
const answeredUntil = '2026-11-13';
/** A Wednesday, 10:05, in term. */
const demoBegins = '2026-11-18T10:05[Europe/London]';

const halfTermOf = (id: string): HalfTerm => {
  const found = englandDates.halfTerms.find((halfTerm) => halfTerm.id === id);
  if (!found) throw new Error(`The calendar has no half-term ${id}.`);
  return found;
};

// The demo's past, made in the product's own way: by the web process's use cases here, and by the opener process that runs meanwhile.
const config = readWebConfig();
if (config.place.mode !== 'local') throw new Error('The demo is for local mode.');
const clockFile = localClockFile(config.place.dataDir);
const log = createLogger({ level: 'warn', name: 'seed' });
const tables = await readyTables(config.tables);
const self = randomUUID();
const vault = createWebKeyFolder(keyFolders(config.place));
await vault.ping();
const sealing = await createSealing();
const watch = new PeriodWatch({
  periods: tables.periods,
  vault,
  sealing,
  processes: tables.processes,
  log,
  process: self,
  elapsed: () => performance.now(),
  nextHalfTerm: () => undefined,
});

const periods = [...past, current].map((id) => {
  const halfTerm = halfTermOf(id);
  const isPast = id !== current;
  const days = askingDays(englandDates, halfTerm, isPast ? halfTerm.ends : answeredUntil);
  return { halfTerm, isPast, days };
});
const bar = new SingleBar(
  {
    format: '  making the demo {bar} {percentage}% | {what}',
    stream: process.stdout,
    noTTYOutput: true,
    notTTYSchedule: 5_000,
    hideCursor: true,
    clearOnComplete: true,
  },
  Presets.shades_classic,
);
bar.start(
  periods.reduce((sum, { days, isPast }) => sum + stepsOf(days, isPast), 1),
  0,
  { what: 'roster' },
);

const deps: SeedDeps = {
  ...tables,
  vault,
  sealing,
  watch,
  log,
  calendar: englandDates,
  timeZone: englandDates.timeZone,
  clock: clockOf(config.place),
  policy: { k: config.k },
  codeVersion,
  settleSeconds: config.settleSeconds,
  randomness,
  // Nothing of the demo's past stands in a chat, so no card has to pass.
  cards: { put: () => Promise.resolve(), take: () => Promise.resolve([]) },
  setClock: (now) => setLocalClock(clockFile, now),
  onStep: (what) => bar.increment(1, { what }),
};

const first = periods[0];
if (first) await deps.setClock(Temporal.ZonedDateTime.from(`${first.halfTerm.starts}T07:30[${englandDates.timeZone}]`).toInstant());
const file = await readRosterFile(join(root, 'bot/local/demo/people.csv'));
const outcome = await importRoster({ ...tables, randomness }, file, { dryRun: false });
if (outcome.kind === 'refused') throw new Error(outcome.problems.map(({ line, reason }) => `line ${line}: ${reason}`).join('\n'));
// The demo's administrator has looked at England's usual dates and found them right.
await tables.termDates.confirm(englandDates);
for (const { person, roles } of (await tables.roster.read()).values()) if (roles.includes('senco')) await takePart(deps, person);
// Nobody joins, leaves or changes settings while the demo is made: what was stored is read once instead of at each of 2,000 prompts.
const roster = await tables.roster.read();
const people = await tables.people.all();
const settled: SeedDeps = {
  ...deps,
  roster: { ...deps.roster, find: (person) => Promise.resolve(roster.get(person)) },
  people: {
    ...deps.people,
    find(person) {
      const value = people.get(person);
      return Promise.resolve(value && { value, etag: '' });
    },
  },
};
deps.onStep('everyone on the roster');

for (const { halfTerm, isPast, days } of periods) {
  await collect(settled, halfTerm, days);
  if (isPast) await finish(settled, halfTerm);
}
for (const { halfTerm, isPast } of periods) if (isPast) await untilShredded(settled, halfTerm);
await deps.setClock(Temporal.ZonedDateTime.from(demoBegins).toInstant());
await tables.processes.leave(self);
bar.stop();
