import { describe, expect, it } from '@jest/globals';
import { parsePeriodId, parsePersonId, unitIdOf } from '../../bot/domain/ids.ts';

describe('ids', () => {
  it('reads a GUID in any spelling and nothing else', () => {
    expect(parsePersonId(' 0F8FAD5B-D9CB-469F-A165-70867728950E ')).toBe('0f8fad5b-d9cb-469f-a165-70867728950e');
    expect(parsePersonId('0f8fad5b')).toBeUndefined();
  });

  it('reads period ids', () => {
    expect(parsePeriodId('2026-27-2')).toBe('2026-27-2');
    expect(parsePeriodId('2026-27-7')).toBeUndefined();
  });

  it('makes a unit id from its path', () => {
    expect(unitIdOf('Northern Trust/East')).toBe('northern-trust.east');
    expect(unitIdOf('Ynys Môn / Côr')).toBe('ynys-mon.cor');
  });
});
