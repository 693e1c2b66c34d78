import { suppressedLabel, type Figure, type Release, type ReleasedCells } from '../../../bot/domain/disclosure/release.ts';
import { parsePeriodId, unitIdOf } from '../../../bot/domain/ids.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';

/** A release of the real shape and size, with nothing to say. */
export function released(n: number, networks: readonly string[]): [Release, ReleasedCells] {
  const id = parsePeriodId(`2025-26-${n + 1}`);
  if (!id) throw new Error('no period');
  const figures = defaultPlan(id).questions.map((question): Figure => ({ question, label: suppressedLabel }));
  const units = ['Trust', ...networks].map((path) => ({ unit: { id: unitIdOf(path), path }, figures }));
  return [
    { period: { id, starts: '2025-09-01', ends: '2025-10-24' }, units },
    {
      cells: {},
      rosters: {},
      units: Object.fromEntries(
        ['Trust', ...networks].map((path) => [
          unitIdOf(path),
          { path, kind: 'group' as const, parent: path === 'Trust' ? null : unitIdOf('Trust') },
        ]),
      ),
    },
  ];
}
