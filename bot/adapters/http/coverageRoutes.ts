/** What leaders and administrators keep around supervision: the offer, what people are entitled to, links. Nothing of any supervisee. */
import { paths } from '../../contract/paths.ts';
import { coverageAsk, networkAsk, type UpkeepBody } from '../../contract/supervision.ts';
import type { Viewer } from '../../domain/access.ts';
import { answeredAsk, keepLink, networkOf, readAsks, removeLink } from '../../usecases/supervision/network.ts';
import { readCoverage, setEntitlement, stateOffer } from '../../usecases/supervision/offers.ts';
import { everyone } from '../../usecases/supervision/supervisionDeps.ts';
import { coverageOf, networkLinksOf } from './presentSupervision.ts';
import { ok } from './reply.ts';
import { bodyOf, type Route } from './route.ts';
import type { SupervisionRoutesDeps } from './supervisionRoutes.ts';

/** The daily works, as their marks are named. */
const works = ['night', 'morning'] as const;

export function coverageRoutes({ supervising: deps }: SupervisionRoutesDeps): readonly Route[] {
  const coverage = async (viewer: Viewer) => coverageOf(await readCoverage(deps, viewer));
  return [
    {
      name: 'coverage',
      method: 'GET',
      path: paths.supervisionCoverage,
      who: 'stateCoverage',
      answer: async (viewer) => ok(await coverage(viewer)),
    },
    {
      name: 'changeCoverage',
      method: 'POST',
      path: paths.supervisionCoverage,
      who: 'stateCoverage',
      async answer(viewer, request) {
        const ask = await bodyOf(request, coverageAsk);
        if (ask.do === 'offer') await stateOffer(deps, viewer, { minutes: ask.minutes, every: ask.every, cover: ask.cover });
        else await setEntitlement(deps, viewer, ask.unit, ask.entitlement);
        return ok(await coverage(viewer));
      },
    },
    {
      name: 'changeNetwork',
      method: 'POST',
      path: paths.supervisionNetwork,
      who: 'changeNetwork',
      async answer(viewer, request) {
        const ask = await bodyOf(request, networkAsk);
        if (ask.do === 'answered') await answeredAsk(deps, viewer.person, ask.ask);
        else if (ask.do === 'remove') await removeLink(deps, viewer, ask.unit, ask.id);
        else await keepLink(deps, viewer, { id: ask.id, unit: ask.unit, kind: ask.kind, title: ask.title, url: ask.url });
        return ok(networkLinksOf(await networkOf(deps, viewer.units), await readAsks(deps, viewer.person)));
      },
    },
    {
      name: 'upkeep',
      method: 'GET',
      path: paths.supervisionUpkeep,
      who: 'readUpkeep',
      async answer() {
        const found = await Promise.all(works.map(async (work) => ({ work, last: await deps.boards.upkeep.find(everyone, work) })));
        const body: UpkeepBody = {
          works: found.flatMap(({ work, last }) => (last ? [{ work, day: last.day, did: { ...last.did } }] : [])),
        };
        return ok(body);
      },
    },
  ];
}
