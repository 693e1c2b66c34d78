import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { offeredStep } from '../../../bot/domain/supervision/offered.ts';

describe('how much of a unit is offered supervision', () => {
  it('is not said of fewer than five schools, whatever they state', () => {
    for (let schools = 0; schools < 5; schools += 1)
      for (let offered = 0; offered <= schools; offered += 1) expect(offeredStep({ schools, offered })).toBeUndefined();
  });

  it('never speaks for one school: every step leaves open what any school of the unit states', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 60 }).chain((schools) => fc.record({ schools: fc.constant(schools), offered: fc.nat({ max: schools }) })),
        ({ schools, offered }) => {
          const step = offeredStep({ schools, offered });
          const counts = Array.from({ length: schools + 1 }, (_, count) => count).filter(
            (count) => offeredStep({ schools, offered: count }) === step,
          );
          // At least one count has a school that offers, and one has a school that does not.
          expect([counts.length > 1, Math.max(...counts) > 0, Math.min(...counts) < schools]).toEqual([true, true, true]);
        },
      ),
    );
  });

  it.each([
    [5, 1, 'few'],
    [5, 2, 'some'],
    [5, 3, 'some'],
    [5, 4, 'most'],
    [24, 0, 'few'],
    [24, 24, 'most'],
  ] as const)('of %i schools %i is %s', (schools, offered, step) => {
    expect(offeredStep({ schools, offered })).toBe(step);
  });
});
