import { z } from 'zod';
import { canonical } from '../../domain/disclosure/canonical.ts';
import type { Frozen, FrozenStore } from '../../ports.ts';
import { Documents } from './documents.ts';
import { json, lastingId, parseRow, periodId, questionId, unitId } from './rows.ts';
import type { Table } from './table.ts';

const frozenText = json(
  z.strictObject({
    period: periodId,
    units: z.array(
      z.strictObject({
        id: unitId,
        path: z.string(),
        kind: z.enum(['group', 'team']),
        parent: unitId.nullable(),
        people: z.array(lastingId),
        schools: z.record(z.string(), z.int().positive()),
        supervisors: z.array(z.string()),
      }),
    ),
    plan: z.strictObject({ questions: z.array(questionId) }),
    policy: z.strictObject({ k: z.int() }),
    slots: z.int().positive(),
    codeVersion: z.string(),
    mac: z.string(),
  }),
);

/** The freeze of each period, as one write-once document. */
export function frozenStore(table: Table): FrozenStore {
  const documents = new Documents(table);
  return {
    async write(frozen: Frozen) {
      const text = canonical(frozen);
      // A freeze that could be written but never read again would be lost with its envelopes.
      parseRow(frozenText, text, table.name);
      await documents.write(frozen.period, text);
    },

    async read(period) {
      const manifest = await documents.manifest(period);
      return manifest && parseRow(frozenText, await documents.read(manifest), table.name);
    },
  };
}
