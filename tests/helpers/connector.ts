import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request that the bot made to its channel. */
export interface Sent {
  readonly method: string;
  /** Path below the service address, e.g. `/v3/conversations/a:1/activities`. */
  readonly path: string;
  readonly conversation: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ChatMember {
  readonly id: string;
  readonly aadObjectId: string;
  readonly name: string;
}

/** What the channel answers instead of taking a request. */
export interface Refusal {
  readonly status: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** It took the request all the same, as a gateway's failure leaves open. */
  readonly taken?: true;
}

export interface Connector {
  /** What activities name as their `serviceUrl`. */
  readonly url: string;
  /** Messages and updates, in order of arrival; refused ones too. */
  readonly sent: Sent[];
  /** 1:1 chats that the bot asked for, by the member's id. */
  readonly created: string[];
  /** Members of a chat; a chat that is not here answers 404. */
  readonly chats: Map<string, readonly ChatMember[]>;
  /** Answers for the next requests to a path that contains the key; used up one by one. */
  readonly refusals: Map<string, Refusal[]>;
  /** Parts of paths that are taken and never answered. */
  readonly hanging: Set<string>;
  /** Most requests that were open at the same time. */
  readonly mostAtOnce: () => number;
  /** From now on answers take about so many milliseconds. */
  slow(latencyMs: number): void;
  /** Requests of every kind, refused ones too. */
  count(pathPart: string): number;
  stop(): Promise<void>;
}

/** Small, so that most chats have several pages; large chats are listed as Teams lists them. */
const pageSizeOf = (members: readonly ChatMember[]): number => (members.length > 100 ? 100 : 2);

/** A small stand-in for Teams' connector service: takes what a bot sends and records it, then answers. Lists members in pages of two. */
export async function startConnector({ latencyMs: usualMs = 0 }: { readonly latencyMs?: number } = {}): Promise<Connector> {
  let latencyMs = usualMs;
  let [open, most] = [0, 0];
  const sent: Sent[] = [];
  const created: string[] = [];
  const paths: string[] = [];
  const chats = new Map<string, readonly ChatMember[]>();
  const refusals = new Map<string, Refusal[]>();
  const hanging = new Set<string>();

  const answer = (method: string, url: URL, body: Readonly<Record<string, unknown>>): { status: number; body: unknown } => {
    const path = decodeURIComponent(url.pathname);
    if (path === '/v3/conversations' && method === 'POST') {
      const member = firstMember(body);
      created.push(member);
      return { status: 201, body: { id: `chat-of-${member}` } };
    }
    const match = /^\/v3\/conversations\/([^/]+)\/(activities|pagedmembers)/.exec(path);
    const conversation = match?.[1];
    if (!conversation) return { status: 404, body: { error: { code: 'NotFound' } } };
    if (match[2] === 'pagedmembers') {
      const members = chats.get(conversation);
      if (!members) return { status: 404, body: { error: { code: 'ConversationNotFound' } } };
      const from = Number(url.searchParams.get('continuationToken') ?? 0);
      const next = from + pageSizeOf(members);
      return {
        status: 200,
        body: { members: members.slice(from, next), ...(next < members.length ? { continuationToken: String(next) } : {}) },
      };
    }
    sent.push({ method, path, conversation, body });
    return { status: method === 'PUT' ? 200 : 201, body: { id: `m${sent.length}` } };
  };

  const server = createServer((request, response) => {
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => (open -= 1));
    void readJson(request).then(async (body) => {
      const url = new URL(request.url ?? '/', 'http://connector');
      const path = decodeURIComponent(url.pathname);
      paths.push(path);
      const refusal = [...refusals].find(([part, list]) => path.includes(part) && list.length > 0)?.[1].shift();
      if (refusal?.taken) answer(request.method ?? 'GET', url, body);
      const result = refusal
        ? { status: refusal.status, body: { error: { code: refusal.code ?? 'Refused', message: 'refused' } } }
        : answer(request.method ?? 'GET', url, body);
      if ([...hanging].some((part) => path.includes(part))) return;
      if (latencyMs > 0) await sleep(latencyMs * (0.5 + Math.random()));
      response.writeHead(result.status, { 'content-type': 'application/json', ...refusal?.headers });
      response.end(JSON.stringify(result.body));
    });
  });
  // A connection that is closed just when it is used again would be an answer that never came.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The connector has no port.');

  return {
    url: `http://127.0.0.1:${address.port}`,
    sent,
    created,
    chats,
    refusals,
    hanging,
    mostAtOnce: () => most,
    slow: (ms) => (latencyMs = ms),
    count: (part) => paths.filter((path) => path.includes(part)).length,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function firstMember(body: Readonly<Record<string, unknown>>): string {
  const members: unknown = body['members'];
  const first: unknown = Array.isArray(members) ? members[0] : undefined;
  return typeof first === 'object' && first !== null && 'id' in first ? String(first.id) : 'nobody';
}

async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const value: unknown = text === '' ? {} : JSON.parse(text);
  return isRecord(value) ? value : {};
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
