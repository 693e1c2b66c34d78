import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { busyPorts } from '../../bot/local/ports.ts';
import { freePort } from '../helpers/azurite.ts';

describe('busyPorts', () => {
  it('names a port that somebody has, who needs it, and the setting', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      const [line, ...others] = await busyPorts([
        { port, for: 'the web process', setting: 'PORT' },
        { port: await freePort(), for: 'the Agents Playground', setting: 'PLAYGROUND_PORT' },
      ]);
      expect(line).toMatch(new RegExp(`Port ${port}, which the web process needs, is in use.* set PORT to another port`));
      expect(others).toEqual([]);
    } finally {
      server.close();
    }
  });

  it('notices one port given twice', async () => {
    const port = await freePort();
    const [line] = await busyPorts([
      { port, for: 'the web process', setting: 'PORT' },
      { port, for: 'the Agents Playground', setting: 'PLAYGROUND_PORT' },
    ]);
    expect(line).toBe(`Port ${port} is given twice; the Agents Playground needs its own. Set PLAYGROUND_PORT to another port.`);
  });
});
