import { describe, expect, it } from '@jest/globals';
import { asLastingId, parsePersonId, type PersonId } from '../../bot/domain/ids.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { PersonSettings, Roster } from '../../bot/domain/roster.ts';
import { importRoster, type ImportRosterDeps, type RosterFile } from '../../bot/usecases/importRoster.ts';
import { defaultSettings } from '../../bot/usecases/settings.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const fileOf = (...people: readonly (readonly [number, string])[]): RosterFile => ({
  lines: people.map(([n, displayName], i) => ({
    line: i + 2,
    cells: { objectId: id(n), displayName, roles: 'senco', school: `School ${n}`, unit: 'Trust/East', supervisorId: '' },
  })),
  problems: [],
});

const personAt = (n: number): PersonId => {
  const person = parsePersonId(id(n));
  if (!person) throw new Error('not a GUID');
  return person;
};

interface Kept extends ImportRosterDeps {
  readonly kept: () => Roster;
  readonly writes: () => number;
  readonly settings: Map<PersonId, PersonSettings>;
  readonly chats: Set<PersonId>;
  readonly forgotten: Set<PersonId>;
}

/** A roster in memory: enough to see what is kept, and that a refused file writes nothing. */
function deps(): Kept {
  let roster: Roster = new Map();
  const settings = new Map<PersonId, PersonSettings>();
  const chats = new Set<PersonId>();
  const forgotten = new Set<PersonId>();
  let writes = 0;
  let made = 0;
  return {
    kept: () => roster,
    writes: () => writes,
    settings,
    chats,
    forgotten,
    days: { forget: (person) => Promise.resolve(void forgotten.add(person)) },
    people: { all: () => Promise.resolve(new Map(settings)), remove: (person) => Promise.resolve(void settings.delete(person)) },
    conversations: { people: () => Promise.resolve([...chats]), remove: (person) => Promise.resolve(void chats.delete(person)) },
    roster: {
      read: () => Promise.resolve(roster),
      find: (person) => Promise.resolve(roster.get(person)),
      replace: (next, onProgress) => {
        roster = next;
        writes += 1;
        onProgress?.(next.size, next.size);
        return Promise.resolve();
      },
    },
    randomness: { lastingId: () => asLastingId(`lasting-${(made += 1)}`), fraction: () => 0 },
  };
}

describe('importRoster', () => {
  it('applies a good file whole, and keeps the lasting ids of people who stay', async () => {
    const held = deps();
    await importRoster(held, fileOf([1, 'Ann Fen'], [2, 'Bo Low']), { dryRun: false });
    const first = new Map([...held.kept()].map(([person, { lastingId }]) => [String(person), lastingId]));
    const outcome = await importRoster(held, fileOf([2, 'Bo Lowe'], [3, 'Cy Hill']), { dryRun: false });
    expect(outcome).toMatchObject({
      kind: 'applied',
      changes: {
        added: [{ person: id(3) }],
        changed: [{ entry: { person: id(2) }, fields: ['displayName'] }],
        removed: [{ person: id(1) }],
        unchanged: 0,
      },
    });
    expect([...held.kept().keys()]).toEqual([id(2), id(3)]);
    const [stayed] = held.kept().values();
    expect(stayed?.lastingId).toBe(first.get(id(2)));
  });

  it('deletes settings and chat address of whoever left, also after an import that broke off', async () => {
    const held = deps();
    const everyone = fileOf([1, 'Ann Fen'], [2, 'Bo Low'], [3, 'Cy Hill']);
    await importRoster(held, everyone, { dryRun: false });
    for (const n of [1, 2]) held.settings.set(personAt(n), defaultSettings(personAt(n), englandDates));
    // The third has the app and never said a word.
    for (const n of [1, 2, 3]) held.chats.add(personAt(n));
    const rest = fileOf([1, 'Ann Fen']);
    await importRoster(held, rest, { dryRun: true });
    expect([held.settings.size, held.chats.size]).toEqual([2, 3]);

    const broken = { ...held, people: { ...held.people, remove: () => Promise.reject(new Error('crash')) } };
    await expect(importRoster(broken, rest, { dryRun: false })).rejects.toThrow('crash');
    expect([...held.settings.keys()]).toContain(personAt(2));
    await importRoster(held, rest, { dryRun: false });
    expect([...held.settings.keys()]).toEqual([personAt(1)]);
    expect([...held.chats]).toEqual([personAt(1)]);
  });

  it('shows a dry run without writing', async () => {
    const held = deps();
    const outcome = await importRoster(held, fileOf([1, 'Ann Fen']), { dryRun: true });
    expect(outcome).toMatchObject({ kind: 'dryRun', changes: { added: [{ person: id(1) }] } });
    expect(held.writes()).toBe(0);
  });

  it('applies nothing when any line is bad, and lists unreadable and wrong lines together', async () => {
    const held = deps();
    const good = fileOf([1, 'Ann Fen'], [2, '=1']);
    const outcome = await importRoster(held, { ...good, problems: [{ line: 2, reason: 'has 2 columns instead of 6' }] }, { dryRun: false });
    expect(outcome).toMatchObject({ kind: 'refused', problems: [{ line: 2 }, { line: 3 }] });
    expect(held.writes()).toBe(0);
  });

  it('does not call a file of unreadable lines empty', async () => {
    const outcome = await importRoster(
      deps(),
      { lines: [], problems: [{ line: 2, reason: 'has 1 columns instead of 6' }] },
      { dryRun: false },
    );
    expect(outcome).toEqual({ kind: 'refused', problems: [{ line: 2, reason: 'has 1 columns instead of 6' }] });
  });
});
