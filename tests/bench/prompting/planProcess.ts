/** A web process's planning of one day and nothing else, to be killed and measured. Started with its settings as JSON. */
import { graphTimes } from '../../../bot/adapters/calendar/graphTimes.ts';
import { openQueues } from '../../../bot/adapters/queues/openQueues.ts';
import { createSealing } from '../../../bot/adapters/sealing/seal.ts';
import { createLogger } from '../../../bot/adapters/system/createLogger.ts';
import { randomness } from '../../../bot/adapters/system/randomness.ts';
import { openTables } from '../../../bot/adapters/tables/openTables.ts';
import { createWebKeyFolder } from '../../../bot/adapters/vault/webKeyFolder.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { PeriodWatch } from '../../../bot/usecases/periodWatch.ts';
import { planDay } from '../../../bot/usecases/planDay.ts';
import { TestClock } from '../../helpers/world.ts';
import type { PlanProcessSettings } from '../planDay.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as PlanProcessSettings;
const log = createLogger({ level: 'warn', name: 'plan' });
// A lease that a killed process leaves behind ends soon.
const tables = openTables(settings.tables, { lease: { seconds: 4 } });
const watch = new PeriodWatch({
  ...tables,
  vault: createWebKeyFolder(settings.keys),
  sealing: await createSealing(),
  log,
  process: 'plan',
  elapsed: () => performance.now(),
  nextHalfTerm: () => undefined,
});
await watch.refresh();
const started = performance.now();
const planned = await planDay({
  ...tables,
  watch,
  queue: openQueues(settings.queues, { log }).prompts,
  clock: new TestClock(settings.now),
  calendar: englandDates,
  calendarTimes: graphTimes({ address: settings.graph, token: () => Promise.resolve('invented'), log }),
  settleSeconds: 120,
  randomness,
  log,
});
process.send?.({ planned: planned ?? -1, seconds: (performance.now() - started) / 1_000, peakMiB: process.resourceUsage().maxRSS / 1_024 });
process.disconnect();
