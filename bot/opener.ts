import { availableParallelism } from 'node:os';
import type { Metrics } from './adapters/metrics/metrics.ts';
import { createOpening } from './adapters/sealing/open.ts';
import { createLogger } from './adapters/system/createLogger.ts';
import { createOpenerKeyFolder } from './adapters/vault/openerKeyFolder.ts';
import { readOpenerConfig, type OpenerConfig } from './config.ts';
import type { PeriodId } from './domain/ids.ts';
import { HeldError } from './errors.ts';
import { meteredLog, meteredPeriods, meteredReleases } from './metering.ts';
import type { Logger, OpenerVault, PeriodStore } from './ports.ts';
import { every, runProcess, type Running } from './running.ts';
import { advanceInOpener, type AdvanceInOpenerDeps } from './usecases/advanceInOpener.ts';
import { credentialOf, keyFolders, metricsOf, readyTables, steadyClock, turnSeconds, type Credential } from './wiring.ts';

/** Turns of one scheduled run: a period has eight states; more in a row would be going in circles. */
const mostTurns = 8;

/** The opener process: makes keys for a period, opens its envelopes once, releases, shreds. It answers to nobody over a network. */
await runProcess('The opener', async () => {
  const config = readOpenerConfig();
  const { place } = config;
  const credential = await credentialOf(place);
  const vault = credential ? await keyVault(place, credential) : keyFolder(place);
  const metrics = await metricsOf(config.metrics, credential, 'opener');
  const log = meteredLog(createLogger({ level: config.logLevel, name: 'opener' }), metrics);
  // In Azure its identity may use the tables it needs, and make none.
  const tables = await readyTables(config.tables, { credential, make: place.mode === 'local' ? 'tables' : 'nothing' });
  const opening = await createOpening({ workers: Math.min(2, availableParallelism()) });
  const metered = { releases: meteredReleases(tables.releases, metrics), periods: meteredPeriods(tables.periods, metrics) };
  const deps = {
    ...tables,
    ...metered,
    ...steadyClock(place, tables),
    vault,
    opening,
    log,
    pinned: new Set<PeriodId>(),
    laptop: place.mode === 'local',
  };
  log.info({ mode: place.mode }, 'the opener is at work');
  return place.mode === 'azure' ? onSchedule(deps, metrics) : allTheTime(deps, turnSeconds(place).periods);
});

/** On a laptop: one turn after another until it is told to end. */
function allTheTime(deps: AdvanceInOpenerDeps, seconds: number): Running {
  const ending = new AbortController();
  const loop = every(seconds, 'periods', () => advanceInOpener(deps), { signal: ending.signal, log: deps.log });
  return {
    log: deps.log,
    async stop() {
      ending.abort();
      await loop;
    },
  };
}

/** In Azure: a scheduled job. Turns until nothing moves any more, then its end; 1 where something failed, so that the job's run shows it. */
function onSchedule(deps: AdvanceInOpenerDeps, metrics: Metrics): Running {
  let failed = false;
  let asked = false;
  const log: Logger = {
    ...deps.log,
    error(fields, message) {
      failed = true;
      deps.log.error(fields, message);
    },
  };
  const work = async (): Promise<number> => {
    for (let turn = 0, before = ''; turn < mostTurns && !asked && !failed; turn += 1) {
      await advanceInOpener({ ...deps, log });
      const after = await statesOf(deps.periods);
      if (after === before) break;
      before = after;
    }
    if (!failed) metrics.count('held.opener.runs');
    return failed ? 1 : 0;
  };
  const done = work().catch((error: unknown) => {
    const code = error instanceof HeldError ? error.code : 'internal';
    deps.log.error({ code }, error instanceof HeldError ? error.message : `failed: ${error instanceof Error ? error.name : 'unknown'}`);
    return 1;
  });
  return {
    log: deps.log,
    done,
    async stop() {
      asked = true;
      await done;
      await metrics.close();
    },
  };
}

async function statesOf(periods: PeriodStore): Promise<string> {
  return (await periods.list()).map(({ value }) => `${value.id}:${value.state}`).join(' ');
}

function keyFolder(place: OpenerConfig['place']): OpenerVault {
  if (place.mode !== 'local') throw new HeldError('internal', 'Key folders are for a laptop: not for answers of real people.');
  return createOpenerKeyFolder(keyFolders(place));
}

/** Loaded only where it is used: a laptop starts without it. */
async function keyVault(place: OpenerConfig['place'], credential: Credential): Promise<OpenerVault> {
  if (place.mode !== 'azure') throw new HeldError('internal', 'A laptop has no Key Vault.');
  const { createOpenerKeyVault } = await import('./adapters/vault/openerKeyVault.ts');
  return createOpenerKeyVault(place.vaults, credential);
}
