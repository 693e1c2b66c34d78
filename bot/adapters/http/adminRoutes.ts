/** What an administrator sees and sets: the roster, links, and how the deployment is. Never an answer. */
import { rosterAsk, type OperationsBody, type RosterOutcomeBody } from '../../contract/operations.ts';
import { paths } from '../../contract/paths.ts';
import { signpostsAsk, type SignpostsBody } from '../../contract/signposts.ts';
import { nation, warningOf } from '../../domain/nations.ts';
import type { RosterEntry } from '../../domain/roster.ts';
import type { Signposts } from '../../domain/signposts.ts';
import { importRoster, type ImportOutcome, type ImportRosterDeps, type RosterFile } from '../../usecases/importRoster.ts';
import { readOperations, type Operations, type ReadOperationsDeps } from '../../usecases/readOperations.ts';
import { changeSignposts, readSignposts, type SignpostsDeps } from '../../usecases/signposts.ts';
import { HeldError } from '../../errors.ts';
import { readAndChange } from './readAndChange.ts';
import { ok, type Reply } from './reply.ts';
import { bodyOf, type Route } from './route.ts';
import type { IncomingMessage } from 'node:http';

export interface AdminRoutesDeps extends ImportRosterDeps, ReadOperationsDeps, SignpostsDeps {
  /** Reads a roster file's bytes; throws a HeldError `refused` for what is no such file. */
  readonly parseRoster: (bytes: Uint8Array) => RosterFile;
}

/** Bytes: a roster of tens of thousands. Larger ones are for the command line. */
const largestRoster = 8 * 1024 * 1024;
/** People and problems listed; beyond, counts say how many. */
const mostListed = 200;

export function adminRoutes(deps: AdminRoutesDeps): readonly Route[] {
  const take = async (request: IncomingMessage, dryRun: boolean): Promise<Reply> => {
    const { csv } = await bodyOf(request, rosterAsk, largestRoster);
    return ok(outcomeOf(await importRoster(deps, fileOf(deps, csv), { dryRun })));
  };
  return [
    {
      name: 'rosterPreview',
      method: 'POST',
      path: paths.rosterPreview,
      who: 'importRoster',
      answer: (_, request) => take(request, true),
    },
    { name: 'rosterImport', method: 'POST', path: paths.rosterImport, who: 'importRoster', answer: (_, request) => take(request, false) },
    {
      name: 'operations',
      method: 'GET',
      path: paths.operations,
      who: 'readOperations',
      answer: async () => ok(operationsOf(await readOperations(deps))),
    },
    ...readAndChange({
      path: paths.signposts,
      names: { read: 'signposts', change: 'changeSignposts' },
      who: { read: 'readSignposts', change: 'changeSignposts' },
      ask: signpostsAsk,
      show: async () => signpostsOf(await readSignposts(deps)),
      change: (_, ask) => changeSignposts(deps, ask),
    }),
  ];
}

/** A file that cannot be read at all is one problem in its first line, in the same list as all others. */
function fileOf({ parseRoster }: AdminRoutesDeps, csv: string): RosterFile {
  try {
    return parseRoster(new TextEncoder().encode(csv));
  } catch (error) {
    if (!(error instanceof HeldError) || error.code !== 'refused') throw error;
    return { lines: [], problems: [{ line: 1, reason: error.message }] };
  }
}

function outcomeOf(outcome: ImportOutcome): RosterOutcomeBody {
  if (outcome.kind === 'refused') {
    const problems = outcome.problems.map(({ line, reason }) => ({ line, reason }));
    return { kind: 'refused', problems: problems.slice(0, mostListed), more: Math.max(0, problems.length - mostListed) };
  }
  const { added, changed, removed, unchanged } = outcome.changes;
  return {
    kind: outcome.kind,
    added: added.slice(0, mostListed).map(personOf),
    changed: changed.slice(0, mostListed).map(({ entry, fields }) => ({ ...personOf(entry), fields: [...fields] })),
    removed: removed.slice(0, mostListed).map(personOf),
    counts: { added: added.length, changed: changed.length, removed: removed.length, unchanged },
  };
}

const personOf = ({ displayName, school, unitPath }: RosterEntry) => ({ displayName, school, unit: unitPath });

function signpostsOf({ booking, resources }: Signposts): SignpostsBody {
  const pack = nation();
  const { lastChecked, child, yourself } = pack.helplines;
  const warning = warningOf(pack);
  return {
    booking: booking.map(({ title, url }) => ({ title, url })),
    resources: resources.map(({ title, url }) => ({ title, url })),
    roleTitle: pack.terms.role,
    nation: { name: pack.name, plan: pack.plan, code: pack.code.title, safeguardingLead: pack.safeguardingLead },
    helplines: { lastChecked, child: [...child], yourself: [...yourself] },
    ...(warning === undefined ? {} : { toConfirm: warning }),
  };
}

function operationsOf({ roster, webProcesses, opener, periods, undelivered }: Operations): OperationsBody {
  return {
    roster: { people: roster.people, sencos: roster.sencos, schools: roster.schools },
    webProcesses,
    opener,
    periods: periods.map(({ id, starts, ends, state, touchedOn, stopped, alarms }) => ({
      id,
      starts,
      ends,
      state,
      alarms: { ...alarms },
      ...(touchedOn ? { touchedOn } : {}),
      ...(stopped ? { stopped } : {}),
    })),
    undelivered: { ...undelivered },
  };
}
