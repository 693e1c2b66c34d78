import * as z from 'zod/mini';
import { actionChoices, decisions, wayIds, ways } from '../domain/actions/ways.ts';
import { unitBody } from './me.ts';
import { dateBody } from './releases.ts';

export const wayBody = z.enum(wayIds);
export type WayBody = z.infer<typeof wayBody>;
export const choiceBody = z.enum(actionChoices);
export type ChoiceBody = z.infer<typeof choiceBody>;
export const decisionBody = z.enum(decisions);
export type DecisionBody = z.infer<typeof decisionBody>;
/** What each way offers, in the order in which it is shown. */
export const offered: Readonly<Record<WayBody, readonly ChoiceBody[]>> = ways;

const line = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));

/** `POST /api/actions`: a decision, new or (with `id`) changed. `doneOn` is set by the server when `done` is said. */
export const actionAsk = z
  .strictObject({
    id: z.optional(line(64)),
    unit: line(200),
    way: wayBody,
    action: choiceBody,
    decision: decisionBody,
    because: z.optional(line(200)),
    owner: line(60),
    due: dateBody,
    done: z.boolean(),
    published: z.boolean(),
  })
  .check(
    z.refine(({ decision, because }) => (decision === 'notNow') === (because !== undefined), 'Not now needs a reason, and only not now.'),
    z.refine(({ way, action }) => offered[way].includes(action), 'That action is not of this way.'),
  );
export type ActionAsk = z.infer<typeof actionAsk>;

export const actionBody = z.strictObject({
  id: z.string(),
  unit: unitBody,
  way: wayBody,
  action: choiceBody,
  decision: decisionBody,
  because: z.optional(z.string()),
  owner: z.string(),
  due: dateBody,
  decidedOn: dateBody,
  doneOn: z.optional(dateBody),
  published: z.boolean(),
});
export type ActionBody = z.infer<typeof actionBody>;

export const signalBody = z.strictObject({
  unit: unitBody,
  period: z.string(),
  way: wayBody,
  /** Absent where nothing stood out. */
  question: z.optional(z.string()),
  decideBy: z.optional(dateBody),
});
export type SignalBody = z.infer<typeof signalBody>;

/** What everyone in a unit may read: heard across it, done here. */
export const doneBody = z.strictObject({ unit: unitBody, action: choiceBody, on: dateBody });
export type DoneBody = z.infer<typeof doneBody>;

/** `GET /api/actions`. `done`: newest first, for everybody of the units. `plan`: for leaders only. */
export const actionsBody = z.strictObject({
  done: z.array(doneBody),
  plan: z.optional(z.strictObject({ signals: z.array(signalBody), actions: z.array(actionBody), today: dateBody })),
});
export type ActionsBody = z.infer<typeof actionsBody>;
