/** What leaders decide, and what everyone in a unit reads of it. */
import { actionAsk, type ActionsBody } from '../../contract/actions.ts';
import { paths } from '../../contract/paths.ts';
import { decideAction, type DecideActionDeps } from '../../usecases/decideAction.ts';
import { readActions, type ReadActionsDeps } from '../../usecases/readActions.ts';
import type { Viewer } from '../../domain/access.ts';
import { actionsBodyOf } from './presentActions.ts';
import { ok } from './reply.ts';
import { bodyOf, type Route } from './route.ts';

export type LeaderRoutesDeps = ReadActionsDeps & DecideActionDeps;

export function leaderRoutes(deps: LeaderRoutesDeps): readonly Route[] {
  const read = async (viewer: Viewer): Promise<ActionsBody> => actionsBodyOf(await readActions(deps, viewer));
  return [
    { name: 'actions', method: 'GET', path: paths.actions, who: 'readActions', answer: async (viewer) => ok(await read(viewer)) },
    {
      name: 'decide',
      method: 'POST',
      path: paths.actions,
      who: 'changeActions',
      async answer(viewer, request) {
        const { id, because, ...given } = await bodyOf(request, actionAsk);
        await decideAction(deps, viewer, { ...given, ...(id === undefined ? {} : { id }), ...(because === undefined ? {} : { because }) });
        return ok(await read(viewer));
      },
    },
  ];
}
