import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HeldError } from '../errors.ts';

/** Version of what a laptop's data folder holds. Raise it when older data can no longer be read. */
const format = 1;

const markShape = z.object({
  format: z.number(),
  /** `making`: the demo was begun and not finished, so that nothing in the folder can be relied on. */
  demo: z.enum(['making', 'made']),
});
export type DemoState = z.infer<typeof markShape>['demo'];

/** The file that says a folder is Held's. Without it nothing in a folder is ever deleted. */
const markFile = (dataDir: string): string => join(dataDir, 'held.json');
const runningFile = (dataDir: string): string => join(dataDir, 'running.json');
const runningShape = z.object({ pid: z.int().positive() });

export const logsIn = (dataDir: string): string => join(dataDir, 'logs');
export const azuriteIn = (dataDir: string): string => join(dataDir, 'azurite');
export const playgroundIn = (dataDir: string): string => join(dataDir, 'playground');

const resetCommand = 'npm run demo:reset';

/** How far the demo in a data folder is; undefined where there is none. Rejects with `refused` for a folder that is not to be used. */
export async function readDemoState(dataDir: string): Promise<DemoState | undefined> {
  if (!existsSync(dataDir)) return undefined;
  const text = await readFile(markFile(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) {
    if ((await readdir(dataDir)).length === 0) return undefined;
    throw new HeldError('refused', `${dataDir} holds files but is no data folder of Held. Set HELD_DATA_DIR to an empty or a new folder.`);
  }
  const mark = markShape.safeParse(parsed(text));
  if (!mark.success) throw new HeldError('refused', `${markFile(dataDir)} cannot be read. Start anew with ${resetCommand}.`);
  if (mark.data.format !== format) {
    const older = mark.data.format < format ? 'an older' : 'a newer';
    throw new HeldError(
      'refused',
      `The data in ${dataDir} has ${older} format (${mark.data.format}; this is ${format}). Start anew with ${resetCommand}.`,
    );
  }
  return mark.data.demo;
}

export async function writeDemoState(dataDir: string, demo: DemoState): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const temporary = `${markFile(dataDir)}.new`;
  await writeFile(temporary, `${JSON.stringify({ format, demo })}\n`, { mode: 0o600 });
  await rename(temporary, markFile(dataDir));
}

/** Deletes everything that Held keeps in the folder, and the folder. Rejects with `refused` while Held runs, or for a folder that is not Held's. */
export async function wipe(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  await refuseWhileRunning(dataDir);
  const names = await readdir(dataDir);
  if (names.length > 0 && !existsSync(markFile(dataDir))) {
    throw new HeldError('refused', `${dataDir} is no data folder of Held (it has no held.json), so nothing in it was deleted.`);
  }
  // The mark goes last: a wipe that was interrupted can be repeated.
  for (const name of names.filter((each) => join(dataDir, each) !== markFile(dataDir))) {
    await rm(join(dataDir, name), { recursive: true, force: true });
  }
  await rm(markFile(dataDir), { force: true });
  await rmdir(dataDir);
}

/** Two supervisors on one folder would write over each other. Rejects with `refused` while another one lives. */
export async function refuseWhileRunning(dataDir: string): Promise<void> {
  const pid = runningShape.safeParse(parsed(await readFile(runningFile(dataDir), 'utf8').catch(() => ''))).data?.pid;
  if (pid === undefined || pid === process.pid || !lives(pid)) return;
  throw new HeldError('refused', `Held is running on ${dataDir} (process ${pid}). End it first, with Ctrl-C where it was started.`);
}

export async function markRunning(dataDir: string): Promise<void> {
  await writeFile(runningFile(dataDir), `${JSON.stringify({ pid: process.pid })}\n`, { mode: 0o600 });
}

export const markEnded = (dataDir: string): Promise<void> => rm(runningFile(dataDir), { force: true });

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives too, though it may not be signalled.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
