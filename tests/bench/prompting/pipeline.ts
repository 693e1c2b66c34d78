import { randomBytes } from 'node:crypto';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import sodium from 'libsodium-wrappers';
import { createSealing } from '../../../bot/adapters/sealing/seal.ts';
import { botSettings } from '../../../bot/adapters/teams/authentication.ts';
import { connectorClients } from '../../../bot/adapters/teams/connectors.ts';
import { createSender } from '../../../bot/adapters/teams/delivery.ts';
import { asQuestionId, type PersonId } from '../../../bot/domain/ids.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { slotsFor } from '../../../bot/domain/period.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import type { Logger, SendPace } from '../../../bot/ports.ts';
import { dispatchPrompts, type DispatchPromptsDeps } from '../../../bot/usecases/dispatchPrompts.ts';
import { blankEntry } from '../../../bot/usecases/ledger.ts';
import { defaultSettings } from '../../../bot/usecases/settings.ts';
import {
  memoryConversations,
  memoryDays,
  memoryDeadPrompts,
  memoryLedger,
  memoryPeople,
  memoryRoster,
  memoryWatch,
  MemoryQueue,
} from '../../helpers/memory.ts';
import { addressOf, freePace } from '../../helpers/teamsBot.ts';
import { autumnTwo, rosterOf, sencos, TestClock } from '../../helpers/world.ts';

export interface Pipeline {
  readonly people: readonly PersonId[];
  readonly clock: TestClock;
  /** Puts a prompt for everyone into the queue, due now. */
  everyoneIsDue(): Promise<void>;
  /** Sends everyone one card through the Teams adapter alone, so many at once. */
  sendToEveryone(atOnce: number): Promise<void>;
  /** What one process does with the queue until nothing in it is due; `pace` is its own. */
  dispatch(pace?: SendPace): Promise<number>;
}

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * From due prompts in a queue to messages at the channel: the real use cases, real sealing and the real Teams adapter. Stores and queue are
 * in memory, since what Azurite costs on a laptop says nothing of Azure.
 */
export async function createPipeline(count: number, serviceUrl: string): Promise<Pipeline> {
  const clock = new TestClock('2026-11-18T10:05:00Z');
  const roster = sencos(count, ['Northern Trust/East', 'Northern Trust/West']);
  const people = roster.map(({ person }) => person);
  const sealing = await createSealing();
  const keys = { places: randomBytes(32), inner: sodium.crypto_box_keypair().publicKey, outer: randomBytes(32) };
  const { watch, open } = await memoryWatch(silent, { sealing, keys });
  await open({ ...autumnTwo, state: 'OPEN', plan: defaultPlan(autumnTwo.id), slots: slotsFor(autumnTwo) });
  const sealer = watch.open?.sealer;
  if (!sealer) throw new Error('The period did not open.');
  const ledger = memoryLedger();
  await ledger.insertMissing(
    autumnTwo.id,
    people.map((person) => sealer.sealLedgerEntry(blankEntry(person))),
  );
  const settings = memoryPeople();
  for (const person of people) await settings.save({ ...defaultSettings(person, englandDates), participation: 'takingPart' });
  const conversations = { ...memoryConversations(), find: async (person: PersonId) => addressOf(person, serviceUrl) };
  const queue = new MemoryQueue(clock);
  const deps: Omit<DispatchPromptsDeps, 'sender'> = {
    roster: memoryRoster(rosterOf(roster)),
    people: settings,
    days: memoryDays(),
    deadPrompts: memoryDeadPrompts(),
    cards: { put: async () => undefined, take: async () => [] },
    conversations,
    ledger,
    queue,
    watch,
    clock,
    calendar: englandDates,
    settleSeconds: 0,
    randomness: { fraction: () => 0 },
    log: silent,
  };
  const senderWith = (pace: SendPace) =>
    createSender({
      connectorFor: connectorClients(new ConfigurationBotFrameworkAuthentication(botSettings(undefined)), ''),
      conversations,
      log: silent,
      answerIn: 'dialog',
      pace,
    });
  const senders = new Map<SendPace, DispatchPromptsDeps['sender']>();
  return {
    people,
    clock,
    async everyoneIsDue() {
      const dueAt = clock.now().toString();
      for (const person of people) {
        await queue.put({ whom: sealer.sealPerson(person), period: autumnTwo.id, dueAt, occasion: 'meeting' }, 0);
      }
    },
    async sendToEveryone(atOnce) {
      const sender = senderWith(freePace);
      const asked = { ticket: 'x'.repeat(220), question: asQuestionId('load'), moment: 'meeting' } as const;
      const waiting = people.values();
      const loop = async (): Promise<void> => {
        for (const person of waiting) {
          const address = addressOf(person, serviceUrl);
          await sender.sendPrompt({ person, address }, { kind: 'question', period: autumnTwo.id, ...asked });
        }
      };
      await Promise.all(Array.from({ length: atOnce }, loop));
    },
    dispatch(pace = freePace) {
      const sender = senders.get(pace) ?? senderWith(pace);
      senders.set(pace, sender);
      return dispatchPrompts({ ...deps, sender });
    },
  };
}
