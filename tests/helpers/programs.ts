import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './checks.ts';
import { sharedBuild } from './sharedBuild.ts';

const programs = { 'bot/main.ts': 'main', 'bot/opener.ts': 'opener', 'bot/cli.ts': 'cli' } as const;
export type ProgramScript = keyof typeof programs;

/**
 * Where the product's programs lie compiled, as production has them: each starts in a fifth of the time that its sources take. Tests that
 * start many use these; `npm start` and its tests run the sources.
 */
export async function compiledPrograms(): Promise<Readonly<Record<ProgramScript, string>>> {
  const folder = await sharedBuild('programs', ['bot', 'words', 'package.json', 'package-lock.json'], compile);
  return {
    'bot/main.ts': join(folder, 'main.js'),
    'bot/opener.ts': join(folder, 'opener.js'),
    'bot/cli.ts': join(folder, 'cli.js'),
  };
}

async function compile(): Promise<string> {
  const outdir = await mkdtemp(join(tmpdir(), 'held-programs-'));
  const entries = { ...programs, 'bot/adapters/sealing/openWorker.ts': 'openWorker' };
  const flags = ['--bundle', '--platform=node', '--format=esm', '--target=node20', '--splitting', '--keep-names', '--log-level=error'];
  // What nothing of ours reaches: restify's probes, speed-ups of sockets.
  const external = ['dtrace-provider', 'bufferutil', 'utf-8-validate'].map((name) => `--external:${name}`);
  // CommonJS packages ask for Node's own modules by `require`, which a module has not.
  const banner = "import { createRequire as heldRequire } from 'node:module'; const require = heldRequire(import.meta.url);";
  const args = [...flags, ...external, `--banner:js=${banner}`, `--outdir=${outdir}`];
  const files = Object.entries(entries).map(([script, name]) => `${name}=${join(root, script)}`);
  // In a process of its own: the test runner's realm is none that the compiler takes.
  await promisify(execFile)(join(root, 'node_modules/esbuild/bin/esbuild'), [...files, ...args], { cwd: root });
  return outdir;
}
