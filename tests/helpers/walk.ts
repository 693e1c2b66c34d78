/** The product for a walk through its screens: real web process and opener over one Azurite, the demo's people in a period just begun, and a clock that is moved. */
import { expect } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { localClockFile, setLocalClock } from '../../bot/adapters/system/localClock.ts';
import { startChild, type Child } from '../../bot/local/child.ts';
import { playground, playgroundReady } from '../../bot/local/playground.ts';
import { freePort, startAzurite, type Azurite } from './azurite.ts';
import { launchBrowser } from './browser.ts';
import { root } from './checks.ts';
import { discard, held, newLaptop, run, type Laptop, type Running } from './laptop.ts';

const zone = 'Europe/London';

export class Walk {
  readonly laptop: Laptop;
  /** Web process and opener. */
  processes: readonly Running[] = [];
  #azurite: Azurite | undefined;
  #browser: Browser | undefined;
  readonly #clients: Child[] = [];

  private constructor(laptop: Laptop) {
    this.laptop = laptop;
  }

  /** Begins on a local date and time. Ended by `stop`, also when it fails half-way. */
  static async start(local: string, more: NodeJS.ProcessEnv = {}): Promise<Walk> {
    const walk = new Walk(await newLaptop({ ANSWER_IN: 'chat', ...more }));
    try {
      await walk.#begin(local);
      return walk;
    } catch (error) {
      await walk.stop();
      throw error;
    }
  }

  async #begin(local: string): Promise<void> {
    const { ports } = this.laptop;
    this.#azurite = await startAzurite({ tablePort: ports.tables, queuePort: ports.queues });
    await this.itIs(local);
    const web = run(this.laptop, 'bot/main.ts');
    const opener = run(this.laptop, 'bot/opener.ts');
    this.processes = [web, opener];
    await Promise.all([web.printed('the web process serves'), opener.printed('at work')]);
    await this.done('roster', 'import', join(root, 'bot/local/demo/people.csv'));
    await this.done('calendar', 'confirm');
    await this.done('period', 'start');
    this.#browser = await launchBrowser();
  }

  itIs(local: string): Promise<void> {
    return setLocalClock(localClockFile(this.laptop.dataDir), Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant());
  }

  /** Runs an operator's command that succeeds. */
  async done(...args: readonly string[]): Promise<void> {
    const { code, output } = await held(this.laptop, ...args);
    expect([args, code, output]).toEqual([args, 0, output]);
  }

  /** A Playground, where the first person of its configuration is in front; gives its address. The first takes the laptop's own port. */
  async playground(config?: string): Promise<string> {
    const { laptop } = this;
    const port = this.#clients.length === 0 ? laptop.ports.playground : await freePort();
    const name = `playground-${this.#clients.length}`;
    const folder = join(laptop.dataDir, name);
    await mkdir(folder, { recursive: true });
    const program = playground({ port, botPort: laptop.ports.web, folder, environment: laptop.env, ...(config ? { config } : {}) });
    const client = await startChild({ ...program, name }, join(laptop.dataDir, 'logs'));
    this.#clients.push(client);
    await playgroundReady(client, port);
    return `http://127.0.0.1:${port}/`;
  }

  newPage(height = 1_000): Promise<Page> {
    if (!this.#browser) throw new Error('The walk has not begun.');
    return this.#browser.newPage({ viewport: { width: 1280, height }, acceptDownloads: true });
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    for (const client of this.#clients) await client.stop();
    for (const each of this.processes) each.kill('SIGTERM');
    await Promise.all(this.processes.map(({ finished }) => finished));
    await this.#azurite?.stop();
    await discard(this.laptop);
  }
}

/** Types words into a chat, and sends them. */
export async function sayIn(chat: Page, text: string): Promise<void> {
  await chat.getByRole('textbox').last().click();
  await chat.keyboard.type(text);
  await chat.keyboard.press('Enter');
}
