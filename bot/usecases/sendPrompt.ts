import type { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../domain/ids.ts';
import { afterPrompt, afterRefusal, hasBudget } from '../domain/prompting/budget.ts';
import { quietBecause } from '../domain/prompting/gap.ts';
import type { Occasion } from '../domain/prompting/gaps.ts';
import type { PersonSettings } from '../domain/roster.ts';
import { bank } from '../domain/questions/bank.ts';
import { about } from '../domain/questions/plan.ts';
import { afterSession, promptOf, type Prompted, type SessionHeld } from '../domain/questions/rotation.ts';
import type {
  CardQueue,
  ConversationStore,
  DeadPromptStore,
  DuePrompt,
  HalfWay,
  LedgerEntry,
  LedgerStore,
  PromptCard,
  PromptSender,
  SendOutcome,
} from '../ports.ts';
import { decline } from './decline.ts';
import { gapNow, type GapDeps } from './gapNow.ts';
import { letPass } from './letPass.ts';
import type { OpenPeriod, PeriodWatch } from './periodWatch.ts';
import { settingsOf, type SettingsDeps } from './settings.ts';
import { endSend } from './sendMarks.ts';
import { countAsk, sealPlace } from './takePlace.ts';

export interface SendPromptDeps extends SettingsDeps, GapDeps {
  readonly watch: PeriodWatch;
  readonly ledger: LedgerStore;
  readonly conversations: ConversationStore;
  readonly deadPrompts: DeadPromptStore;
  readonly cards: CardQueue;
  readonly sender: PromptSender;
  /** The person's last session, where supervision is kept. */
  readonly sessionHeld?: (person: PersonId) => Promise<SessionHeld | undefined>;
  /** What the card half-way through a half-term says to people of a unit. */
  readonly halfWay?: (unitPath: string) => Promise<HalfWay>;
}

/** What became of a due prompt; for logs, never beside a person. */
export type Handled =
  | { readonly kind: 'done'; readonly outcome: SendOutcome['kind'] | NotSent }
  | { readonly kind: 'later'; readonly at: Temporal.Instant }
  | { readonly kind: 'unknown'; readonly seconds: number };

export type NotSent =
  | 'noPeriod'
  | 'unreadable'
  | 'notEligible'
  | 'quiet'
  | 'notInstalled'
  | 'gapIsOver'
  | 'inAMeeting'
  | 'hadMeetings'
  | 'noGap'
  | 'nothingToAsk'
  | 'joinsNextPeriod';

/** Seconds. */
const untilStateIsRead = 60;

const done = (outcome: SendOutcome['kind'] | NotSent): Handled => ({ kind: 'done', outcome });

/**
 * Sends one due prompt if every rule still allows it now, whatever was true when it was queued; or says when to try again.
 *
 * The ledger is written before the card is sent, with a mark that a send is under way; the mark goes once the channel has answered. So the same queue message again, or a second event for the same meeting, finds the day used: a prompt is never doubled, and one
 * whose process died in between stays marked for the operator. Only a prompt that surely did not arrive gives its day back.
 *
 * Rejects with `storage-down`; before the ledger was written the queue then brings the message again to good effect.
 */
export async function sendPrompt(deps: SendPromptDeps, due: DuePrompt): Promise<Handled> {
  const now = deps.clock.now();
  const open = deps.watch.open;
  // After an outage the queue may answer before the state was read again.
  if (!deps.watch.isKnown) return { kind: 'unknown', seconds: untilStateIsRead };
  if (!open || open.period.id !== due.period) return done('noPeriod');
  const person = open.sealer.openPerson(due.whom);
  // Written by another hand than ours: it is for nobody.
  if (!person) return done('unreadable');
  const entry = await deps.roster.find(person);
  if (!entry?.roles.includes('senco')) return done('notEligible');
  const settings = await settingsOf(deps, person);
  if (quietBecause(settings, deps.calendar, now, entry)) return done('quiet');
  const address = await deps.conversations.find(person);
  if (address === undefined) return done('notInstalled');
  const gap = await gapNow(deps, settings, due);
  if (gap.kind === 'none') return done(gap.because);
  if (gap.kind !== 'ask') return gap;

  const held = about(open.period.plan, 'supervision').length > 0 ? await heldBefore(deps, person) : undefined;
  const ask = {
    settings,
    held,
    occasion: gap.occasion,
    today: now.toZonedDateTimeISO(settings.timeZone).toPlainDate(),
    sending: now.toString(),
  };
  const counted = await deps.watch.during(async (current) => {
    const found = await countAsk(deps.ledger, current, person, (counts) => nextPrompt(current, counts, ask));
    return typeof found === 'string' ? found : { ...found, current, card: cardFor(current, person, found, gap.occasion) };
  });
  if (counted === 'missing') return done('joinsNextPeriod');
  if (counted === 'refused') return done('nothingToAsk');

  const card = counted.card.kind === 'halfWay' ? { ...counted.card, ...(await besideHalfWay(deps, entry.unitPath)) } : counted.card;
  const outcome = await deps.sender.sendPrompt({ person, address }, card);
  const surelyNot = outcome.kind === 'failed' && outcome.arrived === 'no';
  const end = () =>
    endSend(deps.ledger, counted.current, { ...counted, person, sending: ask.sending }, (entry) =>
      surelyNot ? afterRefusal(entry, counted.before) : entry,
    );
  // What failed is on the operator's list before its mark goes. What arrived is not for that list, whatever becomes of the rest.
  if (outcome.kind !== 'failed') await end();
  await settle(deps, due, settings, ask.today, outcome);
  if (outcome.kind === 'failed') await end();
  if (due.replays !== undefined) await deps.deadPrompts.remove(due.replays);
  return done(outcome.kind);
}

/** A prompt does not wait for supervision: where it cannot be read, the question is the week's. */
async function heldBefore({ sessionHeld }: SendPromptDeps, person: PersonId): Promise<SessionHeld | undefined> {
  try {
    return await sessionHeld?.(person);
  } catch {
    return undefined;
  }
}

/** The card does not wait for what stands beside it: where that cannot be read, it comes without. */
async function besideHalfWay({ halfWay }: SendPromptDeps, unitPath: string): Promise<{ readonly beside?: HalfWay }> {
  try {
    return halfWay ? { beside: await halfWay(unitPath) } : {};
  } catch {
    return {};
  }
}

interface AskToday {
  readonly settings: PersonSettings;
  readonly held: SessionHeld | undefined;
  readonly occasion: Occasion;
  readonly today: Temporal.PlainDate;
  /** ISO instant: the mark of this send. */
  readonly sending: string;
}

type Next = { readonly counts: LedgerEntry; readonly prompted: Prompted };

function nextPrompt({ period }: OpenPeriod, counts: LedgerEntry, { settings, held, occasion, today, sending }: AskToday): Next | undefined {
  if (!hasBudget(counts, today, settings)) return undefined;
  const week = { occasion, counts, workingDays: settings.workingDays, held };
  const prompted = afterSession(period.plan, counts, held) ?? promptOf(period.plan, period, today, week);
  if (!prompted) return undefined;
  const other = prompted.kind === 'question' && bank.get(prompted.question)?.occasion !== 'meeting';
  return { counts: { ...afterPrompt(counts, today, period.slots, other), sending }, prompted };
}

function cardFor(open: OpenPeriod, person: PersonId, counted: { before: LedgerEntry; next: Next }, occasion: Occasion): PromptCard {
  const { prompted } = counted.next;
  if (prompted.kind === 'halfWay') return prompted;
  const moment = occasion === 'meeting' ? 'meeting' : 'deferred';
  return { kind: 'question', moment, ...sealPlace(open, person, counted.before.places, prompted.question) };
}

/** What follows from how sending ended. */
async function settle(
  deps: SendPromptDeps,
  due: DuePrompt,
  settings: PersonSettings,
  today: Temporal.PlainDate,
  outcome: SendOutcome,
): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      return letPass(deps, settings, outcome.message);
    case 'gone':
      // Blocking the bot is an answer to the welcome: final and quiet.
      await decline(deps, settings.person);
      return;
    case 'failed': {
      const { whom, period, occasion } = due;
      return deps.deadPrompts.add({ whom, period, occasion, reason: outcome.reason, day: today.toString() });
    }
  }
}
