import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import type { PeriodId, PersonId, RowKey } from '../../../bot/domain/ids.ts';
import { questionOf, type Question } from '../../../bot/domain/questions/bank.ts';
import { advanceInOpener } from '../../../bot/usecases/advanceInOpener.ts';
import { advanceInWeb } from '../../../bot/usecases/advanceInWeb.ts';
import { checkIn } from '../../../bot/usecases/checkIn.ts';
import { closePeriod } from '../../../bot/usecases/closePeriod.ts';
import { tendRecords } from '../../../bot/usecases/record/tendRecords.ts';
import { sealAnswer } from '../../../bot/usecases/sealAnswer.ts';
import { turnsOfTheCut } from './walk.ts';
import { actionNamed, cardOf, isRecord, type Answered, type Json, type TestBot } from '../../helpers/teamsBot.ts';

export interface Given {
  readonly period: PeriodId;
  readonly rowKey: RowKey;
  readonly ticket: string;
  readonly question: Question;
  readonly option: number;
}

export interface CanaryWalk {
  /** The one person answers what nobody else answers, through the bot, with an outage in the middle. */
  answer(how: { readonly outage: (off: boolean) => void; readonly typed: string }): Promise<Given>;
  /** What happens to the period afterwards, step by step. */
  readonly steps: readonly (readonly [name: string, go: () => Promise<void>])[];
}

const chosen = 4;

const invoke = (bot: TestBot, person: PersonId, name: string, value: unknown): Promise<Answered> =>
  bot.post(bot.from(person, { type: 'invoke', name, value }));

/** The card that a dialog shows for a button's data. */
export async function answerCard(bot: TestBot, person: PersonId, data: Json): Promise<unknown> {
  const { body } = await invoke(bot, person, 'task/fetch', { data, context: { theme: 'default' } });
  const task = isRecord(body) ? body['task'] : undefined;
  const value = isRecord(task) ? task['value'] : undefined;
  const attachment = isRecord(value) ? value['card'] : undefined;
  return isRecord(attachment) ? attachment['content'] : undefined;
}

export async function canaryWalk(bot: TestBot, person: PersonId, answerIn: 'dialog' | 'chat'): Promise<CanaryWalk> {
  const { web, world } = bot;
  const open = web.watch.open;
  if (!open) throw new Error('No period is open.');
  const opener = await world.opener();

  /** Everybody else answers the same question with other options. */
  const othersAnswer = async (): Promise<void> => {
    const others = bot.people.filter((each) => each !== person);
    await Promise.all(
      others.map(async (other, n) => {
        const { ticket } = await checkIn({ ...web, calendar: englandDates }, other);
        await sealAnswer(web, { person: other, ticket, option: n % chosen });
      }),
    );
  };

  return {
    async answer({ outage, typed }) {
      await othersAnswer();
      const [message] = await bot.type(person, 'check in');
      const card = cardOf(message);
      const asked = answerIn === 'dialog' ? await answerCard(bot, person, actionNamed(card, 'Check in').data) : card;
      const button = choiceIn(asked);
      const ticket = button?.['ticket'];
      const opened = typeof ticket === 'string' ? open.sealer.openTicket(ticket) : undefined;
      if (!button || typeof ticket !== 'string' || !opened) throw new Error('The card has no ticket.');
      const question = questionOf(opened.question);
      const data = { ...button, note: typed, text: typed };
      const submit = (): Promise<Answered> =>
        answerIn === 'dialog'
          ? invoke(bot, person, 'task/submit', { data, context: { theme: 'default' } })
          : invoke(bot, person, 'adaptiveCard/action', { action: { type: 'Action.Execute', verb: 'answer', data } });
      outage(true);
      await submit();
      outage(false);
      await submit();
      await submit();
      await bot.type(person, typed);
      await invoke(bot, person, 'task/submit', { data: { ...data, ticket: `${ticket.slice(0, -2)}xx` } });
      await invoke(bot, person, 'task/submit', { data: { ...data, option: 99 } });
      await bot.post({ type: 'message', text: typed });
      return { period: open.period.id, rowKey: opened.rowKey, ticket, question, option: chosen };
    },

    steps: [
      [
        'after the touch',
        async () => {
          world.clock.set('2026-11-19T02:30:00Z');
          await advanceInWeb(web);
          await tendRecords(web.record);
        },
      ],
      [
        'after the close',
        async () => {
          const stored = await world.tables.periods.find(open.period.id);
          if (!stored) throw new Error('no period');
          await closePeriod({ periods: world.tables.periods, clock: world.clock }, stored);
          await web.watch.refresh();
        },
      ],
      [
        'after the cut',
        async () => {
          world.clock.move({ minutes: 11 });
          for (let turn = 0; turn < turnsOfTheCut; turn += 1) await advanceInWeb(web);
        },
      ],
      [
        'after the release',
        async () => {
          world.clock.move({ hours: 25 });
          await advanceInOpener(opener);
          if (!(await world.tables.releases.find(open.period.id))) throw new Error('The period was not released.');
        },
      ],
      ['after the shred', () => advanceInOpener(opener)],
    ],
  };
}

/** What the button of the chosen option carries. */
function choiceIn(card: unknown): Json | undefined {
  if (Array.isArray(card)) return card.map(choiceIn).find((found) => found !== undefined);
  if (!isRecord(card)) return undefined;
  if (card['held'] === 'answer' && card['option'] === chosen) return card;
  return Object.values(card)
    .map(choiceIn)
    .find((found) => found !== undefined);
}
