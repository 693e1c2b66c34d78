import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface Channel {
  /** What addresses of chats name as their service. */
  readonly url: string;
  /** When messages came since the last call, in milliseconds. */
  arrivals(): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** Starts the stand-in for Teams' connector, apart from this process so that what it costs is not counted here. */
export async function startChannel(): Promise<Channel> {
  const child = fork(fileURLToPath(new URL('channelProcess.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  const answer = async (): Promise<unknown> => {
    const [message]: unknown[] = await once(child, 'message');
    return message;
  };
  const port = z.int().parse(await answer());
  return {
    url: `http://127.0.0.1:${port}`,
    async arrivals() {
      child.send('arrivals');
      return z.array(z.number()).parse(await answer());
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
