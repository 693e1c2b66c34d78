/** A web process's daily work of supervision and nothing else, for tests that kill it. Started with its settings as JSON. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createSupervisionSealing } from '../../bot/adapters/sealing/supervision.ts';
import { createLogger } from '../../bot/adapters/system/createLogger.ts';
import { localClock } from '../../bot/adapters/system/localClock.ts';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { botSettings } from '../../bot/adapters/teams/authentication.ts';
import { connectorClients } from '../../bot/adapters/teams/connectors.ts';
import { createSender } from '../../bot/adapters/teams/delivery.ts';
import { createWebKeyFolder } from '../../bot/adapters/vault/webKeyFolder.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { LeaseStore, NoticeSender } from '../../bot/ports.ts';
import { SealedRows } from '../../bot/usecases/supervision/sealedRows.ts';
import { SupervisionUpkeep } from '../../bot/usecases/supervision/tendSupervision.ts';
import type { DigestProcessSettings } from './digestKills.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as DigestProcessSettings;
const log = createLogger({ level: 'error', name: 'digests' });
const tables = openTables(settings.tables, { lease: { seconds: settings.leaseSeconds } });
const vault = createWebKeyFolder(settings.keys);
const rows = new SealedRows({ ...tables, vault, supervisionSealing: await createSupervisionSealing() });
const sender = createSender({
  connectorFor: connectorClients(new ConfigurationBotFrameworkAuthentication(botSettings(undefined)), ''),
  conversations: tables.conversations,
  log,
  answerIn: 'dialog',
  pace: { turn: () => Promise.resolve() },
});
/** The parent chooses its moments by what this process is doing. */
const leases: LeaseStore = {
  withLease: (name, work) =>
    tables.leases.withLease(name, () => {
      process.send?.('working');
      return work();
    }),
};
const notices: NoticeSender = {
  async sendNotice(to, notice) {
    if (notice === 'digest') {
      process.send?.('sending');
      await once(process, 'message');
    }
    return sender.sendNotice(to, notice);
  },
};
const upkeep = new SupervisionUpkeep({
  ...tables,
  leases,
  rows,
  notices,
  clock: localClock(settings.clockFile),
  calendar: englandDates,
  log,
  policy: { k: 8 },
});

for (;;) {
  await upkeep.tend().catch(() => undefined);
  await sleep(50);
}
