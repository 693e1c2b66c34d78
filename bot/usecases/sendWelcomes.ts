import { HeldError } from '../errors.ts';
import type { ConversationStore, Logger, QueuedWelcome, SendFailure, WelcomeQueue, WelcomeSender } from '../ports.ts';
import { decline } from './decline.ts';
import { settingsOf, type SettingsDeps } from './settings.ts';

export interface SendWelcomesDeps extends SettingsDeps {
  readonly welcomes: WelcomeQueue;
  readonly conversations: ConversationStore;
  readonly sender: WelcomeSender;
  readonly log: Logger;
}

/** Welcomes under way at once; the pace of sending sees to the rest, and prompts do not wait long behind them. */
const mostAtOnce = 8;

/** Seconds until a welcome is tried again: soon where the channel was busy, and not to nag where it may have arrived or an administrator must act first. */
const soon = 300;
const muchLater = 6 * 3600;
const triedAgainAfter: Readonly<Record<SendFailure, number>> = {
  channelBusy: soon,
  // The address was wrong; it may be kept again any moment.
  notInstalled: soon,
  botDisabled: muchLater,
  refused: muchLater,
  noAnswer: muchLater,
};

/**
 * Welcomes those for whom Held was installed and who have not answered yet. Who could not be reached stays in the queue and is tried again
 * for a week. Gives how many were dealt with. Run it every few seconds; several processes may run it at once. Takes no more once the signal is given.
 */
export async function sendWelcomes(deps: SendWelcomesDeps, signal?: AbortSignal): Promise<number> {
  let dealtWith = 0;
  while (!signal?.aborted) {
    const taken = await deps.welcomes.take();
    let now = 0;
    for (let i = 0; i < taken.length && !signal?.aborted; i += mostAtOnce) {
      const results = await Promise.all(taken.slice(i, i + mostAtOnce).map((queued) => welcomeOne(deps, queued)));
      now += results.filter(Boolean).length;
    }
    dealtWith += now;
    if (now === 0) break;
  }
  return dealtWith;
}

/** False where it has to be tried again. Never rejects: what it cannot deal with, the queue brings again. */
async function welcomeOne(deps: SendWelcomesDeps, queued: QueuedWelcome): Promise<boolean> {
  try {
    const again = await tryOne(deps, queued);
    if (again === undefined) await queued.remove();
    else await queued.hide(again);
    return again === undefined;
  } catch (error) {
    deps.log.warn({ code: error instanceof HeldError ? error.code : 'internal' }, 'a welcome could not be sent; the queue brings it again');
    return false;
  }
}

/** Seconds until the next try; undefined where there is nothing left to do. */
async function tryOne(deps: SendWelcomesDeps, { person }: QueuedWelcome): Promise<number | undefined> {
  const entry = await deps.roster.find(person);
  if (!entry?.roles.includes('senco')) return undefined;
  const settings = await settingsOf(deps, person);
  // Their own first words may have brought the welcome meanwhile.
  if (settings.participation !== 'notAsked') return undefined;
  const address = await deps.conversations.find(person);
  if (address === undefined) return soon;
  const outcome = await deps.sender.sendWelcome({ person, address }, settings);
  // Blocking the bot is an answer to the welcome: final and quiet.
  if (outcome.kind === 'gone') await decline(deps, person);
  if (outcome.kind !== 'failed') return undefined;
  const { reason } = outcome;
  deps.log.warn({ reason }, 'a welcome did not arrive; it is tried again');
  return triedAgainAfter[reason];
}
