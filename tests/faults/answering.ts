import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RowReader } from '../../bot/adapters/sealing/openRow.ts';
import { createOpenerKeyFolder } from '../../bot/adapters/vault/openerKeyFolder.ts';
import { createWebKeyFolder } from '../../bot/adapters/vault/webKeyFolder.ts';
import { paths } from '../../bot/contract/paths.ts';
import { headerColumn, slotColumn, type Answer } from '../../bot/domain/envelope.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import { defaultPlan } from '../../bot/domain/questions/plan.ts';
import type { Sealer } from '../../bot/ports.ts';
import type { Deployment } from '../helpers/deployment.ts';
import type { Chance } from '../redteam/system/chance.ts';
import { accountOf, chatIdOf, tenantId } from '../helpers/teamsBot.ts';
import { autumnTwo } from '../helpers/world.ts';
import { Client } from '../bench/serving/load.ts';

const slots = 24;
const options = 5;
/** Longer than any answer may take: Teams gives up after about 10 s. */
const patienceMs = 10_000;

const pauseAfterBreak = 50;

/** What one slot may hold: the answer acknowledged last, and every one since then of which nobody knows whether it arrived. */
interface Expected {
  acknowledged: number | undefined;
  unsure: Set<number>;
}

export interface Tap {
  readonly outcome: 'acknowledged' | 'told' | 'broken';
  readonly ms: number;
}

/**
 * People who answer, and remember what was acknowledged. Each taps for one place at a time, as a person does; different people at once.
 */
export class Answering {
  readonly taps: Tap[] = [];
  /** Replies that were neither an acknowledgement nor words that a person can read. */
  readonly unclear: string[] = [];
  readonly #held: Deployment;
  readonly #sealer: Sealer;
  readonly #chance: Chance;
  readonly #clients = new Map<number, Client>();
  readonly #expected = new Map<string, Expected>();
  #running = false;
  #workers: Promise<void>[] = [];

  constructor(held: Deployment, sealer: Sealer, chance: Chance) {
    this.#held = held;
    this.#sealer = sealer;
    this.#chance = chance;
  }

  /** So many people tap at once until `rest`; `ports` gives the web processes that a tap goes to (all of them: delivered more than once). */
  start(atOnce: number, ports: () => readonly number[] = () => [this.#held.port], pauseMs = 0): void {
    this.#running = true;
    const each = Math.floor(this.#held.people.length / atOnce);
    this.#workers = Array.from({ length: atOnce }, async (_, worker) => {
      const people = this.#held.people.slice(worker * each, (worker + 1) * each);
      while (this.#running) {
        const person = people[this.#chance.below(people.length)];
        if (person) await this.#tap(person, ports());
        if (pauseMs > 0) await sleep(pauseMs);
      }
    });
  }

  async rest(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#workers);
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  count(outcome: Tap['outcome']): number {
    return this.taps.filter((tap) => tap.outcome === outcome).length;
  }

  async #tap(person: PersonId, ports: readonly number[]): Promise<void> {
    const rowKey = this.#sealer.placeOf(person);
    const place = this.#chance.below(slots);
    const slot = this.#sealer.slotFor(rowKey, place, slots);
    const question = this.#questionAt(place);
    const option = this.#chance.below(options);
    const ticket = this.#sealer.sealTicket({ rowKey, slot, question });
    const expected = this.#at(rowKey, slot);
    const from = performance.now();
    const replies = await Promise.all(ports.map((port) => this.#send(port, tapOf(person, ticket, option))));
    const ms = performance.now() - from;
    const outcome = replies.includes('acknowledged') ? 'acknowledged' : replies.includes('broken') ? 'broken' : 'told';
    // Told kindly that storage is away: the write may have reached it all the same.
    if (outcome !== 'acknowledged' || replies.some((reply) => reply !== 'acknowledged')) expected.unsure.add(option);
    if (outcome === 'acknowledged') {
      expected.acknowledged = option;
      if (replies.every((reply) => reply === 'acknowledged')) expected.unsure.clear();
    }
    this.taps.push({ outcome, ms });
    // Nobody taps again the moment that a tap got no reply.
    if (outcome === 'broken') await sleep(pauseAfterBreak);
  }

  async #send(port: number, activity: unknown): Promise<Tap['outcome']> {
    const client = this.#clients.get(port) ?? new Client(port);
    this.#clients.set(port, client);
    try {
      const { status, body } = await Promise.race([client.post(paths.messages, activity), late()]);
      if (status === 200 && body === '') return 'acknowledged';
      if (status === 200 && body.includes('"type":"message"')) return 'told';
      this.unclear.push(`${status} ${body.slice(0, 200)}`);
      return 'told';
    } catch (error) {
      if (error instanceof Late) this.unclear.push(`nothing within ${patienceMs / 1_000} s`);
      return 'broken';
    }
  }

  #questionAt(place: number): Answer['question'] {
    const { questions } = defaultPlan(autumnTwo.id);
    const question = questions[place % questions.length];
    if (!question) throw new Error('no question');
    return question;
  }

  #at(rowKey: string, slot: number): Expected {
    const key = `${rowKey}/${slot}`;
    const expected = this.#expected.get(key) ?? { acknowledged: undefined, unsure: new Set() };
    this.#expected.set(key, expected);
    return expected;
  }

  /**
   * Opens the box with all keys, as nobody but a test can while places are still known, and compares: every slot must hold what was
   * acknowledged last (or a later answer whose fate nobody knows), once, and nothing else may stand anywhere.
   */
  async compare(): Promise<string[]> {
    const keys = join(this.#held.dir, 'held', 'keys');
    const vault = createOpenerKeyFolder({ shared: join(keys, 'shared'), opener: join(keys, 'opener'), web: join(keys, 'web') });
    const opening = await vault.openingKeys(autumnTwo.id);
    const sealing = await createWebKeyFolder({ shared: join(keys, 'shared'), web: join(keys, 'web') }).sealingKeys(autumnTwo.id);
    const frozen = await this.#held.tables.frozen.read(autumnTwo.id);
    if (!opening || !sealing || !frozen) return ['the period’s keys or its freeze are gone'];
    const { questions } = frozen.plan;
    // While a period runs, its outer envelopes are under H_p.
    const reader = new RowReader(
      { ...opening, outer: sealing.places },
      {
        period: autumnTwo.id,
        slots,
        units: new Set(frozen.units.map(({ id }) => id)),
        options: new Map(questions.map((id) => [id, options])),
      },
    );
    const amiss: string[] = [];
    let rows = 0;
    for await (const page of this.#held.tables.envelopes.pages(autumnTwo.id)) {
      for (const { value } of page) {
        rows += 1;
        for (let slot = 1; slot <= slots; slot += 1) {
          const [header, column] = [value.columns[headerColumn], value.columns[slotColumn(slot)]];
          // With every other slot left out, what is read stood in this one.
          const { row, setAside } = reader.read({
            rowKey: value.rowKey,
            columns: { ...(header ? { [headerColumn]: header } : {}), ...(column ? { [slotColumn(slot)]: column } : {}) },
          });
          if (!row || setAside.some((why) => why !== 'missingColumn') || setAside.length !== slots - 1) {
            amiss.push(`slot ${slot} of a row was set aside: ${[...new Set(setAside)].join(', ')}`);
            continue;
          }
          const complaint = complaintAbout(
            this.#expected.get(`${value.rowKey}/${slot}`),
            row.answers.map(({ option }) => option),
          );
          if (complaint) amiss.push(complaint);
        }
      }
    }
    if (rows !== this.#held.people.length) amiss.push(`${rows} rows instead of ${this.#held.people.length}`);
    return amiss;
  }
}

function complaintAbout(expected: Expected | undefined, found: readonly number[]): string | undefined {
  const [option, ...more] = found;
  if (more.length > 0) return 'a slot holds more than one answer';
  if (option === undefined) return expected?.acknowledged === undefined ? undefined : 'an acknowledged answer is lost';
  if (option === expected?.acknowledged || expected?.unsure.has(option)) return undefined;
  return expected ? 'a slot holds another answer than the one acknowledged last' : 'a slot holds an answer that nobody gave';
}

class Late extends Error {}

const late = (): Promise<never> => new Promise((_, reject) => setTimeout(() => reject(new Late()), patienceMs).unref());

const tapOf = (person: PersonId, ticket: string, option: number) => ({
  type: 'invoke',
  name: 'task/submit',
  id: 'tap',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:1',
  from: { id: accountOf(person), aadObjectId: person, name: 'Invented Person' },
  recipient: { id: '28:held', name: 'Held' },
  conversation: { id: chatIdOf(person), conversationType: 'personal', tenantId },
  channelData: { tenant: { id: tenantId } },
  value: { data: { held: 'answer', period: autumnTwo.id, ticket, moment: 'meeting', option } },
});
