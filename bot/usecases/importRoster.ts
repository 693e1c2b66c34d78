import { checkRoster, rosterChanges, rosterFrom, type RosterChanges, type RosterLine, type RosterProblem } from '../domain/rosterImport.ts';
import type { Randomness, RosterStore } from '../ports.ts';

export interface ImportRosterDeps {
  readonly roster: RosterStore;
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
 * from the next period on; a leaver's access ends at once. Known people keep their lasting id. Rejects with `storage-down`.
 */
export async function importRoster(
  { roster, randomness }: ImportRosterDeps,
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
  return { kind: 'applied', changes };
}
