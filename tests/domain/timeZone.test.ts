import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { timeZoneNamed } from '../../bot/domain/timeZone.ts';

describe('a time zone', () => {
  it('is any that this machine knows by name', () => {
    for (const zone of ['Europe/London', 'America/Argentina/Ushuaia', 'UTC']) expect(timeZoneNamed(zone)).toBe(zone);
    expect(timeZoneNamed('europe/belfast')).toMatch(/^Europe\//);
  });

  it.each(['', 'Europe/Nowhere', '+01:00', '-0500', '2026-11-18', 'GMT Standard Time', 'Europe/London\n', `A${'a'.repeat(70)}`])(
    'is not %j',
    (text) => expect(timeZoneNamed(text)).toBeUndefined(),
  );

  it('is one that dates can be reckoned in, whatever was given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...Intl.supportedValuesOf('timeZone'))), (text) => {
        const zone = timeZoneNamed(text);
        if (zone !== undefined) expect(Temporal.Instant.from('2026-11-18T10:00:00Z').toZonedDateTimeISO(zone).year).toBe(2026);
      }),
    );
  });
});
