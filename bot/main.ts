import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createRemoteJWKSet } from 'jose';
import type { Temporal } from 'temporal-polyfill';
import { adminInEntraToo } from './adapters/http/appRoles.ts';
import { graphTimes } from './adapters/calendar/graphTimes.ts';
import { openLocalIssuer, type LocalIssuer } from './adapters/http/localIssuer.ts';
import { routeTable } from './adapters/http/routes.ts';
import { createHttpServer } from './adapters/http/server.ts';
import { createTokenCheck, type TokenCheckOptions } from './adapters/http/tokenCheck.ts';
import { openQueues } from './adapters/queues/openQueues.ts';
import { parseRosterCsv } from './adapters/files/rosterFile.ts';
import { seriesFiles } from './adapters/files/seriesFile.ts';
import { parseQuietDays } from './adapters/files/quietDaysFile.ts';
import { parseTermDates } from './adapters/files/termDatesFile.ts';
import { createRecordSealing } from './adapters/sealing/record.ts';
import { createSealing } from './adapters/sealing/seal.ts';
import { createSupervisionSealing } from './adapters/sealing/supervision.ts';
import { createLogger } from './adapters/system/createLogger.ts';
import { localClockFile, setLocalClock } from './adapters/system/localClock.ts';
import { randomness } from './adapters/system/randomness.ts';
import { createTeamsBot } from './adapters/teams/bot.ts';
import { tabAt, tabInTeams } from './adapters/teams/tabLinks.ts';
import { createWebKeyFolder } from './adapters/vault/webKeyFolder.ts';
import { readWebConfig, type WebConfig, type WebVaults } from './config.ts';
import { paths } from './contract/paths.ts';
import { checkFeasible } from './domain/disclosure/audit.ts';
import type { PeriodId, PersonId } from './domain/ids.ts';
import { nation, speakForNation, warningOf } from './domain/nations.ts';
import { englandDates } from './domain/prompting/englandDates.ts';
import { nextHalfTerm } from './domain/prompting/schoolCalendar.ts';
import { HeldError } from './errors.ts';
import { measure, meteredEnvelopes, meteredLog, meteredQueue, meteredSender } from './metering.ts';
import type { CalendarTimes, Logger, RecordVault, SupervisionVault, WebVault } from './ports.ts';
import { every, runProcess } from './running.ts';
import { advanceInWeb } from './usecases/advanceInWeb.ts';
import { dispatchPrompts } from './usecases/dispatchPrompts.ts';
import { myData } from './usecases/myData.ts';
import { passCards } from './usecases/letPass.ts';
import { pacedSending } from './usecases/pacedSending.ts';
import { PeriodWatch } from './usecases/periodWatch.ts';
import { keepCopy } from './usecases/record/keepCopy.ts';
import { RecordBook } from './usecases/record/recordBook.ts';
import { cutRecords, tendRecords } from './usecases/record/tendRecords.ts';
import type { CopyGiven } from './usecases/sealAnswer.ts';
import { readHalfWay } from './usecases/readHalfWay.ts';
import { planDay } from './usecases/planDay.ts';
import { listLostSends } from './usecases/sendMarks.ts';
import { sendWelcomes } from './usecases/sendWelcomes.ts';
import { messagesASecond, SendingShare } from './usecases/sendingShare.ts';
import { TermDatesWatch } from './usecases/termDatesWatch.ts';
import { lastSession } from './usecases/supervision/lastSession.ts';
import { SealedRows } from './usecases/supervision/sealedRows.ts';
import { SupervisionUpkeep } from './usecases/supervision/tendSupervision.ts';
import { whoAmI } from './usecases/whoAmI.ts';
import {
  clockOf,
  codeVersion,
  credentialOf,
  keyFolders,
  metricsOf,
  readyTables,
  steadyClock,
  turnSeconds,
  type Credential,
} from './wiring.ts';

const tabFolder = fileURLToPath(new URL('../dist/tab', import.meta.url));

/** Seconds between two looks at who else sends. */
const beatSeconds = 2;

const graph = 'https://graph.microsoft.com';

/** Seconds a queued prompt stays hidden at most: a laptop's clock can be moved past its time at any moment. */
const longestHide = { local: 2, azure: 7 * 24 * 3600 };

/** The web process: bot, API, tab and period work. It seals answers and can open none. */
await runProcess('The web process', async () => {
  const config = readWebConfig();
  const { place } = config;
  const policy = { k: config.k };
  checkFeasible(policy);
  speakForNation(config.nation);

  const credential = await credentialOf(place);
  const metrics = await metricsOf(config.metrics, credential, 'web');
  const log = meteredLog(createLogger({ level: config.logLevel, name: 'web' }), metrics);
  const warning = warningOf(nation());
  if (warning !== undefined) log.warn({ nation: config.nation }, warning);
  const clock = clockOf(place);
  const stores = await readyTables(config.tables, { credential, make: place.mode === 'local' ? 'tables' : 'format' });
  const tables = { ...stores, envelopes: meteredEnvelopes(stores.envelopes, metrics) };
  const calendar = new TermDatesWatch(tables.termDates, englandDates);
  await calendar.refresh();
  const queues = openQueues(config.queues, { log, maxHideSeconds: longestHide[place.mode], ...(credential ? { credential } : {}) });
  await queues.ensure();
  const vault = credential && place.mode === 'azure' ? await keyVault(place.vaults, credential) : keyFolder(place);
  await vault.ping();
  const sealing = await createSealing();
  const self = randomUUID();
  const today = () => clock.now().toZonedDateTimeISO(calendar.timeZone).toPlainDate();
  const watch = new PeriodWatch({
    ...tables,
    vault,
    sealing,
    log,
    process: self,
    elapsed: () => performance.now(),
    nextHalfTerm: () => nextHalfTerm(calendar, today()),
  });

  const { answerIn, settleSeconds, identity, bookingLink, leavesAreTold } = config;
  const common = {
    ...tables,
    ...steadyClock(place, tables),
    laptop: place.mode === 'local',
    vault,
    sealing,
    watch,
    log,
    calendar,
    policy,
    codeVersion,
    randomness,
    timeZone: calendar.timeZone,
  };
  const keeping = { ...common, recordSealing: await createRecordSealing() };
  const record = { ...keeping, book: new RecordBook(keeping) };
  const shared = {
    ...common,
    keepCopy: (given: CopyGiven) => keepCopy(record, given),
    cutRecords: (period: PeriodId) => cutRecords(record, period),
  };

  const elapsed = () => performance.now();
  const share = new SendingShare({ senders: tables.senders, log, process: self, elapsed, perSecond: messagesASecond, beatSeconds });
  const pace = pacedSending({ perSecond: () => share.perSecond(), elapsed, sleep });

  const rows = new SealedRows({ ...common, supervisionSealing: await createSupervisionSealing() });
  const inTeams = config.teamsApp === undefined ? undefined : tabInTeams(config.teamsApp);
  const tabLink = place.mode === 'local' ? tabAt(`http://127.0.0.1:${config.port}${paths.tab}`) : inTeams;
  const calendarTimes = config.calendar && credential ? graphOf(credential, log) : undefined;
  const prompting = {
    ...shared,
    ...(calendarTimes ? { calendarTimes } : {}),
    rows,
    sessionHeld: (person: PersonId) => lastSession({ rows }, person),
    halfWay: (unitPath: string) => readHalfWay({ ...tables, bookingLink }, unitPath),
    queue: meteredQueue(queues.prompts, metrics, clock),
    cards: queues.cards,
    welcomes: queues.welcomes,
    settleSeconds,
  };
  const bot = createTeamsBot({
    ...prompting,
    answerIn,
    pace,
    tabLink,
    leavesAreTold,
    // A laptop's clock is set by hand, to a school's day, wherever the laptop is.
    ownTimeZones: place.mode === 'azure',
    ...(identity ? { auth: identity.bot } : {}),
  });

  const supervising = { ...shared, rows, notices: bot.sender, seriesFiles };
  const upkeep = new SupervisionUpkeep(supervising);
  const sender = meteredSender(bot.sender, metrics);

  const local = place.mode === 'local' ? await localPart(place.dataDir, keyFolders(place).issuer) : undefined;
  const server = createHttpServer({
    routes: routeTable({
      ...shared,
      supervising,
      bot,
      record,
      parseRoster: (bytes) => parseRosterCsv(bytes, 'the file'),
      parseTermDates: (bytes, name) => parseTermDates(bytes, name, calendar.timeZone),
      parseQuietDays: (bytes, name) => parseQuietDays(bytes, name, calendar.timeZone),
      startingPoint: englandDates,
      myData: (person) => myData({ ...shared, rows }, person),
      ...(calendarTimes ? { calendarTimes } : {}),
      bookingLink,
      reach: { storage: async () => void (await Promise.all([tables.ping(), queues.ping()])), keys: () => vault.ping() },
      ...(local ? { local } : {}),
    }),
    gate: {
      checkToken: createTokenCheck(local?.issuer.check ?? entraPart(identity)),
      viewerOf: (person) => whoAmI(tables, person),
      ...(local ? {} : { narrow: adminInEntraToo }),
    },
    tabFolder,
    log,
    laptop: local !== undefined,
  });

  await watch.refresh();
  await server.listen(config.port).catch((error: unknown) => Promise.reject(portTrouble(config.port, error)));
  const ending = new AbortController();
  const until = { signal: ending.signal, log, failedAgain: () => metrics.count('held.loop.failures') };
  const seconds = turnSeconds(place);
  const loops = [
    every(seconds.periods, 'periods', () => advanceInWeb(shared), until),
    every(seconds.periods, 'records', () => tendRecords(record), until),
    every(seconds.periods, 'supervision', () => upkeep.tend(), until),
    every(seconds.dates, 'term dates', () => calendar.refresh(), until),
    every(beatSeconds, 'share of sending', () => share.refresh(), until),
    every(seconds.planning, 'planning', () => planDay(prompting, ending.signal), until),
    every(seconds.planning, 'lost sends', () => listLostSends(prompting), until),
    // A process that may send nothing yet leaves the queue to the others.
    every(seconds.prompts, 'prompts', async () => share.perSecond() > 0 && dispatchPrompts({ ...prompting, sender }, ending.signal), until),
    every(seconds.prompts, 'cards', async () => share.perSecond() > 0 && passCards({ ...prompting, sender }, ending.signal), until),
    every(
      seconds.prompts,
      'welcomes',
      async () => share.perSecond() > 0 && sendWelcomes({ ...prompting, sender: bot.sender }, ending.signal),
      until,
    ),
    every(seconds.periods, 'figures', () => measure(metrics, { ...tables, clock, waiting: () => queues.waiting() }), until),
  ];
  log.info({ mode: place.mode, port: config.port }, 'the web process serves');
  return {
    log,
    async stop() {
      ending.abort();
      await server.close();
      await Promise.all(loops);
      // Nobody need wait any more for what this process has seen.
      await Promise.all([tables.processes.leave(self), share.leave()]);
      await metrics.close();
    },
  };
});

function keyFolder(place: WebConfig['place']): WebVault & RecordVault & SupervisionVault {
  if (place.mode !== 'local') throw new HeldError('internal', 'Key folders are for a laptop: not for answers of real people.');
  return createWebKeyFolder(keyFolders(place));
}

/** Loaded only where it is used: a laptop starts without it. */
async function keyVault(vaults: WebVaults, credential: Credential): Promise<WebVault & RecordVault & SupervisionVault> {
  const { createWebKeyVault } = await import('./adapters/vault/webKeyVault.ts');
  return createWebKeyVault(vaults, credential);
}

/** Times of calendars, with a token of the process's own identity for each request. */
function graphOf(credential: Credential, log: Logger): CalendarTimes {
  const token = async (): Promise<string> => {
    const found = await credential.getToken(`${graph}/.default`);
    if (!found) throw new HeldError('sign-in-down', 'No token came for Microsoft Graph. Check HELD_IDENTITY and its rights.');
    return found.token;
  };
  return graphTimes({ address: graph, token, log });
}

/** What only a laptop has: an issuer of its own and a clock that can be set. */
async function localPart(
  dataDir: string,
  issuerFolder: string,
): Promise<{ issuer: LocalIssuer; setClock: (now: Temporal.Instant) => Promise<void> }> {
  return { issuer: await openLocalIssuer(issuerFolder), setClock: (now) => setLocalClock(localClockFile(dataDir), now) };
}

function entraPart(identity: WebConfig['identity']): TokenCheckOptions {
  if (!identity) throw new HeldError('internal', 'Nobody is configured to sign people in.');
  const { issuer, clientId, tenant, keys } = identity.entra;
  return { issuer, audience: clientId, tenant, keys: createRemoteJWKSet(new URL(keys)) };
}

function portTrouble(port: number, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new HeldError('refused', `Port ${port} is in use. End the program that uses it, or set PORT to another.`);
  if (code === 'EACCES') return new HeldError('refused', `Port ${port} may not be used by this account. Set PORT to one above 1023.`);
  return error;
}
