import { paths } from '../../contract/paths.ts';
import type { BookingBody } from '../../contract/booking.ts';
import type { HealthBody } from '../../contract/health.ts';
import type { QuestionsBody } from '../../contract/questions.ts';
import type { ReleasesBody } from '../../contract/releases.ts';
import type { Period } from '../../domain/period.ts';
import { bank } from '../../domain/questions/bank.ts';
import type { PersonId } from '../../domain/ids.ts';
import type { ReleaseStore, RosterStore } from '../../ports.ts';
import type { MyData } from '../../usecases/myData.ts';
import { readReleases } from '../../usecases/readReleases.ts';
import { answerActivity, type Bot } from './botEndpoint.ts';
import { localRoutes, type LocalRoutesDeps } from './localRoutes.ts';
import { meOf, myDataOf, periodOf, questionOf, releaseOf } from './present.ts';
import { readJsonBody } from './readBody.ts';
import { readiness, type Reach } from './readiness.ts';
import { ok, okOrUnchanged } from './reply.ts';
import type { Route } from './route.ts';

export interface RoutesDeps {
  readonly bot: Bot;
  readonly roster: RosterStore;
  readonly releases: ReleaseStore;
  readonly myData: (person: PersonId) => Promise<MyData>;
  /** What the process knows of the periods, from memory. */
  readonly watch: { readonly latest: Period | undefined; readonly next: { readonly starts: string } | undefined };
  /** `https:` address to book supervision at, when there is one. */
  readonly bookingLink: string | undefined;
  readonly reach: Reach;
  /** Only in local mode: without it the local routes do not exist. */
  readonly local?: Omit<LocalRoutesDeps, 'roster'>;
}

/** Every route but the tab's files. Adding one: a line here, its path in contract/paths.ts, its roles in domain/access.ts, its body in contract/. */
export function routeTable(deps: RoutesDeps): readonly Route[] {
  const { bot, releases, watch, reach } = deps;
  const up: HealthBody = { up: true };
  const questions: QuestionsBody = { questions: [...bank.values()].filter(({ occasion }) => occasion !== 'private').map(questionOf) };
  const booking: BookingBody = { links: deps.bookingLink ? [{ title: 'Book supervision', url: deps.bookingLink }] : [] };
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
        const body: ReleasesBody = { releases: (await readReleases({ releases }, viewer)).map(releaseOf) };
        return okOrUnchanged(request, body);
      },
    },
    {
      name: 'questions',
      method: 'GET',
      path: paths.questions,
      who: 'readQuestions',
      answer: async (_, request) => okOrUnchanged(request, questions),
    },
    { name: 'booking', method: 'GET', path: paths.booking, who: 'readBooking', answer: async () => ok(booking) },
    { name: 'period', method: 'GET', path: paths.period, who: 'readPeriod', answer: async () => ok(periodOf(watch.latest, watch.next)) },
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
