import { openQueues } from '../adapters/queues/openQueues.ts';
import { createLogger } from '../adapters/system/createLogger.ts';
import { ConfigError, readCliConfig, readSurroundings, type CliConfig, type Surroundings } from '../config.ts';
import { paths } from '../contract/paths.ts';
import { alarmsOf } from '../domain/period.ts';
import { halfTermOn, nextHalfTerm } from '../domain/prompting/schoolCalendar.ts';
import { HeldError } from '../errors.ts';
import { tablesFormat } from '../adapters/tables/tablesFormat.ts';
import { clockOf } from './roster.ts';
import { Refused, tablesOf } from './run.ts';
import type { Tables } from '../adapters/tables/openTables.ts';
import { nations, warningOf } from '../domain/nations.ts';

/** What is wrong, why it matters, and what mends it. */
interface Fault {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}
interface Check {
  readonly name: string;
  /** Undefined where all is well. */
  readonly look: () => Promise<Fault | undefined>;
}

const patienceMs = 10_000;

/** Looks at a deployment, or at a laptop, from where the operator stands: every fault with what, why and fix. Changes nothing. */
export async function doctorCommand({ json, url }: { readonly json: boolean; readonly url?: string }): Promise<void> {
  const checks = configured(url);
  const found: { name: string; fault?: Fault }[] = [];
  for (const { name, look } of checks) {
    const fault = await look().catch((error: unknown): Fault => ({
      what: `${name}: could not be looked at`,
      why: wordsOf(error),
      fix: 'Mend what is named above first, then look again.',
    }));
    found.push({ name, ...(fault ? { fault } : {}) });
    if (json) continue;
    console.log(fault ? `FAULT  ${fault.what}\n       why: ${fault.why}\n       fix: ${fault.fix}` : `ok     ${name}`);
  }
  if (json) console.log(JSON.stringify({ checks: found }, undefined, 2));
  const faults = found.filter(({ fault }) => fault).length;
  if (faults > 0) throw new Refused(`${faults} of ${found.length} need attention.`);
}

function configured(url: string | undefined): readonly Check[] {
  try {
    const config = readCliConfig();
    return [...settingsWell, ...ofHeld(config), ...ofSurroundings(config, readSurroundings(), url)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => ({
      name: 'settings',
      look: async () => ({
        what: problem,
        why: 'Held starts with every setting in order, or not at all.',
        fix: 'README.md, “Settings”; in Azure they come from infra/.',
      }),
    }));
  }
}

const settingsWell: readonly Check[] = [
  { name: 'settings', look: async () => undefined },
  {
    name: 'Node',
    async look() {
      const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
      if (major > 20 || (major === 20 && minor >= 19)) return undefined;
      return { what: `Node ${process.versions.node} is too old`, why: 'Held needs 20.19 or later.', fix: 'Install Node 24 LTS.' };
    },
  },
];

function ofHeld(config: CliConfig): readonly Check[] {
  let opened: Promise<Tables> | undefined;
  const tables = (): Promise<Tables> => (opened ??= tablesOf(config));
  const now = () => clockOf(config).now();
  return [
    {
      name: 'tables',
      look: () =>
        reached(
          async () => (await tables()).ping(),
          'The tables do not answer',
          'Nothing of Held works without them.',
          storageFix[config.mode],
        ),
    },
    {
      name: 'format of what is stored',
      async look() {
        const found = await (await tables()).readFormat();
        if (found === tablesFormat) return undefined;
        const what =
          found === undefined ? 'Nothing was ever stored' : `What is stored has format ${found}; this version has ${tablesFormat}`;
        return {
          what,
          why: 'A process of another format refuses to start.',
          fix: 'Start the web process once, or run the version that wrote it (docs/operate.md, “Upgrade”).',
        };
      },
    },
    {
      name: 'nation',
      async look() {
        const warning = warningOf(nations[config.nation]);
        if (warning === undefined) return undefined;
        return {
          what: warning,
          why: 'People would be sent to places that nobody has checked, in words that are not theirs.',
          fix: 'Ask somebody who works there, and mend words/ and bot/domain/nations.ts; or set NATION.',
        };
      },
    },
    {
      name: 'roster',
      async look() {
        if ((await (await tables()).roster.read()).size > 0) return undefined;
        return {
          what: 'The roster is empty',
          why: 'Held serves people on the roster and nobody else.',
          fix: 'npm run held -- roster import people.csv',
        };
      },
    },
    {
      name: 'web process',
      async look() {
        if ((await (await tables()).processes.living()).length > 0) return undefined;
        return {
          what: 'No web process was heard of for a minute',
          why: 'Without one nobody is asked, and no half-term moves on.',
          fix: 'Start it, and read its log for why it ended (docs/runbook.md, “web-silent”).',
        };
      },
    },
    {
      name: 'term dates',
      async look() {
        const { termDates } = await tables();
        const confirmed = await termDates.confirmed();
        if (!confirmed) {
          return {
            what: 'Nobody has confirmed the term dates',
            why: 'No half-term starts on dates that are only a starting point.',
            fix: 'npm run held -- calendar show; then: calendar import FILE or calendar confirm',
          };
        }
        const today = now().toZonedDateTimeISO(confirmed.timeZone).toPlainDate();
        if (halfTermOn(confirmed, today) ?? nextHalfTerm(confirmed, today)) return undefined;
        return {
          what: 'The calendar ends before today',
          why: 'No half-term can start, and nobody is asked.',
          fix: 'npm run held -- calendar import FILE with this year’s dates; then: calendar confirm',
        };
      },
    },
    {
      name: 'half-terms',
      async look() {
        const periods = (await (await tables()).periods.list()).map(({ value }) => value);
        const alarms = periods.flatMap((period) =>
          Object.entries(alarmsOf(period, now())).map(([alarm, count]) => `${period.id}: ${alarm} ${count}`),
        );
        if (alarms.length === 0) return undefined;
        return {
          what: alarms.join('; '),
          why: 'The processes could not finish a half-term as they should.',
          fix: 'docs/runbook.md, “period-alarm”.',
        };
      },
    },
  ];
}

function ofSurroundings(config: CliConfig, { queues, addresses, vaults }: Surroundings, url: string | undefined): readonly Check[] {
  const log = createLogger({ level: 'silent', name: 'doctor' });
  return [
    ...(queues === undefined
      ? []
      : [
          {
            name: 'queues',
            look: () =>
              reached(
                // An operator may put messages in and not look at any: in Azure it is enough that the service answers.
                () => (config.mode === 'local' ? openQueues(queues, { log }).ping() : answers(queues)),
                'The queues do not answer',
                'No prompt can be put off until its gap.',
                storageFix[config.mode],
              ),
          },
        ]),
    // Without a token a vault answers 401: it is there, and its certificate is good. Its roles are asked by the processes themselves (/readyz).
    ...vaults.map((address) => ({
      name: `vault ${address}`,
      look: () =>
        reached(
          () => answers(`${address.replace(/\/$/, '')}/secrets?api-version=7.4`, 401),
          `The vault ${address} does not answer`,
          'Nothing can be sealed or opened without its keys.',
          'Check the address and the vault’s firewall.',
        ),
    })),
    ...addresses.map((address) => ({
      name: address,
      look: () =>
        reached(
          () => answers(address, 200),
          `${address} does not answer`,
          'Nobody’s token can be checked without these keys.',
          'Check ENTRA_TENANT_ID and outgoing connections.',
        ),
    })),
    ...(url === undefined
      ? []
      : [
          {
            name: url,
            look: () =>
              reached(
                () => answers(new URL(paths.readyz, url).href, 200),
                `${url} is not ready`,
                'The web process cannot reach its storage or its vaults.',
                'docs/runbook.md, “web-silent”; its log names which.',
              ),
          },
        ]),
  ];
}

const storageFix = {
  local: 'Start Held: npm start',
  azure: 'az login as somebody of the operators’ group; check HELD_TABLES and HELD_QUEUES against the deployment’s outputs.',
};

async function reached(work: () => Promise<void>, what: string, why: string, fix: string): Promise<Fault | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { what, why: `${why} (${wordsOf(error)})`, fix };
  }
}

/** Whether the address answers at all, and with this status where one is asked for. */
async function answers(address: string, status?: number): Promise<void> {
  const response = await fetch(address, { signal: AbortSignal.timeout(patienceMs) });
  await response.body?.cancel();
  if (status !== undefined && response.status !== status) throw new Refused(`it answered ${response.status}`);
}

const wordsOf = (error: unknown): string =>
  error instanceof HeldError || error instanceof Refused ? error.message : error instanceof Error ? error.name : 'unknown failure';
