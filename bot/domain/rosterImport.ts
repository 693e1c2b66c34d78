import { maxUnitIdLength } from './envelope.ts';
import { parsePersonId, unitIdOf, type LastingId, type PersonId } from './ids.ts';
import { roles, type Role, type Roster, type RosterEntry } from './roster.ts';

/** The columns of a roster file, in this order. The first line of the file names them. */
export const rosterColumns = ['objectId', 'displayName', 'roles', 'school', 'unit', 'supervisorId'] as const;
export type RosterColumn = (typeof rosterColumns)[number];

/** One line as it stands in the file: trimmed text by column, and where it begins (the header is line 1). */
export interface RosterLine {
  readonly line: number;
  readonly cells: Readonly<Record<RosterColumn, string>>;
}

/** Why a line cannot be taken, in words for the administrator. */
export interface RosterProblem {
  readonly line: number;
  readonly reason: string;
}

/** A line that can be read, before a lasting id is given. */
export interface RosterCandidate extends Omit<RosterEntry, 'lastingId'> {
  readonly line: number;
}

export interface CheckedRoster {
  readonly people: readonly RosterCandidate[];
  /** Sorted by line. When there is one, nothing of the file may be applied. */
  readonly problems: readonly RosterProblem[];
}

const longestName = 100;
const longestLevel = 60;
const mostLevels = 5;
const formulaStart = /^[=+\-@]/;
// Control and format characters: invisible in a list, and able to make two names look alike or a line read backwards.
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Reads a whole roster file, line by line and then across lines. Every bad line is in `problems`, each with every reason found, so that an
 * administrator mends the file once. Pure: the same lines give the same result, whatever their order.
 */
export function checkRoster(lines: readonly RosterLine[]): CheckedRoster {
  const problems: RosterProblem[] = [];
  const people = lines.flatMap((line) => {
    const { candidate, reasons } = readLine(line);
    problems.push(...reasons.map((reason) => ({ line: line.line, reason })));
    return candidate ? [candidate] : [];
  });
  problems.push(...samePersonTwice(people), ...spelledTwoWays(people), ...badTeams(people), ...badSupervisors(people, lines));
  if (lines.length === 0) problems.push({ line: 1, reason: 'the file lists nobody; the file is the whole roster' });
  return { people, problems: problems.toSorted((a, b) => a.line - b.line || (a.reason < b.reason ? -1 : 1)) };
}

function readLine({ line, cells }: RosterLine): { candidate?: RosterCandidate; reasons: readonly string[] } {
  const reasons: string[] = [];
  const person = parsePersonId(cells.objectId);
  if (!person) reasons.push(`objectId “${shown(cells.objectId)}” is not an Entra object id (a GUID)`);
  const displayName = readName('displayName', cells.displayName, longestName, reasons);
  const school = readName('school', cells.school, longestName, reasons);
  const given = readRoles(cells.roles, reasons);
  const team = cells.unit.endsWith('!');
  const unitPath = readPath(team ? cells.unit.slice(0, -1) : cells.unit, reasons);
  const supervisor = cells.supervisorId === '' ? undefined : parsePersonId(cells.supervisorId);
  if (cells.supervisorId !== '' && !supervisor)
    reasons.push(`supervisorId “${shown(cells.supervisorId)}” is not an Entra object id (a GUID)`);
  if (!person || reasons.length > 0) return { reasons };
  return { candidate: { line, person, displayName, school, roles: given, unitPath, team, ...(supervisor ? { supervisor } : {}) }, reasons };
}

/** A name as people type it: one spelling of accents, single spaces. */
function readName(column: string, text: string, longest: number, reasons: string[]): string {
  const name = text.normalize('NFC').trim();
  if (name === '') reasons.push(`${column} is empty`);
  else if (invisible.test(name)) reasons.push(`${column} holds an invisible or control character`);
  else if (formulaStart.test(name)) reasons.push(`${column} starts with “${name[0]}”, which a spreadsheet would run as a formula`);
  else if (name.length > longest) reasons.push(`${column} is longer than ${longest} characters`);
  else if (!/[\p{L}\p{N}]/u.test(name)) reasons.push(`${column} “${shown(name)}” holds no letter or digit`);
  return name.replace(/\s+/gu, ' ');
}

function readRoles(text: string, reasons: string[]): readonly Role[] {
  const words = text.split(';').map((word) => word.trim());
  const known = words.filter((word): word is Role => (roles as readonly string[]).includes(word));
  const unknown = words.filter((word) => !(roles as readonly string[]).includes(word));
  if (text.trim() === '') reasons.push(`roles is empty; write one or more of ${roles.join(', ')}, separated by ;`);
  else if (unknown.length > 0) reasons.push(`role “${shown(unknown.join(';'))}” is none of ${roles.join(', ')}`);
  else if (new Set(known).size < known.length) reasons.push('a role is written twice');
  return roles.filter((role) => known.includes(role));
}

function readPath(text: string, reasons: string[]): string {
  if (text.trim() === '') {
    reasons.push('unit is empty; write a path such as Northern Trust/East');
    return '';
  }
  const levels = text.split('/');
  if (levels.some((level) => level.trim() === '')) {
    reasons.push(`unit “${shown(text)}” has an empty level`);
    return '';
  }
  if (levels.length > mostLevels) reasons.push(`unit has more than ${mostLevels} levels`);
  if (text.includes('!'))
    reasons.push(`unit “${shown(text)}”: “!” stands only once, at the end, for a declared whole-school inclusion team`);
  const path = levels.map((level) => readName('unit level', level, longestLevel, reasons)).join('/');
  if (new TextEncoder().encode(unitIdOf(path)).length > maxUnitIdLength) reasons.push('unit is too long as a whole; shorten its levels');
  return path;
}

function samePersonTwice(people: readonly RosterCandidate[]): RosterProblem[] {
  return groups(people, ({ person }) => person).flatMap((same) => {
    const schools = new Set(same.map(({ school }) => spelling(school)));
    const lines = same.map(({ line }) => line);
    const what = schools.size > 1 ? 'the same person in two schools' : 'the same person twice';
    return same.length < 2 ? [] : lines.map((line) => ({ line, reason: `${what}: see ${others(lines, line)}` }));
  });
}

/**
 * Two spellings of one name would be two schools for the rule that counts schools, and two units with one id. So each school, and each
 * level of each unit, must be spelt one way in the whole file.
 */
function spelledTwoWays(people: readonly RosterCandidate[]): RosterProblem[] {
  const schools = people.map(({ line, school }) => ({ line, text: school, id: spelling(school), what: 'school' }));
  const units = people.flatMap(({ line, unitPath }) =>
    prefixes(unitPath).map((text) => ({ line, text, id: String(unitIdOf(text)), what: 'unit' })),
  );
  return [schools, units].flatMap((names) =>
    groups(names, ({ id }) => id).flatMap((same) => {
      const spellings = [...new Set(same.map(({ text }) => text))].sort();
      if (spellings.length < 2) return [];
      return same.map(({ line, what }) => ({
        line,
        reason: `${what} is spelt in ways that cannot be told apart: ${spellings.map((each) => `“${each}”`).join(', ')}`,
      }));
    }),
  );
}

/** A declared team is one school and everything beneath nothing: its path is declared on every line and has no unit below. */
function badTeams(people: readonly RosterCandidate[]): RosterProblem[] {
  const declared = new Set(people.filter(({ team }) => team).map(({ unitPath }) => unitPath));
  const problems: RosterProblem[] = [];
  for (const { line, unitPath } of people) {
    const above = prefixes(unitPath).find((path) => path !== unitPath && declared.has(path));
    if (above) problems.push({ line, reason: `unit “${unitPath}” lies below “${above}”, which is a declared whole-school team` });
  }
  for (const same of groups(people, ({ unitPath }) => unitPath)) {
    const path = same[0]?.unitPath ?? '';
    if (!declared.has(path)) continue;
    for (const { line, team } of same) {
      if (!team)
        problems.push({ line, reason: `unit “${path}” is a declared team (“!”) on another line; declare it on every line or on none` });
    }
    const schools = new Set(same.map(({ school }) => spelling(school)));
    if (schools.size > 1) {
      problems.push(
        ...same.map(({ line }) => ({ line, reason: `unit “${path}!” is declared a whole-school team but has ${schools.size} schools` })),
      );
    }
  }
  return problems;
}

function badSupervisors(people: readonly RosterCandidate[], lines: readonly RosterLine[]): RosterProblem[] {
  const byId = new Map(people.map((each) => [each.person, each]));
  // A supervisor whose own line is bad is on the list already; their supervisees' lines are not wrong for it.
  const inFile = new Set(lines.map(({ cells }) => parsePersonId(cells.objectId)));
  return people.flatMap(({ line, person, school, supervisor }) => {
    if (!supervisor) return [];
    if (supervisor === person) return [{ line, reason: 'nobody supervises themselves' }];
    const found = byId.get(supervisor);
    if (!found) return inFile.has(supervisor) ? [] : [{ line, reason: `supervisorId ${supervisor} is not in the file` }];
    if (!found.roles.includes('supervisor')) {
      return [{ line, reason: `supervisorId ${supervisor} (line ${found.line}) does not have role supervisor` }];
    }
    if (found.roles.includes('leader') && spelling(found.school) === spelling(school)) {
      return [
        { line, reason: `the supervisor (line ${found.line}) leads in the same school; supervision is never done by someone who manages` },
      ];
    }
    return [];
  });
}

/** What an import would change. People are told apart by object id alone. */
export interface RosterChanges {
  readonly added: readonly RosterEntry[];
  readonly changed: readonly { readonly entry: RosterEntry; readonly fields: readonly RosterColumn[] }[];
  readonly removed: readonly RosterEntry[];
  readonly unchanged: number;
}

/**
 * The roster that a checked file stands for. People who are known keep their lasting id, so that two periods' rosters can be compared;
 * `lastingId` is called once for each joiner.
 */
export function rosterFrom(people: readonly RosterCandidate[], before: Roster, lastingId: () => LastingId): Roster {
  return new Map(
    people.map(({ line: _line, ...candidate }): [PersonId, RosterEntry] => {
      const known = before.get(candidate.person);
      return [candidate.person, { ...candidate, lastingId: known?.lastingId ?? lastingId() }];
    }),
  );
}

export function rosterChanges(before: Roster, after: Roster): RosterChanges {
  const changed = [...after.values()].flatMap((entry) => {
    const was = before.get(entry.person);
    const fields = was ? changedFields(was, entry) : [];
    return fields.length > 0 ? [{ entry, fields }] : [];
  });
  const added = [...after.values()].filter(({ person }) => !before.has(person));
  const removed = [...before.values()].filter(({ person }) => !after.has(person));
  return { added, changed, removed, unchanged: after.size - added.length - changed.length };
}

function changedFields(was: RosterEntry, is: RosterEntry): readonly RosterColumn[] {
  const differs: Readonly<Record<RosterColumn, boolean>> = {
    objectId: false,
    displayName: was.displayName !== is.displayName,
    roles: was.roles.toSorted().join() !== is.roles.toSorted().join(),
    school: was.school !== is.school,
    unit: was.unitPath !== is.unitPath || was.team !== is.team,
    supervisorId: was.supervisor !== is.supervisor,
  };
  return rosterColumns.filter((column) => differs[column]);
}

const spelling = (name: string): string => String(unitIdOf(name.replaceAll('/', ' ')));
const prefixes = (path: string): readonly string[] => path.split('/').map((_, i, levels) => levels.slice(0, i + 1).join('/'));
const others = (lines: readonly number[], line: number): string =>
  lines
    .filter((each) => each !== line)
    .map((each) => `line ${each}`)
    .join(', ');
const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');

function groups<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const byKey = new Map<string, T[]>();
  for (const item of items) {
    const same = byKey.get(key(item));
    if (same) same.push(item);
    else byKey.set(key(item), [item]);
  }
  return [...byKey.values()];
}
