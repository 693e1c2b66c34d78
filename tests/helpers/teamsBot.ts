import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { openQueues } from '../../bot/adapters/queues/openQueues.ts';
import { createTeamsBot, type TeamsBot, type TeamsBotOptions } from '../../bot/adapters/teams/bot.ts';
import { referenceText } from '../../bot/adapters/teams/references.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { HeldError } from '../../bot/errors.ts';
import type { Sealer, SendPace } from '../../bot/ports.ts';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { advanceInWeb } from '../../bot/usecases/advanceInWeb.ts';
import { dispatchPrompts, type DispatchPromptsDeps } from '../../bot/usecases/dispatchPrompts.ts';
import { passCards } from '../../bot/usecases/letPass.ts';
import { readHalfWay } from '../../bot/usecases/readHalfWay.ts';
import { requestPeriod } from '../../bot/usecases/requestPeriod.ts';
import { sendWelcomes, type SendWelcomesDeps } from '../../bot/usecases/sendWelcomes.ts';
import { takePart } from '../../bot/usecases/takePart.ts';
import type { Azurite } from './azurite.ts';
import { startConnector, type Connector } from './connector.ts';
import { autumnTwo, createWorld, rosterOf, sencos, type TestWeb, type World } from './world.ts';

export const tenantId = '99999999-9999-4999-8999-999999999999';

export type Json = Record<string, unknown>;

export interface Answered {
  readonly status: number;
  /** Parsed; undefined for an empty answer. */
  readonly body: unknown;
}

export interface TestBot {
  readonly world: World;
  readonly web: TestWeb;
  readonly connector: Connector;
  readonly people: readonly PersonId[];
  /** POSTs one activity to the bot over HTTP. */
  post(activity: unknown, headers?: Record<string, string>): Promise<Answered>;
  /** Starts a second bot over the same stores, with other settings: gives what POSTs to it. */
  another(changed: Partial<TeamsBotOptions>): Promise<TestBot['post']>;
  /** An activity in the person's own 1:1 chat. */
  from(person: PersonId, activity: Json): Json;
  /** Types words, and gives what the bot said in that person's chat since. */
  type(person: PersonId, text: string): Promise<readonly Json[]>;
  /** What the bot sent into the person's chat so far, updates included. */
  chatOf(person: PersonId): readonly Json[];
  /** Everyone takes part, so that prompts may come. */
  everyoneTakesPart(): Promise<void>;
  /** A person as prompts name them. */
  whom(person: PersonId): string;
  personIn(whom: string): PersonId | undefined;
  /** Handles what is due in the queue; the rest stays. Gives how many that were. */
  look(): Promise<number>;
  /** The same for cards whose day is over. */
  passCards(): Promise<number>;
  /** The same for people who are to be welcomed. */
  welcome(): Promise<number>;
  /** What the use cases of prompting are given. */
  readonly deps: DispatchPromptsDeps & Pick<TestWeb, 'rows'> & SendWelcomesDeps;
  readonly sender: TeamsBot['sender'];
  stop(): Promise<void>;
}

/** No limit: what a test sends is its own affair. */
export const freePace: SendPace = { turn: () => Promise.resolve() };

export const accountOf = (person: PersonId): string => `29:${person}`;
export const chatIdOf = (person: PersonId): string => `chat-of-${accountOf(person)}`;
/** The stored address of a person's chat, as an install leaves it. */
export function addressOf(person: PersonId, serviceUrl: string): string {
  const text = referenceText({
    channelId: 'msteams',
    serviceUrl,
    bot: { id: '28:held', name: '' },
    user: { id: accountOf(person), name: '' },
    conversation: { id: chatIdOf(person), isGroup: false, name: '', conversationType: 'personal' },
  });
  if (text === undefined) throw new Error('no address');
  return text;
}
export const memberFor = (person: PersonId) => ({ id: accountOf(person), aadObjectId: person, name: `Invented ${person}` });

/** A bot on real stores, real sealing, real CloudAdapter and real HTTP, with a period open and 24 invented SENCos or more, at 10:05 on a Wednesday. */
export async function startTestBot(azurite: Azurite, options: Partial<TeamsBotOptions> = {}, enrolled = 24): Promise<TestBot> {
  const world = await createWorld(azurite.tables, '2026-11-18T10:05:00Z');
  const web = await world.web();
  const queues = openQueues(azurite.queues, { log: world.log, maxHideSeconds: 0 });
  await queues.ensure();
  const roster = sencos(enrolled, ['Northern Trust/East', 'Northern Trust/West']);
  const people = roster.map(({ person }) => person);
  await web.roster.replace(rosterOf(roster));
  await requestPeriod(web, autumnTwo);
  await advanceInOpener(await world.opener());
  await advanceInWeb(web);
  if (!web.watch.open) throw new Error(`The period did not open: ${world.log.lines.join('\n')}`);

  const connector = await startConnector();
  const deps = {
    ...web,
    conversations: world.tables.conversations,
    queue: queues.prompts,
    cards: queues.cards,
    welcomes: queues.welcomes,
    days: world.tables.days,
    deadPrompts: world.tables.deadPrompts,
    calendar: englandDates,
    settleSeconds: 120,
    halfWay: (unitPath: string) => readHalfWay({ ...world.tables, bookingLink: undefined }, unitPath),
    ...(options.calendarTimes ? { calendarTimes: options.calendarTimes } : {}),
  };
  const servers: Server[] = [];
  const serve = async (bot: TeamsBot): Promise<TestBot['post']> => {
    const server = createServer((request, response) => {
      void (async () => {
        let text = '';
        for await (const chunk of request) text += String(chunk);
        let status = 200;
        let sent: unknown;
        const recorder = {
          status: (code: number) => (status = code),
          send: (body?: unknown) => (sent = body),
          end: () => undefined,
        };
        try {
          await bot.process({ body: text === '' ? undefined : JSON.parse(text), headers: request.headers, method: 'POST' }, recorder);
        } catch (error) {
          status = error instanceof HeldError ? error.status : 500;
        }
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(sent === undefined ? '' : JSON.stringify(sent));
      })();
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (!address || typeof address === 'string') throw new Error('no port');
    const url = `http://127.0.0.1:${address.port}/`;
    return async (activity, headers = {}) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(activity),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    };
  };
  const botWith = (changed: Partial<TeamsBotOptions>): TeamsBot =>
    createTeamsBot({ ...deps, answerIn: 'dialog', pace: freePace, ...options, ...changed });
  const bot = botWith({});
  const post = await serve(bot);

  const chatOf = (person: PersonId): readonly Json[] =>
    connector.sent.filter(({ conversation }) => conversation === chatIdOf(person)).map(({ body }) => ({ ...body }));

  const from = (person: PersonId, activity: Json): Json => ({
    id: `in-${Math.random()}`,
    channelId: 'msteams',
    serviceUrl: connector.url,
    timestamp: '2026-11-18T10:05:00.000Z',
    from: { id: accountOf(person), aadObjectId: person, name: 'Invented Person' },
    recipient: { id: '28:held', name: 'Held' },
    conversation: { id: chatIdOf(person), conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    ...activity,
  });

  return {
    world,
    sender: bot.sender,
    web,
    connector,
    people,
    post,
    another: (changed) => serve(botWith(changed)),
    from,
    chatOf,
    async type(person, text) {
      const before = chatOf(person).length;
      await post(from(person, { type: 'message', text }));
      return chatOf(person).slice(before);
    },
    async everyoneTakesPart() {
      await Promise.all(people.map((person) => takePart({ ...web, calendar: englandDates }, person)));
    },
    whom: (person) => sealerOf(web).sealPerson(person),
    personIn: (whom) => sealerOf(web).openPerson(whom),
    deps: { ...deps, sender: bot.sender },
    look: () => dispatchPrompts({ ...deps, sender: bot.sender }),
    passCards: () => passCards({ ...deps, sender: bot.sender }),
    welcome: () => sendWelcomes({ ...deps, sender: bot.sender }),
    async stop() {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
      await connector.stop();
      await world.dispose();
    },
  };
}

function sealerOf({ watch }: TestWeb): Sealer {
  if (!watch.open) throw new Error('No period is open.');
  return watch.open.sealer;
}

/** A meeting's end in a chat whose members the connector knows. */
export function meetingEnd(bot: TestBot, chat: string, value: Json): Json {
  return {
    type: 'event',
    id: `event-${Math.random()}`,
    name: 'application/vnd.microsoft.meetingEnd',
    channelId: 'msteams',
    serviceUrl: bot.connector.url,
    timestamp: '2026-11-18T10:05:00.000Z',
    from: { id: '29:organiser', aadObjectId: '12121212-1212-4212-8212-121212121212' },
    recipient: { id: '28:held', name: 'Held' },
    conversation: { id: chat, isGroup: true, conversationType: 'groupChat', tenantId },
    channelData: { tenant: { id: tenantId }, meeting: { id: 'canary-meeting-id' } },
    value,
  };
}

export interface FoundAction {
  readonly type: string;
  readonly title: string;
  readonly data: Json;
  readonly fallback: unknown;
}

/** Every button of a card, in the order in which it is drawn. */
export function actionsOf(card: unknown): readonly FoundAction[] {
  const found: FoundAction[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (!isRecord(value)) return;
    const { type, title } = value;
    if (typeof type === 'string' && type.startsWith('Action.') && typeof title === 'string') {
      found.push({ type, title, data: isRecord(value['data']) ? value['data'] : {}, fallback: value['fallback'] });
      walk(value['card']);
      return;
    }
    Object.values(value).forEach(walk);
  };
  walk(card);
  return found;
}

/** The card of a message that the bot sent. */
export function cardOf(message: unknown): Json {
  const attachments: unknown = isRecord(message) ? message['attachments'] : undefined;
  const first: unknown = Array.isArray(attachments) ? attachments[0] : undefined;
  const content = isRecord(first) ? first['content'] : undefined;
  if (!isRecord(content)) throw new Error(`No card in ${JSON.stringify(message)}`);
  return content;
}

export function actionNamed(card: unknown, title: string): FoundAction {
  const action = actionsOf(card).find((each) => each.title === title);
  if (!action) throw new Error(`No “${title}” in ${JSON.stringify(card)}`);
  return action;
}

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
