import { Agent, request } from 'node:http';

export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** A client as light as Node has it, so that a bench measures the server and not the client. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  send(method: 'GET' | 'POST', path: string, headers: Readonly<Record<string, string>> = {}, body = ''): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: this.#port, method, path, headers, agent: this.#agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  post(path: string, value: unknown): Promise<Answered> {
    return this.send('POST', path, { 'content-type': 'application/json' }, JSON.stringify(value));
  }

  close(): void {
    this.#agent.destroy();
  }
}

export interface Load {
  readonly aSecond: number;
  /** Milliseconds that 99 in 100 requests stay within. */
  readonly p99: number;
}

/** Does `one` this often, so many at once. Rejects when one rejects. */
export async function load(times: number, atOnce: number, one: (n: number) => Promise<unknown>): Promise<Load> {
  const took: number[] = [];
  let next = 0;
  const started = performance.now();
  const worker = async (): Promise<void> => {
    while (next < times) {
      const n = next++;
      const from = performance.now();
      await one(n);
      took.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - started) / 1_000;
  const sorted = took.toSorted((a, b) => a - b);
  return { aSecond: times / seconds, p99: sorted[Math.ceil(0.99 * sorted.length) - 1] ?? Number.NaN };
}
