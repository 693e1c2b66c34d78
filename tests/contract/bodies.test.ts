import { describe, expect, it } from '@jest/globals';
import { bookingBody } from '../../bot/contract/booking.ts';
import { errorBody } from '../../bot/contract/errors.ts';
import { localClockAsk, localTokenAsk } from '../../bot/contract/local.ts';
import { paths } from '../../bot/contract/paths.ts';
import { figureBody, unitReleaseBody } from '../../bot/contract/releases.ts';
import { suppressedLabel } from '../../bot/domain/disclosure/release.ts';
import { errorWords } from '#words/errors.ts';
import { said } from '../../words/nation.ts';

describe('a figure', () => {
  it.each([
    { question: 'load', mean: 2.5, step: 0.5 },
    { question: 'load', mean: 0.5, step: 0.25, clamped: 'low' },
    { question: 'whose', top: 0 },
    { question: 'whose', shares: [0.25, 0.75] },
    { question: 'load', label: suppressedLabel },
  ])('may be %j', (figure) => {
    expect(figureBody.parse(figure)).toEqual(figure);
  });

  it.each([
    { question: 'load' },
    { question: 'load', mean: 4.5, step: 0.5 },
    { question: 'load', mean: 2, step: 0.1 },
    { question: 'load', mean: null, step: 0.5 },
    { question: 'load', mean: 2.5, step: 0.5, respondents: 9 },
    { question: 'load', mean: 2.5, step: 0.5, label: suppressedLabel },
    { question: 'load', label: 'Too few' },
    { question: 'whose', top: -1 },
    { question: 'whose', top: 1, counts: [3, 9] },
  ])('is never %j: nothing finer, nothing beside, no reason', (figure) => {
    expect(figureBody.safeParse(figure).success).toBe(false);
  });
});

it('a release says how many answered as a band or not at all', () => {
  const release = { period: { id: '2025-26-1', starts: '2025-09-01', ends: '2025-10-24' }, unit: { id: 't', path: 'T' }, figures: [] };
  expect(unitReleaseBody.safeParse(release).success).toBe(true);
  expect(unitReleaseBody.safeParse({ ...release, respondents: '14 to 29' }).success).toBe(true);
  for (const respondents of [12, '12', null]) expect(unitReleaseBody.safeParse({ ...release, respondents }).success).toBe(false);
});

it('a booking link is https', () => {
  const withUrl = (url: string) => bookingBody.safeParse({ links: [{ title: 'Book', url }] }).success;
  expect(['https://book.example.org/x', 'http://book.example.org', 'javascript:alert(1)', ''].map(withUrl)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('every failure of the catalogue fits the one shape', () => {
  for (const [code, words] of Object.entries(errorWords)) {
    expect(errorBody.safeParse({ error: { code, message: said(words) } }).success).toBe(true);
  }
  expect(errorBody.safeParse({ error: { code: 'internal', message: 'x', stack: 'y' } }).success).toBe(false);
});

it('asks of the laptop take nothing but what they name', () => {
  expect(localTokenAsk.safeParse({ objectId: '00000000-0000-4000-8000-000000000001', roles: ['admin'] }).success).toBe(false);
  expect(localClockAsk.safeParse({ now: '2026-11-18T10:05:00' }).success).toBe(false);
});

it('no two addresses are the same', () => {
  expect(new Set(Object.values(paths)).size).toBe(Object.keys(paths).length);
});
