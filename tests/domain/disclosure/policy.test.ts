import { expect, it } from '@jest/globals';
import { defaultPolicy, parsePolicy, rulesFor } from '../../../bot/domain/disclosure/policy.ts';

it('takes k of 8 and more, and 8 where none is given', () => {
  expect(parsePolicy({})).toEqual({ k: 8 });
  expect(parsePolicy({ k: 8 })).toEqual(defaultPolicy);
  expect(parsePolicy({ k: 30 })).toEqual({ k: 30 });
  expect(rulesFor({ k: 30 }).minimum).toBe(30);
});

it.each([
  { input: { k: 7 }, says: /k is 7.*use 8 or more/ },
  { input: { k: 0 }, says: /use 8 or more/ },
  { input: { k: -8 }, says: /use 8 or more/ },
  { input: { k: 8.5 }, says: /whole number/ },
  { input: { k: Number.NaN }, says: /whole number/ },
  { input: { k: Infinity }, says: /whole number/ },
  { input: { k: '12' }, says: /whole number/ },
  { input: { k: 8, schools: 1 }, says: /remove schools/ },
  { input: null, says: /must be an object/ },
  { input: [8], says: /must be an object/ },
  { input: 8, says: /must be an object/ },
])('refuses $input', ({ input, says }) => {
  expect(() => parsePolicy(input)).toThrow(says);
});
