import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { asLedgerKey, asRowKey, parsePersonId, type LedgerKey, type PersonId, type PeriodId } from '../../bot/domain/ids.ts';
import type { Period } from '../../bot/domain/period.ts';
import type { PersonSettings, Roster } from '../../bot/domain/roster.ts';
import type {
  Clock,
  ConversationStore,
  DayNotes,
  DayStore,
  DeadPrompt,
  DeadPromptStore,
  DuePrompt,
  LeaseStore,
  LedgerStore,
  Logger,
  PeopleStore,
  PeriodStore,
  ProcessStore,
  PromptQueue,
  QueuedPrompt,
  RosterStore,
  SealedLedgerEntry,
  Sealer,
  Sealing,
  SealingKeys,
  Stored,
  WebVault,
} from '../../bot/ports.ts';
import { PeriodWatch } from '../../bot/usecases/periodWatch.ts';

// Ports in memory, for tests that live through months in seconds. What stores guarantee is tested against a real Azurite elsewhere.

const nothing = (): Promise<never> => Promise.reject(new Error('not part of this test'));

export function memoryLedger(): LedgerStore {
  const rows = new Map<LedgerKey, Stored<SealedLedgerEntry>>();
  let writes = 0;
  const put = (entry: SealedLedgerEntry): void => void rows.set(entry.key, { value: entry, etag: String((writes += 1)) });
  return {
    insertMissing: async (_period, entries) => entries.forEach(put),
    find: async (_period, key) => rows.get(key),
    update: async (_period, entry, etag) => {
      if (rows.get(entry.key)?.etag !== etag) return undefined;
      put(entry);
      return rows.get(entry.key)?.etag;
    },
    async *pages() {
      yield [...rows.values()];
    },
    rewrite: nothing,
    deleteAll: async () => rows.clear(),
  };
}

export function memoryPeople(): PeopleStore {
  const rows = new Map<PersonId, Stored<PersonSettings>>();
  let writes = 0;
  return {
    find: async (person) => rows.get(person),
    all: async () => new Map([...rows].map(([person, { value }]) => [person, value])),
    save: async (settings, etag) => {
      if (rows.get(settings.person)?.etag !== etag) return false;
      rows.set(settings.person, { value: settings, etag: String((writes += 1)) });
      return true;
    },
    remove: async (person) => void rows.delete(person),
  };
}

export const memoryRoster = (roster: Roster): RosterStore => ({
  read: async () => roster,
  find: async (person) => roster.get(person),
  replace: nothing,
});

export function memoryDays(): DayStore {
  const rows = new Map<string, DayNotes>();
  const keyOf = (date: string, person: PersonId): string => `${date} ${person}`;
  const note = (date: string, person: PersonId, notes: DayNotes): void =>
    void rows.set(keyOf(date, person), { ...rows.get(keyOf(date, person)), ...notes });
  return {
    find: async (date, person) => rows.get(keyOf(date, person)) ?? {},
    note: async (date, person, notes) => note(date, person, notes),
    notePlanned: async (date, people) => people.forEach((person) => note(date, person, { planned: true })),
    planned: async (date) =>
      new Set([...rows].flatMap(([key, { planned }]) => (planned && key.startsWith(date) ? (parsePersonId(key.slice(11)) ?? []) : []))),
    forgetBefore: async (date = '~') => [...rows.keys()].filter((key) => key < date).forEach((key) => rows.delete(key)),
    forget: async (person) => [...rows.keys()].filter((key) => key.endsWith(person)).forEach((key) => rows.delete(key)),
  };
}

export function memoryDeadPrompts(): DeadPromptStore & { readonly rows: DeadPrompt[] } {
  const rows: DeadPrompt[] = [];
  return {
    rows,
    add: async (dead) => void rows.push({ ...dead, id: String(rows.length) }),
    list: async () => rows,
    find: async (id) => rows.find((row) => row.id === id),
    remove: nothing,
    deleteAll: nothing,
  };
}

export const memoryConversations = (): ConversationStore => ({
  find: async () => 'an address',
  people: nothing,
  save: async () => undefined,
  remove: async () => undefined,
});

export const memoryLeases: LeaseStore = { withLease: async (_name, work) => work() };

/** A queue whose messages hide by the given clock. */
export class MemoryQueue implements PromptQueue {
  readonly #clock: Clock;
  readonly #messages = new Map<number, { readonly prompt: DuePrompt; visibleAt: number }>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds since 1970 at which the next message shows; undefined when there is none. */
  get nextAt(): number | undefined {
    let next: number | undefined;
    for (const { visibleAt } of this.#messages.values()) next = Math.min(next ?? visibleAt, visibleAt);
    return next;
  }

  async put(prompt: DuePrompt, delaySeconds: number): Promise<void> {
    this.#messages.set((this.#count += 1), { prompt, visibleAt: this.#now() + Math.max(0, delaySeconds) * 1_000 });
  }

  async take(): Promise<readonly QueuedPrompt[]> {
    const shown = [...this.#messages].filter(([, { visibleAt }]) => visibleAt <= this.#now()).slice(0, 32);
    return shown.map(([id, message]) => {
      message.visibleAt = this.#now() + 60_000;
      return {
        prompt: message.prompt,
        remove: async () => void this.#messages.delete(id),
        hide: async (seconds) => void (message.visibleAt = this.#now() + seconds * 1_000),
      };
    });
  }

  #now(): number {
    return this.#clock.now().epochMilliseconds;
  }
}

const bytes = new Uint8Array();
const ledgerEntry = z.object({
  person: z.custom<PersonId>((value) => typeof value === 'string'),
  week: z.string(),
  prompts: z.number(),
  others: z.number(),
  day: z.string(),
  places: z.number(),
  weeks: z.number(),
  sending: z.string().exactOptional(),
});
/** Tickets that tell what they hold, for tests about prompts, not about sealing. */
const plainSealer: Sealer = {
  placeOf: (person) => asRowKey(person),
  sealHeader: () => bytes,
  sealBlank: () => bytes,
  sealAnswer: () => bytes,
  rewrap: () => bytes,
  rewrapForOpening: () => bytes,
  ledgerKeyOf: (person) => asLedgerKey(person),
  sealLedgerEntry: (entry) => ({ key: asLedgerKey(entry.person), sealed: new TextEncoder().encode(JSON.stringify(entry)) }),
  openLedgerEntry: ({ sealed }) => ledgerEntry.parse(JSON.parse(new TextDecoder().decode(sealed))),
  sealPerson: (person) => person,
  openPerson: (text) => parsePersonId(text),
  slotFor: (_row, places, slots) => 1 + (places % slots),
  sealTicket: (ticket) => JSON.stringify(ticket),
  openTicket: () => undefined,
  mac: () => '',
};

/** Sealing under keys of the caller's; without, tickets tell what they hold. */
export interface RealSealing {
  readonly sealing: Sealing;
  readonly keys: Omit<SealingKeys, 'period'>;
}

/** A watch over one period at a time, which the test opens. */
export async function memoryWatch(
  log: Logger,
  real?: RealSealing,
): Promise<{ readonly watch: PeriodWatch; open(period: Period | undefined): Promise<void> }> {
  let current: Period | undefined;
  const periods: PeriodStore = {
    list: async () => (current ? [{ value: current, etag: '1' }] : []),
    find: nothing,
    insert: nothing,
    update: nothing,
  };
  const vault: WebVault = {
    createPlacesKey: nothing,
    sealingKeys: async (period: PeriodId) => ({ period, ...(real?.keys ?? { places: bytes, inner: bytes, outer: bytes }) }),
    destroyPlacesKey: nothing,
    ping: nothing,
  };
  const sealing: Sealing = real?.sealing ?? { sealerFor: () => plainSealer };
  const processes: ProcessStore = { beat: async () => undefined, living: async () => [], leave: async () => undefined };
  const watch = new PeriodWatch({
    periods,
    vault,
    sealing,
    processes,
    log,
    process: 'test',
    elapsed: () => 0,
    nextHalfTerm: () => undefined,
  });
  return {
    watch,
    async open(period) {
      current = period;
      await watch.refresh();
    },
  };
}

/** An instant of wall time in a zone. */
export const wallTime = (date: string, time: string, timeZone = 'Europe/London'): Temporal.Instant =>
  Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).toInstant();
