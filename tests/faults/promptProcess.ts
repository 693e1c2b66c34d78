/** A web process's sending of prompts and nothing else, for tests that kill it. Started with its settings as JSON. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueues } from '../../bot/adapters/queues/openQueues.ts';
import { createSealing } from '../../bot/adapters/sealing/seal.ts';
import { createSupervisionSealing } from '../../bot/adapters/sealing/supervision.ts';
import { createLogger } from '../../bot/adapters/system/createLogger.ts';
import { localClock } from '../../bot/adapters/system/localClock.ts';
import { randomness } from '../../bot/adapters/system/randomness.ts';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { createTeamsBot } from '../../bot/adapters/teams/bot.ts';
import { createWebKeyFolder } from '../../bot/adapters/vault/webKeyFolder.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { PromptSender } from '../../bot/ports.ts';
import { dispatchPrompts } from '../../bot/usecases/dispatchPrompts.ts';
import { pacedSending } from '../../bot/usecases/pacedSending.ts';
import { PeriodWatch } from '../../bot/usecases/periodWatch.ts';
import { SealedRows } from '../../bot/usecases/supervision/sealedRows.ts';
import { SendingShare } from '../../bot/usecases/sendingShare.ts';
import type { PromptProcessSettings } from './promptKills.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as PromptProcessSettings;
const log = createLogger({ level: 'warn', name: 'prompts' });
const tables = openTables(settings.tables);
const queues = openQueues(settings.queues, { log, maxHideSeconds: 1, takenSeconds: settings.takenSeconds });
const self = randomUUID();
const elapsed = () => performance.now();
const share = new SendingShare({
  senders: tables.senders,
  log,
  process: self,
  elapsed,
  perSecond: settings.perSecond,
  beatSeconds: settings.beatSeconds,
});
const vault = createWebKeyFolder(settings.keys);
const watch = new PeriodWatch({
  ...tables,
  vault,
  sealing: await createSealing(),
  log,
  process: self,
  elapsed,
  nextHalfTerm: () => undefined,
});
const deps = {
  ...tables,
  watch,
  queue: queues.prompts,
  cards: queues.cards,
  welcomes: queues.welcomes,
  clock: localClock(settings.clockFile),
  calendar: englandDates,
  settleSeconds: 0,
  randomness,
  log,
};
const rows = new SealedRows({ ...tables, vault, supervisionSealing: await createSupervisionSealing() });
const pace = pacedSending({ perSecond: () => share.perSecond(), elapsed, sleep });
const bot = createTeamsBot({ ...deps, rows, pace, answerIn: 'dialog' });
const sender: PromptSender = {
  ...bot.sender,
  sendPrompt(to, card) {
    process.send?.('sending');
    return bot.sender.sendPrompt(to, card);
  },
};

await watch.refresh();
process.send?.('ready');
const beat = async (): Promise<never> => {
  for (;;) {
    await share.refresh().catch(() => undefined);
    await sleep(settings.beatSeconds * 1_000);
  }
};
void beat();
for (;;) {
  if (share.perSecond() > 0) await dispatchPrompts({ ...deps, sender }).catch(() => undefined);
  await sleep(100);
}
