import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { once } from 'node:events';
import { lastLines, untilReady, type Child, type ChildProgram } from './child.ts';

const require = createRequire(import.meta.url);

export interface AzuritePlace {
  readonly kind: 'table' | 'queue';
  readonly port: number;
  readonly location: string;
}

/** One of Azurite's servers, on this machine only. It ends by message: only that saves its tables everywhere. */
export function azurite({ kind, port, location }: AzuritePlace): ChildProgram {
  const where = [`--${kind}Host`, '127.0.0.1', `--${kind}Port`, String(port), '--location', location];
  return {
    name: kind === 'table' ? 'azurite-tables' : 'azurite-queues',
    script: require.resolve(`azurite/dist/src/${kind}/main.js`),
    args: [...where, '--silent', '--disableTelemetry', '--skipApiVersionCheck'],
    cwd: location,
    endsBy: 'message',
  };
}

/** Its own announcement comes first: another program on the port would accept connections too. */
export async function azuriteReady(child: Child, port: number): Promise<void> {
  await untilReady(child, async () => (await lastLines(child.log)).includes('successfully') && accepts(port));
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } finally {
    socket.destroy();
  }
}
