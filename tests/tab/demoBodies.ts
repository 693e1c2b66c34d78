/** Invented API bodies for tests of the tab: a heavy spring, easing after. The contract parses each before it is served. */
import { bank } from '../../bot/domain/questions/bank.ts';
import { actionsBody } from '../../bot/contract/actions.ts';
import { paths } from '../../bot/contract/paths.ts';
import { bookingBody } from '../../bot/contract/booking.ts';
import { localPeopleBody } from '../../bot/contract/local.ts';
import { meBody } from '../../bot/contract/me.ts';
import { mineBody } from '../../bot/contract/mine.ts';
import { myDataBody } from '../../bot/contract/myData.ts';
import { operationsBody, rosterOutcomeBody } from '../../bot/contract/operations.ts';
import { periodBody } from '../../bot/contract/period.ts';
import { questionsBody } from '../../bot/contract/questions.ts';
import {
  coverageBody,
  libraryBody,
  mySupervisionBody,
  networkLinksBody,
  recordsBody,
  supervisingBody,
  upkeepBody,
} from '../../bot/contract/supervision.ts';
import { offeredBody } from '../../bot/contract/offered.ts';
import { signpostsBody } from '../../bot/contract/signposts.ts';
import { nation } from '../../bot/domain/nations.ts';
import { quietDaysBody } from '../../bot/contract/quietDays.ts';
import { termDatesBody, termDatesOutcomeBody } from '../../bot/contract/termDates.ts';
import { nationOf } from '../../bot/adapters/http/present.ts';
import { datesOf } from '../../bot/adapters/http/termDatesRoutes.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { releasesBody, type FigureBody as Figure } from '../../bot/contract/releases.ts';

export const periods = [
  { id: '2025-26-1', starts: '2025-09-03', ends: '2025-10-24' },
  { id: '2025-26-2', starts: '2025-11-03', ends: '2025-12-19' },
  { id: '2025-26-3', starts: '2026-01-05', ends: '2026-02-13' },
  { id: '2025-26-4', starts: '2026-02-23', ends: '2026-03-27' },
  { id: '2025-26-5', starts: '2026-04-13', ends: '2026-05-22' },
  { id: '2025-26-6', starts: '2026-06-01', ends: '2026-07-17' },
  { id: '2026-27-1', starts: '2026-09-03', ends: '2026-10-23' },
] as const;

const east = { id: 'northern-trust.east', path: 'Northern Trust/East' };
const trust = { id: 'northern-trust', path: 'Northern Trust' };

const label = 'Not enough responses to show' as const;
const tooFew = (question: string): Figure => ({ question, label });
const half = (question: string, mean: number): Figure => ({
  question,
  mean,
  step: 0.5,
  ...(mean === 0.5 ? { clamped: 'low' as const } : mean === 3.5 ? { clamped: 'high' as const } : {}),
});
const quarter = (question: string, mean: number): Figure => ({ question, mean, step: 0.25 });

const eastFigures: readonly (readonly Figure[])[] = [
  [half('load', 2), half('mine', 2.5), half('room', 1.5), half('with', 1.5), half('time', 1.5), half('ahead', 1)],
  [half('load', 2), half('mine', 2.5), half('room', 1.5), half('with', 1.5), half('understood', 1.5), half('supported', 2)],
  [half('load', 2.5), half('mine', 3), half('room', 1), half('with', 1.5), half('week', 3), half('pause', 1)],
  [half('load', 3.5), half('mine', 3), half('room', 0.5), tooFew('with'), half('clear', 2), half('say', 1.5)],
  [half('load', 2.5), half('mine', 2.5), half('room', 1), half('with', 2), half('told', 1.5), half('beyond', 3)],
  [half('load', 2), half('mine', 2.5), half('room', 1.5), half('with', 2), half('did', 2), half('off', 1.5)],
  [half('load', 1.5), half('mine', 2), half('room', 2.5), half('with', 2.5), half('time', 2), tooFew('ahead')],
];
const trustFigures: readonly (readonly Figure[])[] = [
  [quarter('load', 2), quarter('mine', 2.5), quarter('room', 1.5), quarter('with', 1.75), quarter('time', 1.25), quarter('ahead', 1)],
  [
    quarter('load', 2.25),
    quarter('mine', 2.5),
    quarter('room', 1.5),
    quarter('with', 1.75),
    quarter('understood', 1.5),
    { question: 'whose', shares: [0.5, 0.25, 0, 0.25, 0] },
  ],
  [
    quarter('load', 2.25),
    quarter('mine', 2.75),
    quarter('room', 1.25),
    quarter('with', 1.5),
    quarter('week', 2.75),
    quarter('pause', 1.25),
  ],
  [quarter('load', 2.75), quarter('mine', 2.75), quarter('room', 1), quarter('with', 1.75), quarter('clear', 2), quarter('say', 1.75)],
  [quarter('load', 2.5), quarter('mine', 2.5), quarter('room', 1.25), quarter('with', 1.75), quarter('told', 1.75), quarter('beyond', 2.5)],
  [quarter('load', 2.25), quarter('mine', 2.25), quarter('room', 1.5), quarter('with', 2), quarter('did', 1.75), quarter('off', 1.75)],
  [
    quarter('load', 2),
    quarter('mine', 2.25),
    quarter('room', 1.75),
    quarter('with', 2.25),
    quarter('time', 1.75),
    { question: 'theme', top: 5 },
  ],
];

/** In East most of the group changed with the second half-term of the year: its line breaks there. */
const firstOfNewEast = 1;
const joinsOf = (i: number, from: number): { joins?: string[] } => (i > from ? { joins: periods.slice(from, i).map(({ id }) => id) } : {});

function supervisionBodies() {
  const person = '11111111-1111-4111-8111-111111111111';
  const entitlement = { minutes: 60, every: 'fortnight', format: 'oneToOne' } as const;
  const contract = { copies: 'supervisee', years: 2, superviseeOn: '2026-11-02', supervisorOn: '2026-11-03' } as const;
  const session = { date: '2026-11-24', time: '10:00', minutes: 60, every: 'fortnight' } as const;
  const booking = { session: 'https://booking.example/esme', first: 'https://booking.example/esme-first' };
  const waiting = {
    id: 'flag-one-of-ama-thorne',
    version: 1,
    topic: 'parent',
    note: 'A call that stayed in my head all weekend.',
    hope: 'think',
    keptOn: '2026-11-17',
    forEarlier: false,
  } as const;
  const sent = {
    id: 'flag-two-of-ama-thorne',
    version: 1,
    topic: 'boundaries',
    keptOn: '2026-11-03',
    sentOn: '2026-11-09',
    forEarlier: false,
  } as const;
  const talked = { ...sent, id: 'flag-three-of-ama-thorne', topic: 'well', discussedOn: '2026-11-10' } as const;
  const actions = [{ what: 'Ask the head for one protected hour', owner: 'supervisee', by: '2026-12-01' }] as const;
  const wishes = { access: 'A quiet room, camera off' };
  const record = {
    id: 'record-one-of-ama-thorne',
    version: 1,
    date: '2026-11-10',
    minutes: 60,
    format: 'oneToOne',
    focus: 'A run of hard meetings, and what came home with them.',
    mine: 'To say what the role can hold.',
    shared: 'The plan for the spring reviews.',
    systems: 'The waiting list.',
    actions: [...actions],
    reading: [{ title: 'On holding and being held', url: 'https://reading.example/holding', why: 'Short, and about endings' }],
    mayLeave: 'That an hour is needed.',
    nextDate: '2026-11-24',
    draftedOn: '2026-11-11',
    supervisorKeeps: false,
    isShared: false,
    keptUntil: '2028-11-10',
  } as const;
  const digest = (...flags: readonly (typeof waiting | typeof sent | typeof talked)[]) => ({
    topics: flags.map(({ keptOn: _kept, forEarlier: _earlier, ...flag }) => flag),
    wishes,
    actions: [...actions],
    session,
  });
  return {
    supervision: mySupervisionBody.parse({
      today: '2026-11-18',
      supervisor: { name: 'Esme Whitlock', booking },
      entitlement,
      contract,
      session,
      flags: [waiting, sent, talked],
      wishes,
      records: 1,
      nextDigest: '2026-11-23',
      preview: digest(sent, waiting),
      offer: { school: 'Ashgrove Primary', minutes: 60, every: 'month', cover: true, statedOn: '2026-09-10' },
    }),
    records: recordsBody.parse({ records: [record] }),
    supervising: supervisingBody.parse({
      today: '2026-11-18',
      supervisees: [
        {
          objectId: person,
          name: 'Ama Thorne',
          school: 'Ashgrove Primary',
          entitlement,
          contract,
          digest: { ...digest(sent, talked), on: '2026-11-09' },
          toDraft: [{ date: '2026-11-17', by: '2026-11-19' }],
        },
        {
          objectId: '22222222-2222-4222-8222-222222222222',
          name: 'Bryn Castell',
          school: 'Birch Lane Primary',
          entitlement,
          contract: { copies: 'supervisee', years: 2 },
          digest: { topics: [], wishes: {}, actions: [] },
          toDraft: [],
        },
      ],
      unreadable: [],
      groups: [{ period: '2026-27-1', on: '2026-10-01', topics: ['team', 'building'] }],
      booking,
    }),
    library: libraryBody.parse({ reading: [...record.reading] }),
    network: networkLinksBody.parse({
      links: [
        {
          id: 'link-one-of-the-trust',
          unit: trust.id,
          kind: 'network',
          title: 'SENCo network, Northern Trust',
          url: 'https://network.example/senco',
          answered: true,
        },
        {
          id: 'link-two-of-the-trust',
          unit: east.id,
          kind: 'supportGroup',
          title: 'An hour together, East',
          url: 'https://network.example/east',
          answered: true,
        },
      ],
      asks: [{ id: 'ask', title: 'SENCo network, Northern Trust', name: 'Cleo Marsh', askedOn: '2026-11-16' }],
    }),
    coverage: coverageBody.parse({
      school: 'Ashgrove Primary',
      offer: { minutes: 60, every: 'month', cover: true, statedOn: '2026-09-10' },
      units: [
        { unit: east, schools: 12, offered: 5, entitlement },
        { unit: trust, schools: 24, offered: 9, entitlement },
      ],
    }),
    offered: offeredBody.parse({
      units: [
        { unit: east, step: 'some' },
        { unit: trust, step: 'few' },
      ],
    }),
    upkeep: upkeepBody.parse({
      unsure: ['Sol Silverbirch'],
      works: [
        { work: 'night', day: '2026-11-18', did: { sealed: 31, made: 0 } },
        { work: 'morning', day: '2026-11-18', did: { digests: 4, announced: 2, flagsForgotten: 1 } },
      ],
    }),
  };
}

export const demo = {
  token: 'a-token-for-tests',
  me: meBody.parse({
    objectId: '11111111-1111-4111-8111-111111111111',
    displayName: 'Ama Thorne',
    roles: ['senco'],
    units: [east, trust],
    nation: nationOf(nation().terms),
  }),
  releases: releasesBody.parse({
    releases: periods.flatMap((period, i) => [
      {
        period,
        unit: east,
        respondents: i === periods.length - 1 ? '8 to 13' : '14 to 29',
        figures: [...(eastFigures[i] ?? [])],
        ...joinsOf(i, firstOfNewEast),
      },
      { period, unit: trust, respondents: '30 and more', figures: [...(trustFigures[i] ?? [])], ...joinsOf(i, 0) },
    ]),
  }),
  questions: questionsBody.parse({
    questions: [...bank.values()].map(({ id, asks, options, order, construct, explains }) => ({
      id,
      asks,
      options: [...options],
      order,
      construct,
      ...(explains ? { explains } : {}),
    })),
  }),
  booking: bookingBody.parse({
    links: [
      { title: 'Book your next session', url: 'https://booking.example/supervision' },
      { title: 'A first 15 minutes', url: 'https://booking.example/first' },
    ],
  }),
  actions: actionsBody.parse({
    done: [
      { unit: trust, action: 'protectHours', on: '2026-10-16' },
      { unit: east, action: 'fifteenMinutes', on: '2026-09-25' },
    ],
    plan: {
      today: '2026-11-04',
      signals: [
        { unit: trust, period: '2026-27-1', way: 'shared', question: 'mine', decideBy: '2026-11-13' },
        { unit: east, period: '2026-27-1', way: 'shared', question: 'mine', decideBy: '2026-11-13' },
      ],
      actions: [
        {
          id: 'a',
          unit: trust,
          way: 'time',
          action: 'adminHelp',
          decision: 'act',
          owner: 'Dev Anand',
          due: '2026-10-30',
          decidedOn: '2026-10-09',
          published: false,
        },
        {
          id: 'b',
          unit: trust,
          way: 'vision',
          action: 'governorsItem',
          decision: 'notNow',
          because: 'the budget is set in April',
          owner: 'Dev Anand',
          due: '2026-12-01',
          decidedOn: '2026-10-09',
          published: false,
        },
        {
          id: 'c',
          unit: trust,
          way: 'time',
          action: 'protectHours',
          decision: 'act',
          owner: 'Dev Anand',
          due: '2026-10-16',
          decidedOn: '2026-09-18',
          doneOn: '2026-10-16',
          published: true,
        },
      ],
    },
  }),
  myData: myDataBody.parse({
    roster: {
      objectId: '11111111-1111-4111-8111-111111111111',
      displayName: 'Ama Thorne',
      roles: ['senco'],
      school: 'Ashgrove Primary',
      unit: 'Northern Trust/East',
      lastingId: 'c0ffee',
    },
    today: { planned: false, met: false },
    undelivered: [],
    answers: 'Sealed. Nobody can take one out or tell which are yours; they are not in this file.',
  }),
  mine: mineBody.parse({
    settings: {
      participation: 'takingPart',
      workingDays: [1, 2, 4],
      hours: { from: '08:00', to: '17:30' },
      timeZone: 'Europe/London',
      calendar: false,
    },
    budget: 2,
    roster: { displayName: 'Ama Thorne', roles: ['senco'], school: 'Ashgrove Primary', unit: east.path, supervisor: 'Esme Whitlock' },
    ledger: { prompts: 1, day: '2026-11-03' },
    open: true,
  }),
  signposts: signpostsBody.parse({
    booking: [
      { title: 'Book your next session', url: 'https://booking.example/supervision' },
      { title: 'A first 15 minutes', url: 'https://booking.example/first' },
    ],
    resources: [
      { title: 'SEND Code of Practice: 0 to 25 years', url: 'https://www.gov.uk/government/publications/send-code-of-practice-0-to-25' },
      { title: 'Education Support', url: 'https://www.educationsupport.org.uk' },
    ],
    roleTitle: nation().terms.role,
    nation: { name: nation().name, plan: nation().plan, code: nation().code.title, safeguardingLead: nation().safeguardingLead },
    helplines: {
      lastChecked: nation().helplines.lastChecked,
      child: [...nation().helplines.child],
      yourself: [...nation().helplines.yourself],
    },
  }),
  ...supervisionBodies(),
  operations: operationsBody.parse({
    roster: { people: 31, sencos: 24, schools: 24 },
    webProcesses: 2,
    opener: 'atRest',
    periods: [
      { id: '2026-27-2', starts: '2026-11-02', ends: '2026-12-18', state: 'OPEN', alarms: {}, touchedOn: '2026-11-04' },
      { id: '2026-27-1', starts: '2026-09-03', ends: '2026-10-23', state: 'SHREDDED', alarms: { slotUnreadable: 1 } },
      { id: '2025-26-6', starts: '2026-06-01', ends: '2026-07-17', state: 'SHREDDED', alarms: {} },
    ],
    undelivered: { notInstalled: 2 },
  }),
  quietDays: quietDaysBody.parse({
    schools: ['Birch Lane Primary', 'Elm Park School', 'Oakfield'],
    quiet: [{ school: 'Oakfield', starts: '2026-11-19', ends: '2026-11-20' }],
  }),
  termDates: termDatesBody.parse({ today: '2026-11-18', confirmed: false, dates: datesOf(englandDates) }),
  termDatesDraft: termDatesOutcomeBody.parse({ kind: 'draft', draft: datesOf(englandDates), leftOut: ['School fair'] }),
  rosterPreview: rosterOutcomeBody.parse({
    kind: 'dryRun',
    added: [{ displayName: 'Gwen Hollis', school: 'Birch Lane Primary', unit: 'Northern Trust/West' }],
    changed: [{ displayName: 'Cleo Marsh', school: 'Elm Park School', unit: 'Northern Trust/East', fields: ['school', 'supervisorId'] }],
    removed: [{ displayName: 'Hari Devlin', school: 'Oakfield', unit: 'Northern Trust/East' }],
    counts: { added: 1, changed: 1, removed: 1, unchanged: 28 },
  }),
  period: periodBody.parse({ open: { id: '2026-27-2', starts: '2026-11-02', ends: '2026-12-18' } }),
  people: localPeopleBody.parse({
    people: [
      { objectId: '11111111-1111-4111-8111-111111111111', displayName: 'Ama Thorne', roles: ['senco'] },
      { objectId: '22222222-2222-4222-8222-222222222222', displayName: 'Bryn Castell', roles: ['senco'] },
      { objectId: '33333333-3333-4333-8333-333333333333', displayName: 'Cleo Marsh', roles: ['senco'] },
      { objectId: '44444444-4444-4444-8444-444444444444', displayName: 'Dev Anand', roles: ['leader'] },
      { objectId: '55555555-5555-4555-8555-555555555555', displayName: 'Esme Whitlock', roles: ['supervisor'] },
      { objectId: '66666666-6666-4666-8666-666666666666', displayName: 'Farah Quill', roles: ['admin'] },
    ],
  }),
};

/** Half-terms of which nothing could be shown: charts of labels alone. */
export const labelsOnly = {
  [paths.releases]: {
    status: 200,
    body: releasesBody.parse({
      releases: periods.flatMap((period) =>
        [east, trust].map((unit) => ({ period, unit, figures: ['load', 'mine', 'room', 'with'].map(tooFew) })),
      ),
    }),
  },
};
