import { setTimeout as sleep } from 'node:timers/promises';
import { odata, TableClient, type TableServiceClientOptions, type TransactionAction } from '@azure/data-tables';
import { Temporal } from 'temporal-polyfill';
import { HeldError } from '../../errors.ts';
import { statusOf, storageFailure } from './failure.ts';

/** What signs requests when the connection is an account URL (a managed identity in Azure). */
export interface StorageCredential {
  getToken(scopes: string | string[], options?: object): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

export type Row = { readonly partitionKey: string; readonly rowKey: string } & Readonly<Record<string, unknown>>;
export type FoundRow = Row & { readonly etag: string; readonly timestamp?: string };
export type Action = TransactionAction;

/** Milliseconds within which requests with all their retries end. */
export interface Deadlines {
  /** One row: a person may be waiting. */
  readonly point: number;
  /** A batch or a page of background work. */
  readonly bulk: number;
}
const patient: Deadlines = { point: 8_000, bulk: 30_000 };

export interface Connection {
  /** A connection string, or an account URL. */
  readonly to: string;
  /** Needed with an account URL; a connection string brings its own key. */
  readonly credential: StorageCredential | undefined;
  readonly deadlines: Deadlines | undefined;
}

/** Rows a batch may hold; Azure's limit. Their sum must stay under 4 MiB. */
export const rowsABatch = 100;

type Policy = NonNullable<TableServiceClientOptions['additionalPolicies']>[number]['policy'];

/** Bounds a request with all its retries: nobody waits minutes for storage that is down. */
const endBy = ({ point, bulk }: Deadlines): Policy => ({
  name: 'heldDeadline',
  sendRequest: (request, next) => {
    const many = request.url.includes('$batch') || (request.method === 'GET' && new URL(request.url).pathname.endsWith('()'));
    request.abortSignal = AbortSignal.timeout(many ? bulk : point);
    return next(request);
  },
});

/** An ETag that no row has, should an answer ever leave it out: the next write then fails, and reads again. */
const noneOfOurs = 'W/"none"';

/** Milliseconds. */
const brokenPipePause = 50;

/**
 * Sends again what met a connection that the service had closed while this thread was busy: of the ways in which Node says so, the library
 * retries all but this one. After a moment in which this thread hears of every connection that was closed, or the next one taken would be dead too.
 */
const afterBrokenPipe: Policy = {
  name: 'heldBrokenPipe',
  async sendRequest(request, next) {
    for (let left = 2; ; left -= 1) {
      try {
        return await next(request);
      } catch (error) {
        if (left === 0 || !(error instanceof Error) || !('code' in error) || error.code !== 'EPIPE') throw error;
        await sleep(brokenPipePause);
      }
    }
  },
};

/**
 * One table, with failures in Held's words. A write that answers false lost to another write, found no row, or (rarely) was our own
 * first try whose answer got lost: read again to tell. Everything else that goes wrong rejects with a HeldError.
 */
export class Table {
  readonly #client: TableClient;

  constructor(name: string, { to, credential, deadlines = patient }: Connection) {
    const options: TableServiceClientOptions = {
      retryOptions: { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 1_000 },
      additionalPolicies: [
        { policy: endBy(deadlines), position: 'perCall' },
        { policy: afterBrokenPipe, position: 'perRetry' },
      ],
      // Azurite on 127.0.0.1 speaks http; an account URL is given with its own scheme and keeps it.
      allowInsecureConnection: to.includes('http://'),
    };
    if (/^https?:/.test(to)) {
      if (!credential) throw new HeldError('internal', 'An account URL for tables needs a credential.');
      this.#client = new TableClient(to, name, credential, options);
    } else {
      this.#client = TableClient.fromConnectionString(to, name, options);
    }
  }

  get name(): string {
    return this.#client.tableName;
  }

  /** Makes the table where there is none. */
  async ensure(): Promise<void> {
    await this.#run('Making', () => this.#client.createTable());
  }

  async get(partitionKey: string, rowKey: string): Promise<FoundRow | undefined> {
    return this.#run('Reading', async () => {
      try {
        return found(await this.#client.getEntity<Record<string, unknown>>(partitionKey, rowKey));
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    });
  }

  /** False when the row exists. */
  insert(row: Row): Promise<boolean> {
    return this.#write([409], () => this.#client.createEntity({ ...row }));
  }

  /** False when somebody wrote the row since `etag`, or it is gone. */
  replace(row: Row, etag: string): Promise<boolean> {
    return this.#write([404, 412], () => this.#client.updateEntity({ ...row }, 'Replace', { etag }));
  }

  /** As `replace`, and gives the row's new ETag: the next write then needs no reading. Undefined where `replace` answers false. */
  async replaceKnown(row: Row, etag: string): Promise<string | undefined> {
    let written: string | undefined;
    const replaced = await this.#write([404, 412], async () => {
      written = (await this.#client.updateEntity({ ...row }, 'Replace', { etag })).etag;
    });
    return replaced ? (written ?? noneOfOurs) : undefined;
  }

  /** Merges properties into an existing row, whoever wrote it last; false when there is none. */
  merge(row: Row): Promise<boolean> {
    return this.#write([404], () => this.#client.updateEntity({ ...row }, 'Merge', { etag: '*' }));
  }

  /** Merges properties into a row, and makes it where there is none. */
  async mergeOrInsert(row: Row): Promise<void> {
    await this.#write([], () => this.#client.upsertEntity({ ...row }, 'Merge'));
  }

  /** Inserts or replaces. */
  async put(row: Row): Promise<void> {
    await this.#write([], () => this.#client.upsertEntity({ ...row }, 'Replace'));
  }

  /** False when it was gone, or somebody wrote it since `etag`. */
  remove(partitionKey: string, rowKey: string, etag = '*'): Promise<boolean> {
    return this.#write([404, 412], () => this.#client.deleteEntity(partitionKey, rowKey, { etag }));
  }

  /** All or nothing, at most 100 rows of one partition; false when one row stood in the way, or all were too large: nothing changed then. */
  async transact(actions: readonly Action[]): Promise<boolean> {
    if (actions.length === 0) return true;
    return this.#write([404, 409, 412, 413], () => this.#client.submitTransaction([...actions]));
  }

  /** Rows that match, by partition and row key, page by page; the next page is fetched while one is worked on. */
  async *pages(filter: string, options: { readonly select?: string[]; readonly pageSize?: number } = {}): AsyncGenerator<FoundRow[]> {
    const queryOptions = { filter, ...(options.select ? { select: options.select } : {}) };
    const pages = this.#client
      .listEntities<Record<string, unknown>>({ queryOptions })
      .byPage({ maxPageSize: options.pageSize ?? 1_000 })
      [Symbol.asyncIterator]();
    const fetch = () => this.#run('Listing', () => pages.next());
    let next = fetch();
    for (;;) {
      const page = await next;
      if (page.done) return;
      next = fetch();
      // When the reader stops early nobody awaits this page; when it goes on, the loop does.
      next.catch(() => undefined);
      yield page.value.map(found);
    }
  }

  /** The service's own time, to the second, from the head of an answer. */
  async serverTime(): Promise<Temporal.Instant> {
    let date: string | undefined;
    const queryOptions = { filter: odata`PartitionKey eq ${'none'}` };
    const onResponse = ({ headers }: { readonly headers: { get(name: string): string | undefined } }): void =>
      void (date = headers.get('date'));
    const pages = this.#client.listEntities({ queryOptions, onResponse }).byPage({ maxPageSize: 1 });
    await this.#run('Reading', () => pages.next());
    const milliseconds = Date.parse(date ?? '');
    if (Number.isNaN(milliseconds)) throw new HeldError('storage-down', 'Storage answered without its time.');
    return Temporal.Instant.fromEpochMilliseconds(milliseconds);
  }

  /** All rows that match, at once: for small tables only. */
  async all(filter: string, select?: string[]): Promise<FoundRow[]> {
    const rows: FoundRow[] = [];
    for await (const page of this.pages(filter, select ? { select } : {})) rows.push(...page);
    return rows;
  }

  async #write(expected: readonly number[], write: () => Promise<unknown>): Promise<boolean> {
    return this.#run('Writing', async () => {
      try {
        await write();
        return true;
      } catch (error) {
        const status = statusOf(error);
        if (status !== undefined && expected.includes(status)) return false;
        throw error;
      }
    });
  }

  async #run<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storageFailure(error, `${doing} table ${this.name}`);
    }
  }
}

function found(entity: Record<string, unknown>): FoundRow {
  const { partitionKey, rowKey, etag, timestamp } = entity;
  if (typeof partitionKey !== 'string' || typeof rowKey !== 'string') throw new HeldError('internal', 'A row came without its keys.');
  // A list with a selection of columns carries no etag where the metadata level leaves it out; nothing guards a write with it then.
  return {
    ...entity,
    partitionKey,
    rowKey,
    etag: typeof etag === 'string' ? etag : '',
    ...(typeof timestamp === 'string' ? { timestamp } : {}),
  };
}
