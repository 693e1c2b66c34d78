import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines, startChild, untilReady, type Child } from '../../bot/local/child.ts';
import { Supervisor } from '../../bot/local/supervisor.ts';
import { run } from '../helpers/laptop.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'held-supervisor-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A child that writes its name to a shared file when it is told to end. */
async function program(name: string, onStart = ''): Promise<Child> {
  const script = join(dir, `${name}.mjs`);
  const told = `import { appendFileSync } from 'node:fs';
    const end = () => { appendFileSync(${JSON.stringify(join(dir, 'order'))}, ${JSON.stringify(`${name} `)}); process.exit(0); };
    process.on('SIGTERM', end);
    setInterval(() => undefined, 1000);
    console.log('up');
    ${onStart}`;
  await writeFile(script, told);
  const child = await startChild({ name, script, cwd: dir, endsBy: 'SIGTERM' }, join(dir, 'logs'));
  if (onStart === '') await untilReady(child, async () => (await lastLines(child.log)) === 'up');
  return child;
}

describe('the supervisor', () => {
  it('ends children in the reverse order of their start', async () => {
    const supervisor = new Supervisor();
    for (const name of ['storage', 'opener', 'web']) await supervisor.start(() => program(name));
    await supervisor.end(0);
    expect(await supervisor.ended).toEqual({ code: 0 });
    expect(await readFile(join(dir, 'order'), 'utf8')).toBe('web opener storage ');
  });

  it('ends the others when one dies, and tells what it said last', async () => {
    const supervisor = new Supervisor();
    await supervisor.start(() => program('storage'));
    await supervisor.start(() => program('web', "console.log('no such table'); process.exit(3);"));
    const { code, because } = await supervisor.ended;
    expect(code).toBe(1);
    expect(because).toMatch(/web ended with code 3[^]*no such table/);
    expect(await readFile(join(dir, 'order'), 'utf8')).toBe('storage ');
  });

  it('starts nothing once the end has begun', async () => {
    const supervisor = new Supervisor();
    await supervisor.end(0);
    await expect(supervisor.start(() => program('web'))).rejects.toThrow();
  });
});

/** Programs as ours end, and as Azurite ends: each needs a moment to save its data. */
const orphans = [
  ['SIGTERM', "process.on('SIGTERM', end)"],
  ['message', "process.once('message', end)"],
] as const;

describe('a child', () => {
  it.each(orphans)('that ends by %s does not outlive a supervisor that was killed, and saves its data', async (endsBy, listen) => {
    const saved = join(dir, 'saved');
    await writeFile(
      join(dir, 'orphan.mjs'),
      `import { writeFileSync } from 'node:fs';
      const end = () => void setTimeout(() => { writeFileSync(${JSON.stringify(saved)}, 'yes'); process.exit(0); }, 300);
      ${listen}; setInterval(() => undefined, 1000); console.log(process.pid);`,
    );
    // A process of its own starts the child and is then killed in the hardest way.
    const program = JSON.stringify({ name: 'orphan', script: join(dir, 'orphan.mjs'), cwd: dir, endsBy });
    await writeFile(
      join(dir, 'parent.mts'),
      `import { startChild } from ${JSON.stringify(new URL('../../bot/local/child.ts', import.meta.url).href)};
      await startChild(${program}, ${JSON.stringify(dir)});
      setInterval(() => undefined, 1000);`,
    );
    const parent = run({ dataDir: dir, ports: { web: 0, playground: 0, tables: 0, queues: 0 }, env: process.env }, join(dir, 'parent.mts'));
    const pid = await pidIn(join(dir, 'orphan.log'));
    expect(lives(pid)).toBe(true);
    parent.kill('SIGKILL');
    await parent.finished;
    for (let i = 0; i < 200 && lives(pid); i += 1) await sleep(50);
    expect([lives(pid), await readFile(saved, 'utf8')]).toEqual([false, 'yes']);
  });
});

async function pidIn(log: string): Promise<number> {
  for (let i = 0; i < 400; i += 1) {
    const text = await readFile(log, 'utf8').catch(() => '');
    if (/^\d+\n/.test(text)) return Number(text.trim());
    await sleep(50);
  }
  throw new Error('The child did not start.');
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
