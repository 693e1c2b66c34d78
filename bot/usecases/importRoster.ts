import { checkRoster, rosterChanges, rosterFrom, type RosterChanges, type RosterLine, type RosterProblem } from '../domain/rosterImport.ts';
import type { Roster } from '../domain/roster.ts';
import type { ConversationStore, DayStore, PeopleStore, Randomness, RosterStore } from '../ports.ts';

export interface ImportRosterDeps {
  readonly roster: RosterStore;
  readonly people: Pick<PeopleStore, 'all' | 'remove'>;
  readonly conversations: Pick<ConversationStore, 'people' | 'remove'>;
  readonly days: Pick<DayStore, 'forget'>;
  readonly randomness: Randomness;
}

export interface RosterFile {
  readonly lines: readonly RosterLine[];
  /** Lines that could not be read as six columns; they count as bad lines. */
  readonly problems: readonly RosterProblem[];
}

export type ImportOutcome =
  | { readonly kind: 'refused'; readonly problems: readonly RosterProblem[] }
  | { readonly kind: 'dryRun' | 'applied'; readonly changes: RosterChanges };

/**
 * Takes a whole roster: all of it or nothing. Periods under way keep the roster frozen at their start, so joiners, movers and leavers count
 * from the next period on; a leaver's access ends at once, and with it goes what Held kept to reach them. Known people keep their lasting id.
 * Rejects with `storage-down`; importing the same file again then finishes what is left.
 */
export async function importRoster(
  { roster, people: settings, conversations, days, randomness }: ImportRosterDeps,
  file: RosterFile,
  options: { readonly dryRun: boolean; readonly onProgress?: (done: number, total: number) => void },
): Promise<ImportOutcome> {
  const { people, problems } = checkRoster(file.lines);
  // A file whose only lines are unreadable does hold people: say what is wrong with them, not that there are none.
  const own = file.lines.length === 0 && file.problems.length > 0 ? [] : problems;
  const all = [...file.problems, ...own].toSorted((a, b) => a.line - b.line);
  if (all.length > 0) return { kind: 'refused', problems: all };

  const before = await roster.read();
  const after = rosterFrom(people, before, () => randomness.lastingId());
  const changes = rosterChanges(before, after);
  if (options.dryRun) return { kind: 'dryRun', changes };
  await roster.replace(after, options.onProgress);
  await forgetLeavers({ people: settings, conversations, days }, after);
  return { kind: 'applied', changes };
}

/**
 * Deletes settings, notes of the day and chat address of everyone who is not on the roster. The stores are asked who that is, not the changes of this import:
 * one that broke off after the roster was replaced is made good by the next. What an open period holds of a leaver, envelope and ledger,
 * stays as it is: the envelope is still counted, and the ledger goes for everyone at once when the link is cut.
 */
async function forgetLeavers(
  { people, conversations, days }: Pick<ImportRosterDeps, 'people' | 'conversations' | 'days'>,
  roster: Roster,
): Promise<void> {
  for (const person of await conversations.people()) if (!roster.has(person)) await conversations.remove(person);
  for (const person of (await people.all()).keys()) {
    if (roster.has(person)) continue;
    await days.forget(person);
    // Settings last: as long as they are there a rerun finds the person.
    await people.remove(person);
  }
}
