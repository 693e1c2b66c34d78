import type { PersonId } from '../../domain/ids.ts';
import type { Roster, RosterEntry } from '../../domain/roster.ts';
import { askKept, emptyDesk, isUnsure } from '../../domain/supervision/board.ts';
import { emptyDrawer, type Drawer } from '../../domain/supervision/drawer.ts';
import { morning } from '../../domain/supervision/morning.ts';
import { closedBy } from '../../domain/supervision/record.ts';
import { HeldError } from '../../errors.ts';
import type { SealedRow, Stored, SupervisionSealer } from '../../ports.ts';
import { announceNews, markNews, notify } from './announce.ts';
import type { OpenDrawer, TendSupervisionDeps } from './tendDeps.ts';
import { tendGroups } from './tendGroups.ts';
import { entitlementOf, everyone } from './supervisionDeps.ts';

/** Local hours from which the night's sealing anew and the morning's digests are due. */
const nightHour = 2;
const morningHour = 7;
/** Days for which the rows of somebody who left the roster stay. */
const keptAfterLeaving = 30;

/**
 * The daily work of supervision: run it often, in every web process. Each night every drawer and desk is sealed anew and missing ones are made, so
 * that neither timestamps nor two copies of the storage say who kept something; each morning digests go, sessions move on, and what is over its
 * time goes. Under a lease, one process does it; what a crash left half done is found half done, and finished.
 */
export class SupervisionUpkeep {
  readonly #deps: TendSupervisionDeps;
  readonly #done = new Map<string, string>();

  constructor(deps: TendSupervisionDeps) {
    this.#deps = deps;
  }

  async tend(): Promise<void> {
    const { clock, calendar } = this.#deps;
    const here = clock.now().toZonedDateTimeISO(calendar.timeZone);
    const today = here.toPlainDate().toString();
    const night = (here.hour >= nightHour ? here : here.subtract({ days: 1 })).toPlainDate().toString();
    await this.#once('night', night, () => this.#night());
    if (here.hour >= morningHour) await this.#once('morning', today, () => this.#morning(today));
  }

  /** Once a day over all processes; a process that has seen it done asks no more. */
  async #once(work: string, day: string, run: () => Promise<Readonly<Record<string, number>>>): Promise<void> {
    if (this.#done.get(work) === day) return;
    const { leases, boards, log } = this.#deps;
    await leases.withLease(`supervision-${work}`, async () => {
      if ((await boards.upkeep.find(everyone, work))?.day !== day) {
        const did = await run();
        // Whoever lost the lease meanwhile may come to an end after a later day's work.
        const last = await boards.upkeep.find(everyone, work);
        if (last === undefined || last.day < day) await boards.upkeep.put(everyone, work, { day, did });
        log.info({ ...did }, `supervision: the ${work}’s work is done`);
      }
      this.#done.set(work, day);
    });
  }

  async #night(): Promise<Readonly<Record<string, number>>> {
    const { supervision, rows, roster } = this.#deps;
    const [sealer, people] = await Promise.all([rows.sealer(), roster.read()]);
    const byPlace = placesOf(sealer, people);
    const present = new Set<string>();
    let sealed = 0;
    for await (const page of supervision.pages()) {
      const anew = page.flatMap((row) => {
        present.add(`${row.value.place} ${row.value.name}`);
        const entry = byPlace.get(row.value.place);
        const value = entry && this.#readable(() => resealed(sealer, entry.person, row.value));
        return value ? [{ value, etag: row.etag }] : [];
      });
      await supervision.rewrite(anew);
      sealed += anew.length;
    }
    // In the order of their places: the order of making must not follow the roster's.
    const missing = [...byPlace.values()]
      .flatMap((entry) => blanksFor(sealer, entry))
      .filter(({ place, name }) => !present.has(`${place} ${name}`))
      .toSorted((a, b) => (a.place < b.place ? -1 : 1));
    await supervision.insertMissing(missing);
    return { sealed, made: missing.length };
  }

  async #morning(today: string): Promise<Readonly<Record<string, number>>> {
    const { rows, roster } = this.#deps;
    const [sealer, people] = await Promise.all([rows.sealer(), roster.read()]);
    const byPlace = placesOf(sealer, people);
    const open: OpenDrawer[] = [];
    const entitled = remembered((unitPath: string) => entitlementOf(this.#deps, unitPath));
    const strange = new Set<string>();
    let unsure = 0;
    for await (const page of this.#deps.supervision.pages()) {
      for (const { value } of page) {
        const entry = byPlace.get(value.place);
        if (!entry) strange.add(value.place);
        else if (value.name === 'drawer') {
          const drawer = this.#readable(() => sealer.openDrawer(entry.person, value));
          // Who is no SENCo any more has no supervisor here; what was kept goes at its time all the same.
          const supervisor = isSenco(entry) ? supervisorIn(people, entry) : undefined;
          if (drawer) open.push({ entry, supervisor, entitlement: await entitled(entry.unitPath), drawer });
        } else if (value.name === 'desk') {
          const desk = this.#readable(() => sealer.openDesk(entry.person, value));
          if (desk && isUnsure(desk, today)) unsure += 1;
        }
      }
    }
    const did = {
      digests: 0,
      previews: 0,
      agendas: 0,
      flagsForgotten: 0,
      recordsClosed: 0,
      recordsForgotten: 0,
      announced: 0,
      asksForgotten: 0,
    };
    for (const each of open) await this.#alone(() => this.#one(each, today, did));
    const sencos = open.filter(({ entry }) => isSenco(entry));
    const groups = (await this.#alone(() => tendGroups(this.#deps, sencos, today))) ?? 0;
    for (const entry of people.values()) {
      did.asksForgotten += (await this.#alone(() => this.#oldAsks(entry, today))) ?? 0;
      if (!entry.roles.includes('supervisor')) continue;
      if (await this.#alone(() => announceNews(this.#deps, entry.person, { morning: today }))) did.announced += 1;
    }
    return {
      ...did,
      groups,
      unsure,
      bookingsForgotten: await this.#oldBookings(people),
      placesForgotten: await this.#forget([...strange], today),
    };
  }

  /** A row that somebody damaged is that person's trouble, and the operator's: everybody else's day goes on. */
  #readable<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof HeldError) || error.code !== 'internal') throw error;
      this.#deps.log.error({ code: error.code }, error.message);
      return undefined;
    }
  }

  /** The same for a person's whole part of the morning. Storage and keys that are away end it for all: it is begun again. */
  async #alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      return this.#readable(() => {
        throw error;
      });
    }
  }

  async #one({ entry, supervisor, entitlement, drawer }: OpenDrawer, today: string, did: Record<string, number>): Promise<void> {
    const { rows, calendar } = this.#deps;
    const until = calendar.halfTerms.at(-1)?.ends ?? today;
    const context = { today, supervisor, format: entitlement.format, days: calendar, until };
    const records = await this.#records(drawer, today, did);
    let found = morning(drawer, context);
    // The supervisor has news before there is any: a crash in between costs an empty announcement, never an unannounced digest.
    if (found.digest && supervisor) await markNews(this.#deps, supervisor, { morning: today });
    if (found.drawer !== drawer || records.size > 0) {
      const wrote = await rows.changeDrawer(entry.person, (now) => {
        found = morning(now, context);
        const after =
          records.size === 0 ? found.drawer : { ...found.drawer, records: found.drawer.records.filter(({ id }) => !records.has(id)) };
        return JSON.stringify(after) === JSON.stringify(now) ? now : after;
      });
      if (!wrote) return;
    }
    did['flagsForgotten'] = (did['flagsForgotten'] ?? 0) + found.forgotten;
    for (const [news, name] of [
      ['digest', 'digests'],
      ['preview', 'previews'],
      ['agenda', 'agendas'],
    ] as const) {
      if (found[news]) did[name] = (did[name] ?? 0) + 1;
    }
    if (found.preview) await notify(this.#deps, entry.person, 'preview');
    if (found.agenda) await notify(this.#deps, entry.person, 'agenda');
    if (found.agenda && supervisor) await this.#agendaOfSupervisor(supervisor, today);
  }

  /** One a day, however many sessions. */
  async #agendaOfSupervisor(supervisor: PersonId, today: string): Promise<void> {
    const claimed = await this.#deps.rows.changeDesk(supervisor, (desk) =>
      desk.agendaOn !== undefined && desk.agendaOn >= today ? desk : { ...desk, agendaOn: today },
    );
    if (claimed) await notify(this.#deps, supervisor, 'agenda');
  }

  /** Closes drafts that nobody confirmed and removes records whose years are over; gives the ids of those. */
  async #records(drawer: Drawer, today: string, did: Record<string, number>): Promise<ReadonlySet<string>> {
    const { rows } = this.#deps;
    const over = new Set<string>();
    for (const { id, closesOn, endsOn } of drawer.records) {
      if (endsOn <= today) {
        await rows.removeRecord(drawer.person, id);
        over.add(id);
        did['recordsForgotten'] = (did['recordsForgotten'] ?? 0) + 1;
      } else if (closesOn === today) {
        const closed = await rows.changeRecord(drawer.person, id, (record) => {
          const after = record && closedBy(record, today);
          return after === record ? undefined : after;
        });
        if (closed) did['recordsClosed'] = (did['recordsClosed'] ?? 0) + 1;
      }
    }
    return over;
  }

  async #oldAsks({ person, roles }: RosterEntry, today: string): Promise<number> {
    if (!roles.some((role) => role === 'leader' || role === 'admin')) return 0;
    let gone = 0;
    await this.#deps.rows.changeDesk(person, (desk) => {
      const kept = desk.asks.filter(({ askedOn }) => daysBetween(askedOn, today) < askKept);
      gone = desk.asks.length - kept.length;
      return gone === 0 ? desk : { ...desk, asks: kept };
    });
    return gone;
  }

  /** Where somebody was booked who supervises no more. */
  async #oldBookings(people: Roster): Promise<number> {
    const { booking } = this.#deps.boards;
    const over = (await booking.list(everyone)).filter(({ supervisor }) => !people.get(supervisor)?.roles.includes('supervisor'));
    for (const { supervisor } of over) await booking.remove(everyone, supervisor);
    return over.length;
  }

  /** Rows of places that nobody on the roster has, once they had nobody for a while. */
  async #forget(strange: readonly string[], today: string): Promise<number> {
    const { boards, supervision } = this.#deps;
    const known = new Map((await boards.gone.list(everyone)).map(({ place, since }) => [place, since]));
    for (const place of known.keys()) if (!strange.includes(place)) await boards.gone.remove(everyone, place);
    let forgotten = 0;
    for (const place of strange) {
      const since = known.get(place);
      if (since === undefined) await boards.gone.put(everyone, place, { place, since: today });
      else if (daysBetween(since, today) >= keptAfterLeaving) {
        for (const { value } of await supervision.list(place, '')) await supervision.remove(place, value.name);
        await boards.gone.remove(everyone, place);
        forgotten += 1;
      }
    }
    return forgotten;
  }
}

const isSenco = ({ roles }: RosterEntry): boolean => roles.includes('senco');

const placesOf = (sealer: SupervisionSealer, people: Roster): ReadonlyMap<string, RosterEntry> =>
  new Map([...people.values()].map((entry) => [sealer.placeOf(entry.person), entry]));

const supervisorIn = (people: Roster, { supervisor }: RosterEntry): PersonId | undefined =>
  supervisor && people.get(supervisor)?.roles.includes('supervisor') ? supervisor : undefined;

/** Asks once for each text. */
function remembered<T>(ask: (text: string) => Promise<T>): (text: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (text) => {
    const answer = known.get(text) ?? ask(text);
    known.set(text, answer);
    return answer;
  };
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** A drawer for every SENCo and a desk for everybody who may get something on it, used or not. */
const blanksFor = (sealer: SupervisionSealer, { person, roles }: RosterEntry): readonly SealedRow[] => [
  ...(roles.includes('senco') ? [sealer.sealDrawer(emptyDrawer(person))] : []),
  ...(roles.some((role) => role !== 'senco') ? [sealer.sealDesk(emptyDesk(person))] : []),
];

/** The same content under a fresh nonce. Records are left: nothing writes them in step with an answer. */
function resealed(sealer: SupervisionSealer, person: PersonId, row: Stored<SealedRow>['value']): SealedRow | undefined {
  if (row.name === 'drawer') return sealer.sealDrawer(sealer.openDrawer(person, row));
  if (row.name === 'desk') return sealer.sealDesk(sealer.openDesk(person, row));
  return undefined;
}
