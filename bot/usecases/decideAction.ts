import type { Viewer } from '../domain/access.ts';
import type { PlannedAction } from '../domain/actions/plannedAction.ts';
import { belongsTo } from '../domain/actions/ways.ts';
import { HeldError } from '../errors.ts';
import type { ActionStore, Clock, Randomness } from '../ports.ts';

export interface DecideActionDeps {
  readonly actions: ActionStore;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly timeZone: string;
}

/** A leader's decision as they gave it; with `id`, a change of an earlier one. */
export interface DecisionGiven extends Omit<PlannedAction, 'id' | 'unit' | 'decidedOn' | 'doneOn'> {
  readonly id?: string;
  readonly unit: string;
  readonly done: boolean;
}

/**
 * Keeps a decision of a leader about their own unit or one above it. Rejects with `not-found` for another unit or an unknown id,
 * `bad-request` for an action of another way, a reason out of place or a decision whose date has passed, `refused` when somebody else
 * changed it at the same moment.
 */
export async function decideAction(deps: DecideActionDeps, viewer: Pick<Viewer, 'units'>, given: DecisionGiven): Promise<void> {
  const unit = viewer.units.find(({ id }) => id === given.unit);
  if (!unit) throw new HeldError('not-found');
  const { way, action, decision, because, owner, due, published } = given;
  if (!belongsTo(action, way) || (decision === 'notNow') !== (because !== undefined)) throw new HeldError('bad-request');
  const before = given.id === undefined ? undefined : (await deps.actions.list(unit.id)).find(({ value }) => value.id === given.id);
  if (given.id !== undefined && !before) throw new HeldError('not-found');
  const today = deps.clock.now().toZonedDateTimeISO(deps.timeZone).toPlainDate().toString();
  // Of what is decided now, or given another date, that lies ahead; what was decided before may be marked as done after its own.
  const decidedNow = before?.value.decision !== decision;
  if ((decidedNow || before.value.due !== due) && due < today) throw new HeldError('bad-request');
  const next: PlannedAction = {
    id: before?.value.id ?? deps.randomness.lastingId(),
    unit: unit.id,
    way,
    action,
    decision,
    owner,
    due,
    decidedOn: decidedNow ? today : before.value.decidedOn,
    // What was not done cannot have been published as done.
    published: published && given.done,
    ...(because === undefined ? {} : { because }),
    ...(given.done ? { doneOn: before?.value.doneOn ?? today } : {}),
  };
  if (!(await deps.actions.save(next, before?.etag)))
    throw new HeldError('refused', 'Somebody else changed this action at the same moment.');
}
