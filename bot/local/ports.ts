import { once } from 'node:events';
import { createServer } from 'node:net';

export interface WantedPort {
  readonly port: number;
  /** Who needs it. */
  readonly for: string;
  /** The setting that changes it. */
  readonly setting: string;
}

/** The ports that somebody else has, in words that say how to go on; empty when all are free. */
export async function busyPorts(wanted: readonly WantedPort[]): Promise<readonly string[]> {
  const twice = wanted.filter(({ port }, i) => wanted.findIndex((other) => other.port === port) < i);
  const same = twice.map(
    ({ port, for: who, setting }) => `Port ${port} is given twice; ${who} needs its own. Set ${setting} to another port.`,
  );
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
  const busy = wanted.filter((_, i) => !free[i]);
  return [
    ...same,
    ...busy.map(
      ({ port, for: who, setting }) =>
        `Port ${port}, which ${who} needs, is in use. End the program that has it (perhaps Held is already running), or set ${setting} to another port.`,
    ),
  ];
}

/** Bound on this machine and on every interface alike: another program may hold either. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', undefined]) {
    const server = createServer();
    try {
      if (host) server.listen(port, host);
      else server.listen(port);
      await once(server, 'listening');
    } catch {
      return false;
    } finally {
      if (server.listening) {
        server.close();
        await once(server, 'close');
      }
    }
  }
  return true;
}
