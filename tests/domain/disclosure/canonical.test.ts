import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../../bot/domain/disclosure/canonical.ts';

it('sorts keys at every depth and writes no spaces', () => {
  expect(canonical({ b: [1, { d: 'x', c: null }], a: 0.5, B: true })).toBe('{"B":true,"a":0.5,"b":[1,{"c":null,"d":"x"}]}');
  expect(canonical('“é”')).toBe('"“é”"');
  expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
});

it('keeps the value, whatever the order its keys were set in', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonical(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonical(JSON.parse(text))).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
      expect(canonical(Object.fromEntries(Object.entries(value).toReversed()))).toBe(canonical(value));
    }),
  );
});

it.each([
  { value: undefined },
  { value: [undefined] },
  { value: Number.NaN },
  { value: 1n },
  { value: () => 1 },
  { value: new Map() },
  { value: new Date(0) },
])('refuses what JSON cannot hold exactly: $value', ({ value }) => {
  expect(() => canonical(value)).toThrow(TypeError);
});
