/** What leaders decide, and what everyone in a unit reads of it. */
import { actionAsk } from '../../contract/actions.ts';
import { paths } from '../../contract/paths.ts';
import { decideAction, type DecideActionDeps } from '../../usecases/decideAction.ts';
import { readActions, type ReadActionsDeps } from '../../usecases/readActions.ts';
import { actionsBodyOf } from './presentActions.ts';
import { readAndChange } from './readAndChange.ts';
import type { Route } from './route.ts';

export type LeaderRoutesDeps = ReadActionsDeps & DecideActionDeps;

export function leaderRoutes(deps: LeaderRoutesDeps): readonly Route[] {
  return [
    ...readAndChange({
      path: paths.actions,
      names: { read: 'actions', change: 'decide' },
      who: { read: 'readActions', change: 'changeActions' },
      ask: actionAsk,
      show: async (viewer) => actionsBodyOf(await readActions(deps, viewer)),
      change: (viewer, { id, because, ...given }) =>
        decideAction(deps, viewer, { ...given, ...(id === undefined ? {} : { id }), ...(because === undefined ? {} : { because }) }),
    }),
  ];
}
