import fc from 'fast-check';
import { parseRosterCsv } from '../../bot/adapters/files/rosterFile.ts';
import { paths } from '../../bot/contract/paths.ts';
import { checkRoster, rosterColumns } from '../../bot/domain/rosterImport.ts';
import { HeldError } from '../../bot/errors.ts';
import { Client, load } from '../bench/serving/load.ts';
import { startConnector } from '../helpers/connector.ts';
import { startDeployment } from '../helpers/deployment.ts';
import { accountOf, chatIdOf, tenantId } from '../helpers/teamsBot.ts';
import { autumnTwo, personId } from '../helpers/world.ts';
import type { Fault, FaultResult } from './fault.ts';

const inputs = { short: 300, full: 100_000 };
/** Many wait for a channel that is not there: so many at once keep the process busy all the same. */
const atOnce = 64;
const people = 24;
/** As many at a time are made from one seed. */
const chunk = 2_000;

/** Stands in every field that a person's words or name could be in; it must appear in no log. */
const canary = 'Quillfeather7731';

/** What one input is: something sent to the web process, or a file for the import. */
type Input =
  | { readonly kind: 'post'; readonly path: string; readonly body: string }
  | { readonly kind: 'get'; readonly path: string; readonly authorization: string }
  | { readonly kind: 'csv'; readonly bytes: Uint8Array };

/** Activities, dialog payloads, bodies, tokens, addresses and roster files that are wrong in every way that chance finds. */
export const fuzz: Fault = {
  name: 'fuzz',
  about: 'activities, dialog payloads, API bodies, tokens and CSV files made up at random',
  async run({ profile, seed, progress }): Promise<FaultResult> {
    const held = await startDeployment({ people });
    const connector = await startConnector();
    try {
      held.start('bot/opener.ts');
      const web = held.start('bot/main.ts', { HELD_LOG_LEVEL: 'info' });
      await held.ready(web);
      await held.openPeriod();
      const client = new Client(held.port);
      const amiss = new Set<string>();
      const statuses: Record<string, number> = {};
      const arbitrary = inputOf(connector.url);
      for (let done = 0; done < inputs[profile]; done += chunk) {
        const batch = fc.sample(arbitrary, { numRuns: Math.min(chunk, inputs[profile] - done), seed: seed * 1_000_003 + done });
        await load(batch.length, atOnce, async (n) => {
          const input = batch[n];
          if (!input) return;
          const wrong = await tryOne(client, input, statuses);
          if (wrong) amiss.add(wrong);
        });
        if (web.child.exitCode !== null) {
          amiss.add('the web process ended');
          break;
        }
        progress(Math.min(1, (done + chunk) / inputs[profile]));
      }
      await held.ready(web).catch(() => amiss.add('the web process is not ready any more'));
      client.close();
      const log = web.output().toLowerCase();
      if (log.includes(canary.toLowerCase())) amiss.add('somebody’s words or name stand in the log');
      if (held.people.some((person) => log.includes(person))) amiss.add('somebody’s id stands in the log');
      return { figures: { inputs: inputs[profile], ...statuses }, amiss: [...amiss] };
    } finally {
      await connector.stop();
      await held.stop();
    }
  },
};

async function tryOne(client: Client, input: Input, statuses: Record<string, number>): Promise<string | undefined> {
  if (input.kind === 'csv') {
    try {
      checkRoster(parseRosterCsv(input.bytes, 'fuzz.csv').lines);
    } catch (error) {
      if (!(error instanceof HeldError && error.code === 'refused')) return `a CSV file made the import throw ${String(error)}`;
    }
    return undefined;
  }
  const what = input.kind === 'post' ? `POST ${input.path} ${input.body}` : `GET ${input.path} (${input.authorization})`;
  try {
    const { status, body } =
      input.kind === 'post'
        ? await client.send('POST', input.path, { 'content-type': 'application/json' }, input.body)
        : await client.send('GET', input.path, { authorization: input.authorization });
    statuses[`status${status}`] = (statuses[`status${status}`] ?? 0) + 1;
    if (status >= 500) return `${status} to ${what.slice(0, 600)}`;
    if (/\n\s+at |node_modules/.test(body)) return `a stack trace to ${what.slice(0, 600)}`;
    return undefined;
  } catch (error) {
    return `no reply (${String(error)}) to ${what.slice(0, 600)}`;
  }
}

function inputOf(serviceUrl: string): fc.Arbitrary<Input> {
  const text = fc.oneof(fc.constant(canary), fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 40 }));
  const anything = fc.oneof({ maxDepth: 3 }, fc.jsonValue({ maxDepth: 3 }), text);
  const people1 = fc.integer({ min: 1, max: 40 }).map(personId);
  /** A field as it should be, mostly; else anything, or missing. */
  const mostly = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: anything }, { weight: 1, arbitrary: fc.constant(undefined) });

  const held = fc.constantFrom(
    'open',
    'answer',
    'skip',
    'notNow',
    'pause',
    'takePart',
    'decline',
    'withdraw',
    'keep',
    'other',
    '__proto__',
  );
  const cardData = fc.record({
    held: mostly(held),
    period: mostly(fc.constant(autumnTwo.id)),
    ticket: mostly(fc.string({ maxLength: 2_100 })),
    option: mostly(fc.integer({ min: -1, max: 21 })),
    moment: mostly(fc.constantFrom('meeting', 'checkIn')),
    until: mostly(fc.constantFrom('tomorrow', 'monday', 'nextHalfTerm', 'resumed')),
    days: mostly(fc.constantFrom('1,2,3,4,5', '', '9,-1', '1,1,1')),
  });
  const value = fc.oneof(
    cardData,
    fc.record({ data: mostly(cardData), context: anything }),
    fc.record({ action: mostly(fc.record({ type: text, verb: text, data: mostly(cardData) })) }),
    fc.record({ EndTime: mostly(fc.constant('2026-11-18T10:00:00Z')), members: fc.array(anything, { maxLength: 3 }) }),
    anything,
  );
  const activity = people1.chain((person) =>
    fc.record({
      type: mostly(
        fc.constantFrom(
          'message',
          'invoke',
          'event',
          'installationUpdate',
          'conversationUpdate',
          'messageReaction',
          'typing',
          'endOfConversation',
        ),
      ),
      name: mostly(
        fc.constantFrom(
          'task/fetch',
          'task/submit',
          'adaptiveCard/action',
          'signin/verifyState',
          'application/vnd.microsoft.meetingEnd',
          'application/vnd.microsoft.meetingParticipantLeave',
        ),
      ),
      action: mostly(fc.constantFrom('add', 'remove', 'add-upgrade')),
      id: mostly(text),
      channelId: mostly(fc.constant('msteams')),
      serviceUrl: mostly(fc.constantFrom(serviceUrl, 'http://127.0.0.1:1', 'ftp://x', canary)),
      timestamp: mostly(fc.constantFrom('2026-11-18T10:05:00.000Z', 'never')),
      from: mostly(
        fc.record({ id: mostly(fc.constant(accountOf(person))), aadObjectId: mostly(fc.constant(person)), name: fc.constant(canary) }),
      ),
      recipient: mostly(fc.record({ id: fc.constant('28:held'), name: fc.constant('Held') })),
      conversation: mostly(
        fc.record({
          id: mostly(fc.constant(chatIdOf(person))),
          conversationType: mostly(fc.constantFrom('personal', 'groupChat', 'channel')),
          tenantId: mostly(fc.constant(tenantId)),
          isGroup: mostly(fc.boolean()),
        }),
      ),
      channelData: mostly(fc.record({ tenant: fc.record({ id: fc.constant(tenantId) }), meeting: mostly(fc.record({ id: text })) })),
      text: mostly(fc.oneof(fc.constantFrom('check in', 'help', 'pause', 'privacy', 'withdraw', 'flag', `<at>Held</at> ${canary}`), text)),
      value: mostly(value),
      entities: mostly(fc.array(anything, { maxLength: 3 })),
      replyToId: mostly(text),
      membersAdded: mostly(fc.array(anything, { maxLength: 2 })),
    }),
  );
  const json = fc.oneof({ weight: 12, arbitrary: activity }, { weight: 2, arbitrary: anything }).map((body) => JSON.stringify(body) ?? '');
  const broken = fc.tuple(json, fc.nat()).map(([body, at]) => body.slice(0, at % (body.length + 1)));
  const address = fc.oneof(
    fc.constantFrom(...Object.values(paths)),
    fc.webPath({ size: 'small' }),
    fc.constantFrom('/tab/../../package.json', '/tab/%2e%2e/%2e%2e/.env', '/api/releases/%00', '/api/%ff', '//', '/api/me?x=%'),
  );
  const part = fc.base64String({ maxLength: 60 }).map((encoded) => encoded.replace(/[+/=]/g, '-'));
  const token = fc.oneof(
    fc.tuple(part, part, part).map(([head, body, signature]) => `Bearer ${head}.${body}.${signature}`),
    fc
      .record({ alg: fc.constantFrom('none', 'HS256', 'RS256', 'ES256'), kid: fc.string({ maxLength: 10 }) })
      .chain((head) => fc.record({ oid: people1, tid: fc.constant(tenantId), exp: fc.integer() }).map((body) => [head, body] as const))
      .map(
        ([head, body]) => `Bearer ${[head, body].map((each) => Buffer.from(JSON.stringify(each)).toString('base64url')).join('.')}.AAAA`,
      ),
    fc.string({ maxLength: 40 }).map((text1) => text1.replace(/[^\u0020-\u007e]/g, '?')),
  );
  const cell = fc.oneof(
    people1,
    fc.constantFrom('senco', 'senco;leader', 'Trust/East!', '', '"', canary, '=1+1'),
    fc.string({ maxLength: 30 }),
  );
  const csv = fc
    .tuple(
      fc.constantFrom(rosterColumns.join(','), `\ufeff${rosterColumns.join(',')}`, 'name,id', ''),
      fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n', '\r'),
    )
    .map(([head, lines, end]) => Buffer.from([head, ...lines.map((cells) => cells.join(','))].join(end)));

  return fc.oneof(
    { weight: 10, arbitrary: json.map((body): Input => ({ kind: 'post', path: paths.messages, body })) },
    { weight: 1, arbitrary: broken.map((body): Input => ({ kind: 'post', path: paths.messages, body })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(paths.localToken, paths.localClock), anything)
        .map(([path, body]): Input => ({ kind: 'post', path, body: JSON.stringify(body) ?? '' })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(address, token).map(([path, authorization]): Input => ({ kind: 'get', path: path || '/', authorization })),
    },
    { weight: 1, arbitrary: fc.oneof(csv, fc.uint8Array({ maxLength: 200 })).map((bytes): Input => ({ kind: 'csv', bytes })) },
  );
}
