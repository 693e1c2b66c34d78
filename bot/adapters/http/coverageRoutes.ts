/** What leaders and administrators keep around supervision: the offer, what people are entitled to, links. Nothing of any supervisee. */
import { paths } from '../../contract/paths.ts';
import { coverageAsk, networkAsk } from '../../contract/supervision.ts';
import { answeredAsk, keepLink, readAsks, readNetwork, removeLink } from '../../usecases/supervision/network.ts';
import { readCoverage, readOffered, setEntitlement, stateOffer } from '../../usecases/supervision/offers.ts';
import { readUpkeep } from '../../usecases/supervision/readUpkeep.ts';
import { coverageOf, networkLinksOf, offeredOf, upkeepOf } from './presentSupervision.ts';
import { ok } from './reply.ts';
import { readAndChange } from './readAndChange.ts';
import type { Route } from './route.ts';
import type { SupervisionRoutesDeps } from './supervisionRoutes.ts';

export function coverageRoutes({ supervising: deps }: SupervisionRoutesDeps): readonly Route[] {
  return [
    ...readAndChange({
      path: paths.supervisionCoverage,
      names: { read: 'coverage', change: 'changeCoverage' },
      who: { read: 'stateCoverage', change: 'stateCoverage' },
      ask: coverageAsk,
      show: async (viewer) => coverageOf(await readCoverage(deps, viewer)),
      change: (viewer, ask) =>
        ask.do === 'offer'
          ? stateOffer(deps, viewer, { minutes: ask.minutes, every: ask.every, cover: ask.cover })
          : setEntitlement(deps, viewer, ask.unit, ask.entitlement),
    }),
    ...readAndChange({
      path: paths.supervisionNetwork,
      names: { read: 'supervisionNetwork', change: 'changeNetwork' },
      who: { read: 'readNetwork', change: 'changeNetwork' },
      ask: networkAsk,
      show: async ({ person, units }) => networkLinksOf(await readNetwork(deps, units), await readAsks(deps, person)),
      change(viewer, ask) {
        if (ask.do === 'answered') return answeredAsk(deps, viewer.person, ask.ask);
        if (ask.do === 'remove') return removeLink(deps, viewer, ask.unit, ask.id);
        return keepLink(deps, viewer, { id: ask.id, unit: ask.unit, kind: ask.kind, title: ask.title, url: ask.url });
      },
    }),
    {
      name: 'offered',
      method: 'GET',
      path: paths.supervisionOffered,
      who: 'readOffered',
      answer: async (viewer) => ok(offeredOf(await readOffered(deps, viewer))),
    },
    {
      name: 'upkeep',
      method: 'GET',
      path: paths.supervisionUpkeep,
      who: 'readUpkeep',
      answer: async () => ok(upkeepOf(await readUpkeep(deps))),
    },
  ];
}
