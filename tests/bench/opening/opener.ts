/** A process that opens and releases one period as the opener does, and says how long that took and how much memory it had at most. */
import { availableParallelism } from 'node:os';
import { createOpening } from '../../../bot/adapters/sealing/open.ts';
import { systemClock } from '../../../bot/adapters/system/systemClock.ts';
import { openTables } from '../../../bot/adapters/tables/openTables.ts';
import { createOpenerKeyFolder } from '../../../bot/adapters/vault/openerKeyFolder.ts';
import { releasePeriod } from '../../../bot/usecases/releasePeriod.ts';
import { order, type Opened } from './order.ts';
import { period } from './sealedPeriod.ts';

const { connection, folders } = order.parse(JSON.parse(process.argv[2] ?? ''));
const tables = openTables(connection);
const vault = createOpenerKeyFolder(folders);
const opening = await createOpening({ workers: Math.min(2, availableParallelism()) });
const stored = await tables.periods.find(period.id);
if (!stored) throw new Error('There is no period to open.');

const started = performance.now();
const released = await releasePeriod({ ...tables, vault, opening, clock: systemClock }, stored);
const ms = performance.now() - started;
const after = await tables.periods.find(period.id);
if (!released || Object.keys(after?.value.alarms ?? { unread: 1 }).length > 0) {
  throw new Error(`The period was not released whole: ${JSON.stringify(after?.value.alarms)}`);
}
const news: Opened = { ms, peakMiB: process.resourceUsage().maxRSS / 1_024 };
process.send?.(news);
