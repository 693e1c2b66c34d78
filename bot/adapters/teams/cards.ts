import type { PeriodId, QuestionId } from '../../domain/ids.ts';
import { pauseChoices } from '../../domain/prompting/gap.ts';
import { questionOf } from '../../domain/questions/bank.ts';
import { asksAt, type Moment } from '../../domain/questions/wording.ts';
import type { PersonSettings } from '../../domain/roster.ts';
import type { CalendarTimes, HalfWay } from '../../ports.ts';
import type { CardData } from './cardData.ts';
import {
  actionSet,
  card,
  chatButton,
  dialogButton,
  helpLines,
  small,
  text,
  title,
  unfold,
  type AnswerIn,
  type Card,
  type Part,
} from './cardParts.ts';
import { keepFromChat, keepFromDialog } from './supervisionCards.ts';
import { words } from '#words/chat.ts';

export type { AnswerIn };

export interface Asked {
  readonly period: PeriodId;
  readonly ticket: string;
  readonly question: QuestionId;
  readonly moment: Moment;
}

const pauseButtons = (): readonly Part[] =>
  pauseChoices.map((until) => actionSet(chatButton(words.pauseUntil[until], { held: 'pause', until })));

const quietButtons = (): readonly Part[] => [
  chatButton(words.notNow, { held: 'notNow' }),
  unfold(words.pause, text(words.pauseAsk), ...pauseButtons()),
  unfold(words.helpNow, ...helpLines()),
];

/** The prompt. With dialogs it says only the invitation: cards reach shared screens. Without, the question stands on it. */
export function promptCard(asked: Asked, answerIn: AnswerIn, tab?: string): Card {
  if (answerIn === 'chat') return chatQuestionCard(asked, undefined, tab);
  const open = { held: 'open', period: asked.period, ticket: asked.ticket, moment: asked.moment } as const;
  const checkIn = { type: 'Action.Submit', title: words.checkIn, data: { ...open, msteams: { type: 'task/fetch' } } };
  return card(text(words.invitation), actionSet(checkIn, ...quietButtons()));
}

/** The question on a card in the chat; `notice` tells what went wrong with an answer just given. */
export function chatQuestionCard(asked: Asked, notice?: string, tab?: string): Card {
  return card(
    ...(notice === undefined ? [] : [text(notice, { color: 'Attention' })]),
    text(words.invitation),
    ...questionParts(asked),
    ...answers(asked).map(([label, data]) => ({ ...actionSet(chatButton(label, data)), spacing: 'Small' })),
    { ...actionSet(...quietButtons(), ...keepFromChat(tab)), separator: true },
  );
}

/** The question in a dialog: options as full-width rows, one tap each. */
export function dialogQuestionCard(asked: Asked): Card {
  const choices = answers(asked).map(([label, data]) => wideButton(label, dialogButton(label, data)));
  return card(...questionParts(asked), ...choices, keepFromDialog());
}

function questionParts({ question: id, moment }: Asked): readonly Part[] {
  const question = questionOf(id);
  return [title(asksAt(question, moment)), ...(question.explains === undefined ? [] : [small(question.explains)])];
}

type Choice = readonly [label: string, data: Extract<CardData, { held: 'answer' | 'skip' }>];

/** The options in bank order with their exact words, then Skip. */
function answers({ period, ticket, question, moment }: Asked): readonly Choice[] {
  const options = questionOf(question).options.map((label, option): Choice => [label, { held: 'answer', period, ticket, moment, option }]);
  return [...options, [words.skip, { held: 'skip' }]];
}

/** A row as wide as the card, its words on the left: an ActionSet's buttons are only as wide as their words. */
const wideButton = (label: string, action: Part): Part => ({
  type: 'Container',
  style: 'emphasis',
  spacing: 'Small',
  minHeight: '40px',
  verticalContentAlignment: 'Center',
  selectAction: action,
  items: [text(label)],
});

/** What a card in the chat becomes, the same bytes whether it was answered, skipped or put off. */
export const passedCard = (): Card => card(text(words.passed));

/** Words that take the place of a card, or stand alone. */
export const noticeCard = (...lines: readonly string[]): Card => card(...lines.map((line) => text(line)));

export const pauseCard = (): Card => card(text(words.pauseAsk), ...pauseButtons());

export function helpCard(): Card {
  return card(title(words.helpTitle), ...words.help.map((line) => text(line, { spacing: 'Small' })), title(words.helpNow), ...helpLines());
}

export function privacyCard(answerIn: AnswerIn): Card {
  const where = answerIn === 'chat' ? words.privacyInChat : words.privacyInDialog;
  return card(
    title(words.privacyTitle),
    ...[...words.privacy, where].map((line) => text(line)),
    title(words.keptTitle),
    ...words.kept.map((line) => text(line, { spacing: 'Small' })),
  );
}

/** One tap more than elsewhere: what it takes back cannot be brought back. */
export const withdrawCard = (period: PeriodId): Card =>
  card(
    text(words.withdrawAsk),
    actionSet(chatButton(words.withdrawNow, { held: 'withdraw', period }), chatButton(words.keepAnswers, { held: 'keep' })),
  );

/** What a card asks about a person's days. `mayOffer`: the administrator has turned calendars on. */
export interface DaysAsked {
  readonly workingDays: readonly number[];
  readonly calendar: { readonly mayOffer: boolean; readonly agreed: boolean };
}

/** A person's days and hours as they stand, for a card that asks about them. */
export const askedOf = ({ workingDays, hours, calendar }: PersonSettings, calendarTimes: CalendarTimes | undefined) => ({
  workingDays,
  hours,
  calendar: { mayOffer: calendarTimes !== undefined, agreed: calendar === true },
});

function dayInputs({ workingDays, calendar }: DaysAsked): readonly Part[] {
  const days: Part = {
    type: 'Input.ChoiceSet',
    id: 'days',
    label: words.whichDays,
    style: 'expanded',
    isMultiSelect: true,
    value: workingDays.join(','),
    choices: words.days.map((day, i) => ({ title: day, value: String(i + 1) })),
  };
  // Off until the person says otherwise: agreeing is their own act.
  const look: Part = { type: 'Input.Toggle', id: 'calendar', title: words.calendarAsk, wrap: true, value: String(calendar.agreed) };
  return calendar.mayOffer ? [days, look] : [days];
}

export function welcomeCard(asked: DaysAsked): Card {
  return card(
    text(words.welcome),
    ...dayInputs(asked),
    actionSet(
      chatButton(words.takePart, { held: 'takePart' }),
      chatButton(words.notForMe, { held: 'decline' }),
      unfold(words.howItWorks, ...words.how.map((line) => text(line))),
    ),
  );
}

/** Days, hours and the calendar; `notice` tells what was wrong with the last try. */
export function hoursCard(asked: DaysAsked & { readonly hours: { readonly from: string; readonly to: string } }, notice?: string): Card {
  const time = (id: string, label: string, value: string): Part => ({ type: 'Input.Time', id, label, value });
  return card(
    title(words.hoursTitle),
    ...(notice === undefined ? [] : [text(notice, { color: 'Attention' })]),
    ...dayInputs(asked),
    time('from', words.hoursFrom, asked.hours.from),
    time('to', words.hoursTo, asked.hours.to),
    small(words.hoursWhy),
    actionSet(chatButton(words.hoursSave, { held: 'hours' })),
  );
}

/** Half-way through a period, in the place of one prompt. `beside`: undefined where it could not be read. */
export function halfWayCard(beside: HalfWay | undefined, tab?: string): Card {
  const booking = beside?.booking ?? [];
  const links = booking.map(({ title: name, url }) => link(booking.length === 1 ? words.halfWayBook : name, url));
  return card(
    text(words.halfWay),
    text(words.halfWaySession),
    ...(links.length === 0 ? [] : [actionSet(...links)]),
    ...(beside === undefined ? [] : [text(words.halfWayDone(beside.done))]),
    ...(beside === undefined || tab === undefined ? [] : [actionSet(link(words.halfWayOpen, tab))]),
    actionSet(
      chatButton(words.halfWayFine, { held: 'notNow' }),
      chatButton(words.fewer, { held: 'fewer' }),
      chatButton(words.restUntilHalfTerm, { held: 'pause', until: 'nextHalfTerm' }),
      unfold(words.helpNow, ...helpLines()),
    ),
  );
}

const link = (label: string, url: string): Part => ({ type: 'Action.OpenUrl', title: label, url });
