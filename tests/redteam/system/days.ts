import type { LedgerKey, PersonId, RowKey } from '../../../bot/domain/ids.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { questionOf } from '../../../bot/domain/questions/bank.ts';
import type { RosterEntry } from '../../../bot/domain/roster.ts';
import type { PromptSender } from '../../../bot/ports.ts';
import { checkIn } from '../../../bot/usecases/checkIn.ts';
import { sealAnswer } from '../../../bot/usecases/sealAnswer.ts';
import { sendPrompt } from '../../../bot/usecases/sendPrompt.ts';
import { defaultSettings } from '../../../bot/usecases/settings.ts';
import type { World } from '../../helpers/world.ts';
import type { Chance } from './chance.ts';
import { dumpTables, type Dump } from './dump.ts';
import type { Lab } from './lab.ts';
import { recordKeysIn, type KeptKey } from './recordTraces.ts';
import { Walk, type WalkOptions } from './walk.ts';

/** An organisation that was watched for some days, with the truth that the attacker looks for. */
export interface Watched {
  readonly walk: Walk;
  readonly people: readonly PersonId[];
  readonly placeOf: ReadonlyMap<PersonId, RowKey>;
  /** Whose entry of the ledger belongs to which row: what no dump may tell either. */
  readonly placeOfEntry: ReadonlyMap<LedgerKey, RowKey>;
  /** How often each was asked on each day, prompts and check-ins: what storage must not tell, but somebody may know from elsewhere. */
  readonly asked: ReadonlyMap<PersonId, readonly number[]>;
  /** On which of the days each works: 1 or 0. */
  readonly works: ReadonlyMap<PersonId, readonly number[]>;
  /** Dumps at the opening and after each nightly touch. */
  readonly dumps: readonly Dump[];
  /** Every key of private records that the vault held at any of those times. */
  readonly recordKeys: readonly KeptKey[];
  readonly answers: number;
  /** One more day as the others: everyone is asked or not, and answers or not, by their own habit. */
  day(): Promise<number>;
  /** One person types `check in` and answers. */
  checksIn(person: PersonId): Promise<void>;
}

export interface WatchedOptions extends WalkOptions {
  readonly nights: number;
  /** A broken night, for attacks that must be seen to fail. */
  readonly night?: (walk: Walk) => Promise<void>;
}

/** Whole weeks and parts of weeks, ISO days. */
const workingWeeks: readonly (readonly number[])[] = [
  [1, 2, 3, 4, 5],
  [1, 2, 3],
  [3, 4, 5],
  [1, 3, 5],
];

/** Opens a period and lets days pass: people differ in how often they are asked and answer, as they do in a real term. */
export async function watchDays(
  lab: Lab,
  world: World,
  roster: readonly RosterEntry[],
  draw: Chance,
  { nights, night = (walk) => walk.night(), ...options }: WatchedOptions,
): Promise<Watched> {
  const walk = await Walk.open(world, roster, options);
  const sealer = walk.web.watch.open?.sealer;
  if (!sealer) throw new Error('No period is open.');
  const people = roster.map(({ person }) => person);
  const placeOf = new Map(people.map((person) => [person, sealer.placeOf(person)]));
  const placeOfEntry = new Map(people.map((person) => [sealer.ledgerKeyOf(person), sealer.placeOf(person)]));
  const asked = new Map(people.map((person): [PersonId, number[]] => [person, []]));
  const habits = new Map(people.map((person) => [person, { asked: 0.1 + 0.6 * draw.fraction(), answers: 0.5 + 0.5 * draw.fraction() }]));
  const settings = {
    ...walk.web,
    calendar: englandDates,
    days: world.tables.days,
    deadPrompts: world.tables.deadPrompts,
    conversations: { ...world.tables.conversations, find: async () => 'an address' },
    cards: { put: async () => undefined, take: async () => [] },
    settleSeconds: 0,
  };
  const works = new Map(people.map((person): [PersonId, number[]] => [person, []]));
  const workingDays = new Map(people.map((person) => [person, draw.pick(workingWeeks)]));
  await inTens(people, (person) =>
    world.tables.people.save({
      ...defaultSettings(person, englandDates),
      workingDays: workingDays.get(person) ?? [],
      participation: 'takingPart',
    }),
  );

  /** Seals the answer that a person gives to the card in their chat. */
  const answerCard = async (person: PersonId, ticket: string): Promise<void> => {
    const opened = sealer.openTicket(ticket);
    if (!opened) throw new Error('A ticket that does not open.');
    await sealAnswer(walk.web, { person, ticket, option: draw.below(questionOf(opened.question).options.length) });
  };
  const day = async (): Promise<number> => {
    const today = world.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
    world.clock.set(`${today.toString()}T10:00:00Z`);
    let answered = 0;
    // One after the other, as over a day: close in time means the same person.
    for (const person of draw.shuffled(people)) {
      const habit = habits.get(person);
      const times = asked.get(person);
      times?.push(0);
      works.get(person)?.push(workingDays.get(person)?.includes(today.dayOfWeek) ? 1 : 0);
      if (!habit || draw.fraction() >= habit.asked) continue;
      const willAnswer = draw.fraction() < habit.answers;
      const alsoChecksIn = draw.fraction() < 0.1;
      const tickets: string[] = [];
      const sender: PromptSender = {
        async sendPrompt(_to, card) {
          if (draw.fraction() < 0.03) return { kind: 'failed', reason: 'channelBusy', arrived: 'no' };
          if (card.kind === 'question') tickets.push(card.ticket);
          return { kind: 'sent', message: undefined };
        },
        passCard: async () => 'done',
      };
      // What a meeting's events leave behind until the night.
      const began = world.clock.now().subtract({ minutes: 30 }).toString();
      await settings.days.note(today.toString(), person, { planned: true, met: true, meetingBegan: began });
      const due = {
        whom: sealer.sealPerson(person),
        period: walk.halfTerm.id,
        dueAt: world.clock.now().toString(),
        occasion: 'meeting',
      } as const;
      await sendPrompt({ ...settings, sender }, due);
      if (alsoChecksIn) tickets.push((await checkIn(settings, person)).ticket);
      times?.splice(-1, 1, tickets.length);
      for (const ticket of willAnswer ? tickets : []) {
        await answerCard(person, ticket);
        answered += 1;
      }
    }
    return answered;
  };

  const recordKeys = new Map<string, KeptKey>();
  const keepKeys = async (): Promise<void> => {
    for (const key of await recordKeysIn(world)) recordKeys.set(key.name, key);
  };
  const dumps: Dump[] = [await dumpTables(lab)];
  await keepKeys();
  let answers = 0;
  for (let n = 0; n < nights; n += 1) {
    answers += await day();
    await night(walk);
    dumps.push(await dumpTables(lab));
    await keepKeys();
  }
  const checksIn = async (person: PersonId): Promise<void> => answerCard(person, (await checkIn(settings, person)).ticket);
  return { walk, people, placeOf, placeOfEntry, asked, works, dumps, recordKeys: [...recordKeys.values()], answers, day, checksIn };
}

async function inTens<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += 10) await Promise.all(items.slice(from, from + 10).map(work));
}
