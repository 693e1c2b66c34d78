import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import { canonical } from '../../../bot/domain/disclosure/canonical.ts';
import { disclose } from '../../../bot/domain/disclosure/disclose.ts';
import { parsePolicy } from '../../../bot/domain/disclosure/policy.ts';
import { asLastingId, asQuestionId, asUnitId, parsePeriodId } from '../../../bot/domain/ids.ts';

const unitId = z.string().transform(asUnitId);
const lastingId = z.string().transform(asLastingId);
const kind = z.enum(['group', 'team']);
const vectors = z.strictObject({
  about: z.string(),
  period: z.strictObject({ id: z.string(), starts: z.string(), ends: z.string() }),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      why: z.string(),
      policy: z.unknown(),
      plan: z.array(z.string().transform(asQuestionId)),
      units: z.array(
        z.strictObject({
          id: unitId,
          path: z.string(),
          kind,
          parent: unitId.nullable(),
          people: z.array(lastingId),
          schools: z.record(z.string(), z.int()),
          supervisors: z.array(z.string()),
        }),
      ),
      rows: z.array(
        z.strictObject({
          unit: unitId,
          people: z.int().positive(),
          answers: z.array(z.tuple([z.string().transform(asQuestionId), z.number()])),
        }),
      ),
      earlier: z.array(
        z.strictObject({
          cells: z.record(z.string(), z.array(z.array(unitId))),
          rosters: z.record(z.string(), z.array(lastingId)),
          units: z.record(z.string(), z.strictObject({ path: z.string(), kind, parent: unitId.nullable() })),
        }),
      ),
      release: z.string(),
      sha256: z.string(),
      cells: z.string(),
    }),
  ),
});

const { period, cases } = vectors.parse(JSON.parse(readFileSync(new URL('../../vectors/disclosure.json', import.meta.url), 'utf8')));

describe('the vectors of the disclosure rules', () => {
  it.each(cases)('$name', ({ policy, plan, units, rows, earlier, release, sha256, cells }) => {
    const id = parsePeriodId(period.id);
    if (!id) throw new Error('The vectors have no period.');
    const box = new BallotBox();
    for (const { unit, people, answers } of rows) {
      for (let n = 0; n < people; n += 1) box.put({ unit, answers: answers.map(([question, option]) => ({ question, option })) });
    }
    const out = disclose({ period: { ...period, id }, box, units, plan: { questions: plan }, policy: parsePolicy(policy), earlier });
    // Parsed first: a difference reads better than two long lines; the bytes are what counts.
    expect(JSON.parse(canonical(out.release))).toEqual(JSON.parse(release));
    expect(canonical(out.release)).toBe(release);
    expect(createHash('sha256').update(canonical(out.release)).digest('hex')).toBe(sha256);
    expect(JSON.parse(canonical(out.cells))).toEqual(JSON.parse(cells));
    expect(canonical(out.cells)).toBe(cells);
  });
});
