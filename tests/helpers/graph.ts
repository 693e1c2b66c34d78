import { once } from 'node:events';
import { createServer } from 'node:http';

/** An entry of a calendar as Graph would tell it, private fields included: a test looks that none is asked for. */
export interface GraphEntry {
  readonly starts: string;
  readonly ends: string;
  readonly cancelled?: boolean;
  readonly showAs?: string;
  readonly online?: boolean;
}

export interface GraphTrouble {
  readonly status: number;
  readonly retryAfter?: string;
  /** Text instead of JSON. */
  readonly garbage?: string;
}

export interface MockGraph {
  readonly url: string;
  /** Entries by user id; a user who is not here has an empty day. */
  readonly calendars: Map<string, readonly GraphEntry[]>;
  /** Answers for whole requests, used up one by one. */
  readonly troubles: GraphTrouble[];
  /** Answers for one user's part of a batch, used up one by one. */
  readonly userTroubles: Map<string, GraphTrouble[]>;
  /** How many parts each request had. */
  readonly batches: number[];
  /** Every URL that was asked for within batches. */
  readonly urls: string[];
  /** Requests are taken and never answered. */
  hangs: boolean;
  /** For whose calendars such requests asked. */
  readonly hungFor: Set<string>;
  /** Requests so far, hanging ones too. */
  readonly asked: () => number;
  stop(): Promise<void>;
}

/** A small stand-in for Microsoft Graph's batched calendarView, over real HTTP on loopback. */
export async function startGraph(): Promise<MockGraph> {
  const calendars = new Map<string, readonly GraphEntry[]>();
  const userTroubles = new Map<string, GraphTrouble[]>();
  const troubles: GraphTrouble[] = [];
  const batches: number[] = [];
  const urls: string[] = [];
  let asked = 0;

  const answerPart = ({ id, url }: { id: string; url: string }) => {
    urls.push(url);
    const user = /\/users\/([^/]+)\//.exec(url)?.[1] ?? '';
    const trouble = userTroubles.get(user)?.shift();
    if (trouble) {
      const headers = trouble.retryAfter === undefined ? {} : { 'Retry-After': trouble.retryAfter };
      return { id, status: trouble.status, headers, body: trouble.garbage ?? { error: { code: 'Refused' } } };
    }
    const value = (calendars.get(user) ?? []).map((entry) => ({
      '@odata.etag': 'W/"invented"',
      subject: 'canary subject',
      start: { dateTime: `${entry.starts}.0000000`, timeZone: 'UTC' },
      end: { dateTime: `${entry.ends}.0000000`, timeZone: 'UTC' },
      isCancelled: entry.cancelled ?? false,
      showAs: entry.showAs ?? 'busy',
      isOnlineMeeting: entry.online ?? true,
    }));
    return { id, status: 200, headers: {}, body: { value } };
  };

  const server = createServer((request, response) => {
    void (async () => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      asked += 1;
      if (graph.hangs) {
        for (const [, user] of text.matchAll(/\/users\/([^/]+)\//g)) if (user !== undefined) graph.hungFor.add(user);
        return;
      }
      const trouble = troubles.shift();
      if (trouble) {
        response.writeHead(trouble.status, trouble.retryAfter === undefined ? {} : { 'retry-after': trouble.retryAfter });
        response.end(trouble.garbage ?? '{"error":{}}');
        return;
      }
      const body = JSON.parse(text) as { requests: { id: string; url: string }[] };
      batches.push(body.requests.length);
      response.writeHead(200, { 'content-type': 'application/json' });
      // Graph answers the parts in any order.
      response.end(JSON.stringify({ responses: body.requests.map(answerPart).toReversed() }));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  const graph: MockGraph = {
    hangs: false,
    hungFor: new Set(),
    asked: () => asked,
    url: `http://127.0.0.1:${address.port}`,
    calendars,
    troubles,
    userTroubles,
    batches,
    urls,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return graph;
}
