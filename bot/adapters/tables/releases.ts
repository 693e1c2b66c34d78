import { z } from 'zod';
import { canonical } from '../../domain/disclosure/canonical.ts';
import { suppressedLabel } from '../../domain/disclosure/release.ts';
import type { Published, ReleaseStore } from '../../ports.ts';
import { Documents, sha256, type Manifest } from './documents.ts';
import { json, lastingId, parseRow, periodId, questionId, unitId } from './rows.ts';
import type { Table } from './table.ts';

const figure = z.union([
  z.strictObject({
    question: questionId,
    mean: z.number(),
    step: z.union([z.literal(0.5), z.literal(0.25)]),
    clamped: z.enum(['low', 'high']).exactOptional(),
  }),
  z.strictObject({ question: questionId, top: z.int() }),
  z.strictObject({ question: questionId, shares: z.array(z.number()) }),
  z.strictObject({ question: questionId, label: z.literal(suppressedLabel) }),
]);
const releaseText = json(
  z.strictObject({
    release: z.strictObject({
      period: z.strictObject({ id: periodId, starts: z.string(), ends: z.string() }),
      units: z.array(
        z.strictObject({
          unit: z.strictObject({ id: unitId, path: z.string() }),
          respondents: z.enum(['8 to 13', '14 to 29', '30 and more']).exactOptional(),
          figures: z.array(figure),
        }),
      ),
    }),
    cells: z.strictObject({
      cells: z.record(z.string(), z.array(z.array(unitId))),
      rosters: z.record(z.string(), z.array(lastingId)),
      units: z.record(z.string(), z.strictObject({ path: z.string(), kind: z.enum(['group', 'team']), parent: unitId.nullable() })),
    }),
  }),
);

/** Releases with the cells behind them, each one write-once document. What was read once is kept: it cannot change. */
export function releaseStore(table: Table): ReleaseStore {
  const documents = new Documents(table);
  const known = new Map<string, Published>();

  const load = async (manifest: Manifest): Promise<Published> => {
    const kept = known.get(manifest.hash);
    if (kept) return kept;
    const { release, cells } = parseRow(releaseText, await documents.read(manifest), table.name);
    const published = { release, cells, hash: sha256(canonical(release)) };
    known.set(manifest.hash, published);
    return published;
  };

  return {
    async list() {
      const published: Published[] = [];
      for (const manifest of await documents.manifests()) published.push(await load(manifest));
      return published;
    },

    async find(period) {
      const manifest = await documents.manifest(period);
      return manifest && load(manifest);
    },

    async publish(release, cells) {
      const text = canonical({ release, cells });
      // A release that could be written but never read again would be lost with its envelopes.
      parseRow(releaseText, text, table.name);
      await documents.write(release.period.id, text);
      return { release, cells, hash: sha256(canonical(release)) };
    },
  };
}
