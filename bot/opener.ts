import { availableParallelism } from 'node:os';
import { createOpening } from './adapters/sealing/open.ts';
import { createLogger } from './adapters/system/createLogger.ts';
import { createOpenerKeyFolder } from './adapters/vault/openerKeyFolder.ts';
import { readOpenerConfig } from './config.ts';
import type { PeriodId } from './domain/ids.ts';
import { every, runProcess } from './running.ts';
import { advanceInOpener } from './usecases/advanceInOpener.ts';
import { keyFolders, readyTables, steadyClock, turnSeconds } from './wiring.ts';

/** The opener process: makes keys for a period, opens its envelopes once, releases, shreds. It answers to nobody over a network. */
await runProcess('The opener', async () => {
  const config = readOpenerConfig();
  const vault = createOpenerKeyFolder(keyFolders(config.place));
  const log = createLogger({ level: config.logLevel, name: 'opener' });
  const tables = await readyTables(config.tables);
  const opening = await createOpening({ workers: Math.min(2, availableParallelism()) });
  const deps = {
    ...tables,
    ...steadyClock(config.place, tables),
    vault,
    opening,
    log,
    pinned: new Set<PeriodId>(),
    laptop: config.place.mode === 'local',
  };

  const ending = new AbortController();
  const loop = every(turnSeconds(config.place).periods, 'periods', () => advanceInOpener(deps), { signal: ending.signal, log });
  log.info({ mode: config.place.mode }, 'the opener is at work');
  return {
    log,
    async stop() {
      ending.abort();
      await loop;
    },
  };
});
