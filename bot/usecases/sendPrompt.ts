import { Temporal } from 'temporal-polyfill';
import { afterPrompt, hasBudget, promptsThisWeek } from '../domain/prompting/budget.ts';
import { gapIsOver, quietBecause } from '../domain/prompting/gap.ts';
import { questionFor } from '../domain/questions/rotation.ts';
import type { Clock, DuePrompt, LedgerStore, PromptSender, SendOutcome } from '../ports.ts';
import { decline } from './decline.ts';
import type { PeriodWatch } from './periodWatch.ts';
import { settingsOf, type SettingsDeps } from './settings.ts';
import { takePlace } from './takePlace.ts';

export interface SendPromptDeps extends SettingsDeps {
  readonly watch: PeriodWatch;
  readonly ledger: LedgerStore;
  readonly clock: Clock;
  readonly sender: PromptSender;
}

/** Why a due prompt went nowhere; for logs, never beside a person. */
export type NotSent = 'noPeriod' | 'gapIsOver' | 'notEligible' | 'quiet' | 'noBudget' | 'joinsNextPeriod';

/**
 * Sends one due prompt if every rule still allows it now, whatever was true when it was queued. The ledger is written before the card
 * is sent, so delivering the same queue message again, or a second event for the same meeting, finds the day used: a prompt may get
 * lost in a crash, it is never doubled. A send that failed keeps the day used for the same reason; somebody whose chat is not known is
 * passed over before the ledger is written.
 *
 * Rejects with `storage-down` before anything was sent; the queue then brings the message again.
 */
export async function sendPrompt(deps: SendPromptDeps, due: DuePrompt): Promise<SendOutcome | NotSent> {
  const { person } = due;
  const now = deps.clock.now();
  const open = deps.watch.open;
  if (!open || open.period.id !== due.period) return 'noPeriod';
  if (gapIsOver(Temporal.Instant.from(due.dueAt), now)) return 'gapIsOver';
  const entry = await deps.roster.find(person);
  if (!entry?.roles.includes('senco')) return 'notEligible';
  const settings = await settingsOf(deps, person);
  if (quietBecause(settings, deps.calendar, now)) return 'quiet';
  if (!(await deps.sender.reaches(person))) return 'later';

  const today = now.toZonedDateTimeISO(settings.timeZone).toPlainDate();
  const place = await deps.watch.during((current) =>
    takePlace(deps.ledger, current, person, (counts) =>
      hasBudget(counts, today, settings.workingDays)
        ? {
            counts: afterPrompt(counts, today, current.period.slots),
            question: questionFor(current.period.plan, current.period, today, {
              kind: due.occasion,
              asked: promptsThisWeek(counts, today),
            }),
          }
        : undefined,
    ),
  );
  if (place === 'missing') return 'joinsNextPeriod';
  if (place === 'refused') return 'noBudget';

  const outcome = await deps.sender.sendPrompt(person, place);
  // Blocking the bot is an answer to the welcome: final and quiet.
  if (outcome === 'gone') await decline(deps, person);
  return outcome;
}
