import { Presets, SingleBar } from 'cli-progress';
import type { Temporal } from 'temporal-polyfill';
import { readRosterFile } from '../adapters/files/rosterFile.ts';
import { localClock, localClockFile } from '../adapters/system/localClock.ts';
import { randomness } from '../adapters/system/randomness.ts';
import { systemClock } from '../adapters/system/systemClock.ts';
import type { CliConfig } from '../config.ts';
import { englandDates } from '../domain/prompting/englandDates.ts';
import { nextHalfTerm, type SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import type { RosterChanges } from '../domain/rosterImport.ts';
import type { Clock } from '../ports.ts';
import { countUnreached } from '../usecases/countUnreached.ts';
import { importRoster } from '../usecases/importRoster.ts';
import { openHeld, Refused } from './run.ts';

/** The product's time: on a laptop the stored clock. */
export const clockOf = ({ dataDir }: CliConfig): Clock => (dataDir === undefined ? systemClock : localClock(localClockFile(dataDir)));

export async function importRosterCommand(path: string, { dryRun }: { readonly dryRun: boolean }): Promise<void> {
  const file = await readRosterFile(path);
  const { tables, config } = await openHeld();
  const bar = new SingleBar(
    { format: '  {bar} {value} of {total} people', hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  // Whether somebody met today is not for an operator to read or write: for who leaves, the night deletes it as for everybody.
  const days = { forget: async () => undefined };
  const outcome = await importRoster({ ...tables, days, randomness }, file, {
    dryRun,
    onProgress(done, total) {
      if (!bar.isActive) bar.start(total, 0);
      bar.update(done);
    },
  });
  bar.stop();
  if (outcome.kind === 'refused') {
    const lines = outcome.problems.map(({ line, reason }) => `  line ${line}: ${reason}`);
    throw new Refused([`${path} was not imported; nothing was changed. To mend:`, ...lines].join('\n'));
  }
  console.log(changesText(outcome.changes));
  console.log(dryRun ? 'Dry run: nothing was changed.' : 'The roster is imported.');
  if (outcome.changes.added.length > 0)
    console.log(joinersText(clockOf(config).now(), (await tables.termDates.confirmed()) ?? englandDates));
  if (outcome.changes.removed.length > 0) console.log(leaversText);
  const unreached = dryRun ? 0 : await countUnreached(tables);
  if (unreached > 0) console.log(unreachedText(unreached));
}

/** Who joins waits for the next half-term, whose roster is frozen at its start; the bot tells each of them the same date. */
function joinersText(now: Temporal.Instant, calendar: SchoolCalendar): string {
  const today = now.toZonedDateTimeISO(calendar.timeZone).toPlainDate();
  const next = nextHalfTerm(calendar, today);
  return next
    ? `Joiners count from the first half-term that starts after this import; the next in the calendar starts on ${next.starts}.`
    : 'Joiners count from the first half-term that starts after this import.';
}

/** Who was on the roster before Held was installed for them is welcomed by the install; all others by their own first words. */
export const unreachedText = (count: number): string =>
  `${count} of those enrolled have no chat with Held yet, and are not asked. Install it for them; whoever has it already types “check in” to it once.`;

const leaversText =
  'Leavers have no access from this import on, and their settings and chat addresses go with it. What they have answered in this half-term stays sealed and counts.';

function changesText({ added, changed, removed, unchanged }: RosterChanges): string {
  return [
    ...added.map(({ displayName, person }) => `  + ${displayName} (${person})`),
    ...changed.map(({ entry: { displayName, person }, fields }) => `  ~ ${displayName} (${person}): ${fields.join(', ')}`),
    ...removed.map(({ displayName, person }) => `  - ${displayName} (${person})`),
    `${added.length} joining, ${changed.length} changed, ${removed.length} leaving, ${unchanged} as before`,
  ].join('\n');
}
