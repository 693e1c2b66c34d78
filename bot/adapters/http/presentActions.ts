/** Actions as the contract has them, field by field. */
import type { ActionBody, ActionsBody, DoneBody, SignalBody } from '../../contract/actions.ts';
import type { ActionOfUnit, Actions, DoneInUnit, SignalOfUnit } from '../../usecases/readActions.ts';
import type { UnitBody } from '../../contract/me.ts';

export function actionsBodyOf({ done, plan }: Actions): ActionsBody {
  return {
    done: done.map(doneOf),
    ...(plan ? { plan: { signals: plan.signals.map(signalBodyOf), actions: plan.actions.map(actionOf), today: plan.today } } : {}),
  };
}

const unitOf = ({ id, path }: DoneInUnit['unit']): UnitBody => ({ id, path });
const doneOf = ({ unit, action, on }: DoneInUnit): DoneBody => ({ unit: unitOf(unit), action, on });

const signalBodyOf = ({ unit, period, way, question, decideBy }: SignalOfUnit): SignalBody => ({
  unit: unitOf(unit),
  period,
  way,
  ...(question ? { question } : {}),
  ...(decideBy ? { decideBy } : {}),
});

const actionOf = ({ id, unit, way, action, decision, because, owner, due, decidedOn, doneOn, published }: ActionOfUnit): ActionBody => ({
  id,
  unit: unitOf(unit),
  way,
  action,
  decision,
  owner,
  due,
  decidedOn,
  published,
  ...(because ? { because } : {}),
  ...(doneOn ? { doneOn } : {}),
});
