/** Supervision over stores in memory, with the real seal: for tests where no storage is the point. */
import { createSupervisionSealing } from '../../bot/adapters/sealing/supervision.ts';
import { seriesFiles } from '../../bot/adapters/files/seriesFile.ts';
import type { SupervisionRoutesDeps } from '../../bot/adapters/http/supervisionRoutes.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { randomness } from '../../bot/adapters/system/randomness.ts';
import type { Board, Clock, Logger, Notice, RosterStore, SealedRow, Stored, SupervisionBoards, SupervisionStore } from '../../bot/ports.ts';
import { bondWith } from '../../bot/domain/supervision/drawer.ts';
import type { SessionTime } from '../../bot/domain/supervision/session.ts';
import { setSession, type Pair } from '../../bot/usecases/supervision/agree.ts';
import { SealedRows } from '../../bot/usecases/supervision/sealedRows.ts';

export function memorySupervision(): SupervisionStore & { readonly rows: ReadonlyMap<string, Stored<SealedRow>> } {
  const rows = new Map<string, Stored<SealedRow>>();
  let writes = 0;
  const keyOf = ({ place, name }: Pick<SealedRow, 'place' | 'name'>): string => `${place}.${name}`;
  const write = (row: SealedRow): void => void rows.set(keyOf(row), { value: row, etag: String((writes += 1)) });
  return {
    rows,
    find: async (place, name) => rows.get(keyOf({ place, name })),
    list: async (place, under) => [...rows.values()].filter(({ value }) => keyOf(value).startsWith(keyOf({ place, name: under }))),
    async save(row, etag) {
      if (rows.get(keyOf(row))?.etag !== etag) return false;
      write(row);
      return true;
    },
    remove: async (place, name) => void rows.delete(keyOf({ place, name })),
    async insertMissing(given) {
      for (const row of given) if (!rows.has(keyOf(row))) write(row);
    },
    async *pages() {
      yield [...rows.values()];
    },
    async rewrite(given) {
      for (const { value, etag } of given) if (rows.get(keyOf(value))?.etag === etag) write(value);
    },
  };
}

const memoryBoard = <T>(): Board<T> => {
  const rows = new Map<string, T>();
  return {
    list: async (group) => [...rows].flatMap(([key, value]) => (key.startsWith(`${group} `) ? [value] : [])),
    find: async (group, id) => rows.get(`${group} ${id}`),
    put: async (group, id, value) => void rows.set(`${group} ${id}`, value),
    remove: async (group, id) => void rows.delete(`${group} ${id}`),
  };
};

export const memoryBoards = (): SupervisionBoards => ({
  offers: memoryBoard(),
  entitlements: memoryBoard(),
  network: memoryBoard(),
  reading: memoryBoard(),
  booking: memoryBoard(),
  upkeep: memoryBoard(),
  gone: memoryBoard(),
});

export interface TestSupervision {
  readonly deps: SupervisionRoutesDeps['supervising'];
  readonly store: ReturnType<typeof memorySupervision>;
  /** What was said in whose chat. */
  readonly said: { readonly person: PersonId; readonly notice: Notice }[];
}

/** Sets a date as somebody does who sees the one that stands. */
export async function setDate(deps: Parameters<typeof setSession>[0], pair: Pair, session: SessionTime | undefined): Promise<void> {
  const { session: was } = bondWith(await deps.rows.drawerOf(pair.supervisee), pair.supervisor);
  await setSession(deps, pair, session, was);
}

const sealing = createSupervisionSealing();

export async function testSupervision(roster: RosterStore, clock: Clock, log: Logger): Promise<TestSupervision> {
  const store = memorySupervision();
  const said: TestSupervision['said'] = [];
  const vault = { supervisionKey: async () => new Uint8Array(32).fill(7) };
  const rows = new SealedRows({ supervision: store, vault, supervisionSealing: await sealing });
  return {
    store,
    said,
    deps: {
      roster,
      rows,
      boards: memoryBoards(),
      clock,
      calendar: englandDates,
      log,
      seriesFiles,
      randomness,
      conversations: { find: async () => 'somewhere', people: async () => [], save: async () => undefined, remove: async () => undefined },
      notices: {
        sendNotice: async ({ person }, notice) => {
          said.push({ person, notice });
          return { kind: 'sent', message: undefined };
        },
      },
    },
  };
}
