import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Environment } from '../config.ts';
import { paths } from '../contract/paths.ts';
import { root, untilReady, type Child, type ChildProgram } from './child.ts';
import { connectorOf, playgroundWorld } from './playgroundClient.ts';

const require = createRequire(import.meta.url);

export interface PlaygroundPlace {
  readonly port: number;
  /** Port of the web process. */
  readonly botPort: number;
  /** It writes its own logs here; reasons for a failed start are only in them. */
  readonly folder: string;
  readonly environment: Environment;
  /** Whose chats it shows; the repository's own people when absent. */
  readonly config?: string;
}

/** The six people of the Playground, and whose chat shows. */
export const playgroundConfig = join(root, '.m365agentsplayground.yml');

/** Microsoft's Agents Playground: a Teams-like client that needs no tenant. */
export function playground({ port, botPort, folder, environment, config = playgroundConfig }: PlaygroundPlace): ChildProgram {
  const endpoint = `http://127.0.0.1:${botPort}${paths.messages}`;
  return {
    name: 'playground',
    script: join(dirname(require.resolve('@microsoft/m365agentsplayground/package.json')), 'cli.js'),
    args: ['start', '-e', endpoint, '-c', 'msteams', '--dt', '-p', String(port), '--su', connectorOf(port)],
    env: {
      ...environment,
      TEAMSAPPTESTER_BROWSER: 'none',
      SEND_INSTALLATION_ACTIVITY: 'true',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
    },
    cwd: folder,
    endsBy: 'SIGTERM',
  };
}

/** With a busy port it silently takes another, and it says “Listening” before it has read its people: so it is asked itself. */
export async function playgroundReady(child: Child, port: number): Promise<void> {
  await untilReady(child, async () => (await playgroundWorld(port)).people.length > 0);
}
