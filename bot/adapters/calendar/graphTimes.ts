import { setTimeout as sleep } from 'node:timers/promises';
import type { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../../domain/ids.ts';
import type { Busy } from '../../domain/prompting/gaps.ts';
import type { CalendarTimes, DayTimes, Logger } from '../../ports.ts';
import { batchAnswer, dayView, type BatchPart } from './graphShapes.ts';

export interface GraphOptions {
  /** Microsoft Graph's address, `https://graph.microsoft.com` unless a test stands in for it. */
  readonly address: string;
  /** An app-only token for Graph, with Calendars.ReadBasic scoped to the enrolled mailboxes. Asked for each request: it may cache. */
  readonly token: () => Promise<string>;
  readonly log: Logger;
  /** Longest time for reading one batch with its retries, in milliseconds. */
  readonly patienceMs?: number;
}

/** Requests that Graph takes in one batch. */
const batchSize = 20;
/** Nothing else is asked for: no subject, body, place or attendee ever reaches Held. */
const select = 'start,end,isCancelled,showAs,isOnlineMeeting';
/** More entries than anybody's day holds; a second page would be no day. */
const entriesADay = 100;
const requestMs = 10_000;
const defaultPatienceMs = 40_000;
const seldomMs = 600_000;
/** Wait after a 429 or 503 that does not say how long. */
const defaultWaitMs = 2_000;

/**
 * Reads the times of calendars from Microsoft Graph, 20 people a request. Times live in memory for the length of a call; nothing of them is
 * kept. What cannot be read is `away` (try later) or `refused` (not this mailbox). An outage is a line in the log every ten minutes, however
 * many people are asked for meanwhile.
 */
export function graphTimes({ address, token, log, patienceMs = defaultPatienceMs }: GraphOptions): CalendarTimes {
  const saidAt = new Map<string, number>();
  const seldom = (what: string, say: () => void): void => {
    const now = performance.now();
    if (now - (saidAt.get(what) ?? Number.NEGATIVE_INFINITY) < seldomMs) return;
    saidAt.set(what, now);
    say();
  };

  return {
    async timesOf(people, from, until) {
      const found = new Map<PersonId, DayTimes>();
      for (let i = 0; i < people.length; i += batchSize) {
        await readBatch(people.slice(i, i + batchSize), from, until, found);
      }
      return found;
    },
  };

  /** Asks again, while there is time, for those whom Graph put off. */
  async function readBatch(
    people: readonly PersonId[],
    from: Temporal.Instant,
    until: Temporal.Instant,
    found: Map<PersonId, DayTimes>,
  ): Promise<void> {
    const giveUpAt = performance.now() + patienceMs;
    let waiting = people;
    while (waiting.length > 0) {
      const { answers, waitMs } = await ask(waiting, from, until);
      for (const [person, times] of answers) found.set(person, times);
      waiting = waiting.filter((person) => !answers.has(person));
      if (waiting.length === 0) return;
      if (waitMs === undefined || performance.now() + waitMs > giveUpAt) break;
      await sleep(waitMs);
    }
    seldom('busy', () =>
      log.warn({ people: waiting.length }, 'calendars cannot be read: Microsoft Graph is busy or refuses; they are asked for again later'),
    );
    for (const person of waiting) found.set(person, 'away');
  }

  interface Asked {
    /** Without those whom Graph put off. */
    readonly answers: ReadonlyMap<PersonId, DayTimes>;
    /** When to ask for the rest; undefined: not again. */
    readonly waitMs: number | undefined;
  }

  async function ask(people: readonly PersonId[], from: Temporal.Instant, until: Temporal.Instant): Promise<Asked> {
    const range = `startDateTime=${from.toString()}&endDateTime=${until.toString()}`;
    const requests = people.map((person, i) => ({
      id: String(i),
      method: 'GET',
      url: `/users/${person}/calendarView?${range}&$select=${select}&$top=${entriesADay}`,
      headers: { Prefer: 'outlook.timezone="UTC"' },
    }));
    let response: Response;
    try {
      response = await fetch(`${address}/v1.0/$batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
        body: JSON.stringify({ requests }),
        signal: AbortSignal.timeout(Math.min(requestMs, patienceMs)),
      });
    } catch (error) {
      return failed('could not be reached', error instanceof Error ? error.name : 'unknown', undefined);
    }
    if (response.status === 429 || response.status >= 500)
      return { answers: new Map(), waitMs: waitIn(response.headers.get('retry-after')) };
    if (!response.ok) return failed('refused the request: check the app’s permission and its scope', String(response.status), undefined);
    const body = batchAnswer.safeParse(await response.json().catch(() => undefined));
    if (!body.success) return failed('answered something that is no batch', String(response.status), undefined);
    return sorted(people, body.data.responses);
  }

  function failed(what: string, why: string, waitMs: number | undefined): Asked {
    seldom(what, () => log.error({ why }, `calendars cannot be read: Microsoft Graph ${what}`));
    return { answers: new Map(), waitMs };
  }

  function sorted(people: readonly PersonId[], parts: readonly BatchPart[]): Asked {
    const answers = new Map<PersonId, DayTimes>();
    let waitMs: number | undefined;
    for (const [i, person] of people.entries()) {
      const part = parts.find(({ id }) => id === String(i));
      if (part && (part.status === 429 || part.status >= 500)) {
        waitMs = Math.max(waitMs ?? 0, waitIn(part.headers?.['Retry-After'] ?? part.headers?.['retry-after'] ?? null));
      } else {
        answers.set(person, part ? timesIn(part) : 'away');
      }
    }
    return { answers, waitMs };
  }
}

function timesIn({ status, body }: BatchPart): DayTimes {
  // Outside the scope that Exchange gives the app, or no mailbox at all.
  if (status === 403 || status === 404) return 'refused';
  if (status !== 200) return 'away';
  const view = dayView.safeParse(body);
  if (!view.success || view.data['@odata.nextLink'] !== undefined) return 'away';
  return view.data.value.flatMap((entry): Busy[] => {
    if (entry.isCancelled || entry.showAs === 'free' || entry.showAs === 'workingElsewhere') return [];
    return [{ starts: entry.start.dateTime, ends: entry.end.dateTime, meeting: entry.isOnlineMeeting }];
  });
}

/** Milliseconds that a `Retry-After` in seconds asks for. */
function waitIn(header: string | null): number {
  const seconds = Number(header ?? '');
  return header !== null && Number.isFinite(seconds) && seconds >= 0 ? Math.max(100, seconds * 1_000) : defaultWaitMs;
}
