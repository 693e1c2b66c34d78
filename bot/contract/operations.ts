import * as z from 'zod/mini';
import { periodStates } from '../domain/period.ts';
import { rosterColumns } from '../domain/rosterImport.ts';
import { dateBody } from './releases.ts';

/** `POST /api/roster/preview` and `/api/roster/import`: the whole file as text. */
export const rosterAsk = z.strictObject({ csv: z.string().check(z.minLength(1)) });
export type RosterAsk = z.infer<typeof rosterAsk>;

const person = z.strictObject({ displayName: z.string(), school: z.string(), unit: z.string() });

/** Refused: nothing was applied, and every bad line is listed. */
export const rosterOutcomeBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refused'),
    problems: z.array(z.strictObject({ line: z.int().check(z.positive()), reason: z.string() })),
    /** Problems beyond those listed. */
    more: z.int().check(z.nonnegative()),
  }),
  z.strictObject({
    kind: z.literal(['dryRun', 'applied']),
    added: z.array(person),
    changed: z.array(z.strictObject({ ...person.shape, fields: z.array(z.enum(rosterColumns)) })),
    removed: z.array(person),
    counts: z.strictObject({ added: z.int(), changed: z.int(), removed: z.int(), unchanged: z.int() }),
  }),
]);
export type RosterOutcomeBody = z.infer<typeof rosterOutcomeBody>;

/** `GET /api/operations`: how the deployment is, in counts and states; nothing of any answer and nobody's name. */
export const operationsBody = z.strictObject({
  roster: z.strictObject({ people: z.int(), sencos: z.int(), schools: z.int() }),
  webProcesses: z.int().check(z.nonnegative()),
  /** `late`: something has waited for the opener longer than it should. */
  opener: z.enum(['atRest', 'atWork', 'late']),
  periods: z.array(
    z.strictObject({
      id: z.string(),
      starts: dateBody,
      ends: dateBody,
      state: z.enum(periodStates),
      touchedOn: z.optional(dateBody),
      /** Why its work stopped: what, why, fix. */
      stopped: z.optional(z.string()),
      /** What an administrator or operator must look at, by kind. */
      alarms: z.record(z.string(), z.int().check(z.nonnegative())),
    }),
  ),
  /** Prompts that could not be sent, by reason. */
  undelivered: z.record(z.string(), z.int().check(z.positive())),
});
export type OperationsBody = z.infer<typeof operationsBody>;
