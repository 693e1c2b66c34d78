import { inspect } from 'node:util';
import { openTables, type Tables } from '../../../bot/adapters/tables/openTables.ts';
import { chatQuestionCard, dialogQuestionCard, promptCard } from '../../../bot/adapters/teams/cards.ts';
import type { PersonId, QuestionId } from '../../../bot/domain/ids.ts';
import { bank, type Question } from '../../../bot/domain/questions/bank.ts';
import type { EnvelopeStore } from '../../../bot/ports.ts';
import { keepCopy } from '../../../bot/usecases/record/keepCopy.ts';
import { tendRecords } from '../../../bot/usecases/record/tendRecords.ts';
import { sealAnswer } from '../../../bot/usecases/sealAnswer.ts';
import { withdrawAnswers } from '../../../bot/usecases/withdrawAnswers.ts';
import { freePort } from '../../helpers/azurite.ts';
import { autumnTwo } from '../../helpers/world.ts';
import { actionsOf, memberFor, meetingEnd, startTestBot, type TestBot } from '../../helpers/teamsBot.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { canaryWalk, type Given } from '../system/canary.ts';
import { inputsOf, tellsChoice } from '../system/cards.ts';
import { dumpQueues, dumpTables, type RawRow } from '../system/dump.ts';
import { filesUnder } from '../system/files.ts';
import { inLabWithFiles, type Lab } from '../system/lab.ts';
import { Needle } from '../system/needles.ts';
import { Findings } from '../system/verdict.ts';

export interface CanaryParts {
  /** A bank with other questions, for attacks that must be seen to fail (R14). */
  readonly questions?: ReadonlyMap<QuestionId, Question>;
  /** Cards beside the product's own that a check-in would show. */
  readonly cards?: readonly unknown[];
  /** What a broken product would do right after the answer, for attacks that must be seen to fail. */
  readonly leak?: (spot: { readonly lab: Lab; readonly bot: TestBot; readonly person: PersonId; readonly given: Given }) => Promise<void>;
}

/** Words that a person types or slips into a card; they may be kept nowhere. */
const typed = 'canary-words-7f3a';

export function canary(context: AttackContext, parts: CanaryParts = {}): Promise<AttackResult> {
  const { profile, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    textInputs(findings, parts);
    const organisations = profile === 'full' ? 20 : 1;
    let keptOnDisk = 0;
    for (let organisation = 0; organisation < organisations; organisation += 1) {
      const answerIn = organisation % 2 === 0 ? 'chat' : 'dialog';
      // Queues run on real seconds: one organisation is prompted through them, the others ask for themselves.
      const prompted = organisation === 1;
      const { value, files } = await inLabWithFiles(profile, (lab) => oneBot(lab, findings, answerIn, parts, { prompted }));
      findings.check(files.length > 0, 'there were no files to search');
      for (const { path, bytes } of files) {
        for (const needle of value.content) {
          findings.check(!needle.isIn(bytes), `${needle.name} on disk after the shred, in ${path.split('/').at(-1)}`);
        }
        keptOnDisk += bytes.includes(value.rowKey) ? 1 : 0;
      }
      progress((organisation + 1) / organisations);
    }
    findings.note(
      `${organisations} organisations of 24 with a real bot and private records of everybody: dialogs and answers in the chat, an outage, foreign cards, free text slipped in`,
    );
    findings.note(
      'searched at every step: raw tables, queues, logs, output, errors with their causes, sent cards, key folders, files at the end',
    );
    findings.note(
      'searched for: the sealed content in plain, UTF-16, hex and base64 spellings; the chosen option without the others; the person beside either',
    );
    findings.note(
      `RESIDUAL, no verdict: in ${keptOnDisk} of ${organisations} runs Azurite’s files still held the shredded row’s key (sealed content has no key left); ` +
        'how long Azure’s own disks keep deleted rows is Azure’s to say',
    );
  });
}

/** R14: whatever a check-in shows has buttons only, and a question can be answered by its options only. */
function textInputs(findings: Findings, { questions = bank, cards = [] }: CanaryParts): void {
  for (const { id, options } of questions.values()) {
    findings.check(options.length >= 2, `question ${id} has no options, so it would be answered in words`);
    if (!bank.has(id)) continue;
    const asked = { period: autumnTwo.id, ticket: 'ticket', question: id } as const;
    for (const moment of ['meeting', 'checkIn'] as const) {
      const shown = [
        promptCard({ ...asked, moment }, 'dialog'),
        promptCard({ ...asked, moment }, 'chat'),
        chatQuestionCard({ ...asked, moment }, 'notice'),
        dialogQuestionCard({ ...asked, moment }),
      ];
      for (const card of shown) findings.check(inputsOf(card).length === 0, `a card of ${id} has ${inputsOf(card).join(', ')}`);
    }
  }
  for (const card of cards) findings.check(inputsOf(card).length === 0, `a check-in card has ${inputsOf(card).join(', ')}`);
}

/** A store that can be cut off. */
function switchable(store: EnvelopeStore, dead: EnvelopeStore): { readonly store: EnvelopeStore; cut(off: boolean): void } {
  let off = false;
  return {
    store: { ...store, merge: (...args) => (off ? dead : store).merge(...args) },
    cut: (now) => void (off = now),
  };
}

/** One organisation with a real bot; gives what must not be on disk at its end. */
async function oneBot(
  lab: Lab,
  findings: Findings,
  answerIn: 'dialog' | 'chat',
  parts: CanaryParts,
  { prompted }: { readonly prompted: boolean },
): Promise<{ readonly content: readonly Needle[]; readonly rowKey: string }> {
  const deadline = { point: 400, bulk: 400 };
  const dead = openTables(lab.azurite.tables.replace(String(lab.azurite.tablePort), String(await freePort())), { deadlines: deadline });
  const output = captureOutput();
  const { store, cut } = switchable(openTables(lab.azurite.tables).envelopes, dead.envelopes);
  await lab.wipe();
  const bot = await startTestBot(lab.azurite, { answerIn, envelopes: store });
  try {
    const [, , person] = bot.people;
    if (!person) throw new Error('nobody');
    await tendRecords(bot.web.record);
    const walk = await canaryWalk(bot, person, answerIn);
    if (prompted) await promptByMeeting(bot, person, findings);
    const given = await walk.answer({ outage: cut, typed });
    await parts.leak?.({ lab, bot, person, given });
    const errors = await provokeErrors(bot, person, given.ticket, dead);
    // By its place in the private records a row is somebody's as well.
    const recordRow = (await bot.web.record.book.sealer()).placeOf(given.period, person);
    const sought = needles(given);
    const look = async (step: string): Promise<void> => {
      const tables = [...(await dumpTables(lab))].flatMap(([name, rows]) => rows.map((row) => record(`table ${name}`, row)));
      const files = await filesUnder(bot.world.keys);
      search(
        findings,
        step,
        [
          ...tables,
          ...(await dumpQueues(lab)).map((text) => ({ where: 'a queue', text })),
          ...bot.world.log.lines.map((text) => ({ where: 'a log line', text })),
          ...output.lines.map((text) => ({ where: 'output', text })),
          ...errors.map((text) => ({ where: 'an error', text })),
          ...bot.connector.sent.map(({ body }) => ({ where: 'a sent message', text: JSON.stringify(body) })),
          ...files.map(({ path, bytes }) => ({ where: `key file ${path.split('/').at(-1)}`, text: bytes.toString('latin1') })),
        ],
        { ...sought, given, names: [person, given.rowKey, recordRow] },
      );
    };
    await look('after the answer');
    for (const [step, go] of walk.steps) {
      await go();
      await look(step);
    }
    for (const { body } of bot.connector.sent) {
      const isCheckIn = /"held":"(?:answer|open)"/.test(JSON.stringify(body));
      // The welcome asks for working days by ticking; words can be typed nowhere.
      const inputs = inputsOf(body).filter((input) => isCheckIn || input === 'Input.Text');
      findings.check(inputs.length === 0, `a sent card has ${inputs.join(', ')}`);
    }
    return { content: sought.content, rowKey: given.rowKey };
  } finally {
    output.stop();
    await bot.stop();
  }
}

async function promptByMeeting(bot: TestBot, person: PersonId, findings: Findings): Promise<void> {
  await bot.everyoneTakesPart();
  // An installed bot knows where to reach them.
  await bot.type(person, 'help');
  bot.connector.chats.set('19:canary-meeting', [memberFor(person)]);
  await bot.post(meetingEnd(bot, '19:canary-meeting', { EndTime: '2026-11-18T10:03:00Z' }));
  await bot.look();
  const prompt = bot.chatOf(person).at(-1);
  findings.check(
    actionsOf(prompt).some(({ title }) => title === 'Check in'),
    'no prompt came, so none was searched',
  );
}

async function provokeErrors(bot: TestBot, person: PersonId, ticket: string, tables: Tables): Promise<readonly string[]> {
  const { web } = bot;
  const dead = tables.envelopes;
  // The copies' own table is gone, the rest of the records is there.
  const records = { ...web.record.records, addPending: tables.records.addPending };
  const other = bot.people.find((each) => each !== person) ?? person;
  const tries = [
    () => sealAnswer({ ...web, envelopes: dead }, { person, ticket, option: 4 }),
    () => sealAnswer({ ...web, keepCopy: (copy) => keepCopy({ ...web.record, records }, copy) }, { person, ticket, option: 4 }),
    () => withdrawAnswers({ ...web, envelopes: dead }, person),
    () => sealAnswer(web, { person: other, ticket, option: 4 }),
    () => sealAnswer(web, { person, ticket: `${ticket.slice(0, -3)}AAA`, option: 4 }),
    () => sealAnswer(web, { person, ticket, option: 40 }),
  ];
  const errors: string[] = [];
  for (const attempt of tries) {
    await attempt().then(
      () => errors.push('"nothing was refused"'),
      (error: unknown) => errors.push(inspect(error, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null })),
    );
  }
  return errors;
}

function captureOutput(): { readonly lines: readonly string[]; stop(): void } {
  const lines: string[] = [];
  const streams = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
      lines.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      return write(chunk, ...rest);
    };
    return () => void (stream.write = write);
  });
  return { lines, stop: () => streams.forEach((restore) => restore()) };
}

interface Searched {
  readonly where: string;
  readonly text: string;
}

/** Binary columns are read too, as they are. */
function record(where: string, row: RawRow): Searched {
  const binary = row.properties.flatMap(([name, value]) =>
    typeof value === 'string' && !name.includes('@') ? [Buffer.from(value, 'base64').toString('latin1')] : [],
  );
  return { where, text: `${row.text}\n${binary.join('\n')}` };
}

interface Sought {
  /** What is inside the inner envelope, and words that were slipped in: nowhere, in no spelling. */
  readonly content: readonly Needle[];
  /** What names the person, or a row of theirs. */
  readonly names: readonly string[];
  readonly given: Given;
}

function needles({ question, option }: Given): Pick<Sought, 'content'> {
  return {
    content: [
      new Needle('the answer', `"q":"${question.id}","o":${option}`),
      new Needle('the answer as the bot knows it', `"question":"${question.id}","option":${option}`),
      new Needle('free text', typed),
    ],
  };
}

function search(findings: Findings, step: string, records: readonly Searched[], { content, names, given }: Sought): void {
  const { question, option } = given;
  for (const { where, text } of records) {
    for (const needle of content) findings.check(!needle.isIn(text), `${needle.name} in ${where}, ${step}`);
    findings.check(!tellsChoice(text, question, option), `the chosen option without the others in ${where}, ${step}`);
    const about = names.some((name) => text.includes(name));
    // The plan of a period names every question, beside nobody.
    const telling = text.includes(`"${question.id}"`) || new RegExp(`"?option"?\\s*:\\s*${option}\\b`).test(text.replaceAll('\\"', '"'));
    const offersAll = question.options.every((_, n) => new RegExp(`"option":${n}\\b`).test(text.replaceAll('\\"', '"')));
    findings.check(!(about && telling && !offersAll), `person and answer together in ${where}, ${step}`);
  }
}

export const attack14: Attack = { id: 14, name: 'canary', run: (context) => canary(context) };
