import { paths } from '../../contract/paths.ts';
import type { BookingBody } from '../../contract/booking.ts';
import type { HealthBody } from '../../contract/health.ts';
import type { QuestionsBody } from '../../contract/questions.ts';
import type { ReleasesBody } from '../../contract/releases.ts';
import type { PersonId } from '../../domain/ids.ts';
import { bank } from '../../domain/questions/bank.ts';
import type { PeriodWatch } from '../../usecases/periodWatch.ts';
import type { MyData } from '../../usecases/myData.ts';
import type { PeopleStore } from '../../ports.ts';
import { readReleases } from '../../usecases/readReleases.ts';
import { readSignposts } from '../../usecases/signposts.ts';
import { adminRoutes, type AdminRoutesDeps } from './adminRoutes.ts';
import { answerActivity, type Bot } from './botEndpoint.ts';
import { coverageRoutes } from './coverageRoutes.ts';
import { KeptReplies } from './keptReplies.ts';
import { leaderRoutes, type LeaderRoutesDeps } from './leaderRoutes.ts';
import { localRoutes, type LocalRoutesDeps } from './localRoutes.ts';
import { mineRoutes, type MineRoutesDeps } from './mineRoutes.ts';
import { meOf, myDataOf, periodOf, questionOf, releaseOf } from './present.ts';
import { readJsonBody } from './readBody.ts';
import { quietDaysRoutes, type QuietDaysRoutesDeps } from './quietDaysRoutes.ts';
import { termDatesRoutes, type TermDatesRoutesDeps } from './termDatesRoutes.ts';
import { readiness, type Reach } from './readiness.ts';
import { keptOrUnchanged, ok, okOrUnchanged } from './reply.ts';
import type { Route } from './route.ts';
import { sharedRead } from './sharedRead.ts';
import { supervisionRoutes, type SupervisionRoutesDeps } from './supervisionRoutes.ts';
import { supervisorRoutes } from './supervisorRoutes.ts';

export interface RoutesDeps
  extends
    AdminRoutesDeps,
    LeaderRoutesDeps,
    MineRoutesDeps,
    SupervisionRoutesDeps,
    Omit<TermDatesRoutesDeps, 'termDates'>,
    QuietDaysRoutesDeps {
  readonly termDates: TermDatesRoutesDeps['termDates'] & QuietDaysRoutesDeps['termDates'];
  readonly people: PeopleStore;
  readonly bot: Bot;
  readonly myData: (person: PersonId) => Promise<MyData>;
  /** What the process knows of the periods, from memory. */
  readonly watch: Pick<PeriodWatch, 'latest' | 'next' | 'open' | 'during'>;
  readonly reach: Reach;
  /** Only in local mode: without it the local routes do not exist. */
  readonly local?: Omit<LocalRoutesDeps, 'roster'>;
}

/** Every route but the tab's files. Adding one: a line here, its path in contract/paths.ts, its roles in domain/access.ts, its body in contract/. */
export function routeTable(deps: RoutesDeps): readonly Route[] {
  const { bot, releases, watch, reach } = deps;
  const up: HealthBody = { up: true };
  const [allReleases, replies] = [sharedRead(() => releases.list()), new KeptReplies()];
  const questions: QuestionsBody = { questions: [...bank.values()].filter(({ occasion }) => occasion !== 'private').map(questionOf) };
  return [
    {
      name: 'messages',
      method: 'POST',
      path: paths.messages,
      who: 'channel',
      answer: async (request) => answerActivity(bot, request, await readJsonBody(request)),
    },
    { name: 'healthz', method: 'GET', path: paths.healthz, who: 'anyone', answer: async () => ok(up) },
    { name: 'readyz', method: 'GET', path: paths.readyz, who: 'anyone', answer: () => readiness(reach) },
    {
      name: 'tabBare',
      method: 'GET',
      path: paths.tabBare,
      who: 'anyone',
      answer: async () => ({ status: 302, headers: { Location: paths.tab } }),
    },
    { name: 'me', method: 'GET', path: paths.me, who: 'readMe', answer: async (viewer) => ok(meOf(viewer)) },
    {
      name: 'releases',
      method: 'GET',
      path: paths.releases,
      who: 'readReleases',
      async answer(viewer, request) {
        const published = await allReleases();
        // Which releases there are, and whose: nothing else goes into the body.
        const key = JSON.stringify([viewer.units.map(({ id }) => id), published.map(({ hash }) => hash)]);
        const kept = replies.of(key, (): ReleasesBody => ({ releases: readReleases(published, viewer).map(releaseOf) }));
        return keptOrUnchanged(request, kept);
      },
    },
    {
      name: 'questions',
      method: 'GET',
      path: paths.questions,
      who: 'readQuestions',
      answer: async (_, request) => okOrUnchanged(request, questions),
    },
    {
      name: 'booking',
      method: 'GET',
      path: paths.booking,
      who: 'readBooking',
      async answer() {
        const body: BookingBody = { links: (await readSignposts(deps)).booking.map(({ title, url }) => ({ title, url })) };
        return ok(body);
      },
    },
    {
      name: 'period',
      method: 'GET',
      path: paths.period,
      who: 'readPeriod',
      answer: async () => ok(periodOf(watch.latest, watch.next, deps.clock.now().toZonedDateTimeISO(deps.calendar.timeZone).toPlainDate())),
    },
    ...leaderRoutes(deps),
    ...mineRoutes(deps),
    ...adminRoutes(deps),
    ...supervisionRoutes(deps),
    ...supervisorRoutes(deps),
    ...coverageRoutes(deps),
    ...termDatesRoutes(deps),
    ...quietDaysRoutes(deps),
    {
      name: 'myData',
      method: 'GET',
      path: paths.myData,
      who: 'readMyData',
      answer: async ({ person }) => ok(myDataOf(await deps.myData(person))),
    },
    ...(deps.local ? localRoutes({ ...deps.local, roster: deps.roster }) : []),
  ];
}
