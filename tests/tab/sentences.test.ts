import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bank } from '../../bot/domain/questions/bank.ts';
import { asQuestionId } from '../../bot/domain/ids.ts';
import { questionBody, type QuestionBody } from '../../bot/contract/questions.ts';
import { halfTermLabels, halfTermName, halfTermYear } from '../../tab/halfTerms.ts';
import { dayName } from '../../words/formats.ts';
import { releasesOf, trendOf } from '../../tab/figures.ts';
import { changeWords, intervalWords, pointWords } from '../../tab/sentences.ts';
import { demo } from './demoBodies.ts';

function question(id: string): QuestionBody {
  const found = demo.questions.questions.find((each) => each.id === id);
  return questionBody.parse(found);
}
const points = (id: string, unit: number) => {
  const rung = demo.me.units[unit];
  if (!rung) throw new Error('Not that many rungs.');
  return trendOf(releasesOf(demo.releases.releases, rung), id);
};

describe('half-terms', () => {
  it('are named from their ids', () => {
    const names = [1, 2, 3, 4, 5, 6].map((n) => halfTermName(`2026-27-${n}`));
    expect(names).toEqual(['Autumn 1, 2026', 'Autumn 2, 2026', 'Spring 1, 2027', 'Spring 2, 2027', 'Summer 1, 2027', 'Summer 2, 2027']);
    expect(halfTermLabels('2026-27-4')).toEqual({ wide: 'Spring 2', narrow: 'Spr 2' });
    expect(halfTermYear('2026-27-4')).toBe('2027');
  });

  it('of another calendar keep their ids', () => {
    fc.assert(fc.property(fc.string(), (id) => /^\d{4}-\d{2}-[1-6]$/.test(id) || halfTermName(id) === id));
  });

  it('begin and end on calendar days, wherever the reader is', () => {
    expect(dayName('2026-12-18')).toBe('18 December 2026');
    expect(dayName('2026-01-01')).toBe('1 January 2026');
  });
});

describe('words beside a figure', () => {
  it('name the options that hold the interval', () => {
    const { options } = question('room');
    expect(intervalWords({ question: 'room', mean: 2, step: 0.5 }, options)).toBe('Around Somewhat');
    expect(intervalWords({ question: 'room', mean: 2.5, step: 0.5 }, options)).toBe('Between Somewhat and Quite a bit');
    expect(intervalWords({ question: 'room', mean: 0.5, step: 0.5, clamped: 'low' }, options)).toBe('Between Not at all and A little');
    expect(intervalWords({ question: 'room', mean: 3.5, step: 0.25, clamped: 'high' }, options)).toBe('Between Quite a bit and A lot');
  });

  it('say one thing for every suppression, and another for a half-term without the question', () => {
    const suppressed = points('with', 0)[3];
    const notAsked = points('time', 0)[1];
    if (!suppressed || !notAsked) throw new Error('The demo bodies lost a half-term.');
    expect(pointWords(suppressed, [])).toBe('Not enough responses to show');
    expect(pointWords(notAsked, [])).toBe('Not asked');
  });

  it('put questions without order in words too', () => {
    const theme = question('theme');
    const last = points('theme', 1).at(-1);
    if (!last) throw new Error('The demo bodies lost a half-term.');
    expect(pointWords(last, theme.options)).toBe('Most often: Waiting and thresholds');
    const shares = { ...last, kind: 'figure' as const, joins: [], figure: { question: 'whose', shares: [0.5, 0.25, 0, 0.25, 0] } };
    expect(pointWords(shares, question('whose').options)).toMatch(/^Mine: about 50%; Shared: about 25%/);
    expect(changeWords(points('theme', 1), theme)).toBeUndefined();
  });

  it('compare with the half-term they name', () => {
    expect(changeWords(points('room', 0), question('room'))).toBe('better than in Summer 2, 2026');
    expect(changeWords(points('load', 0), question('load'))).toBe('steady since Summer 2, 2026');
    expect(changeWords(points('time', 0), question('time'))).toBeUndefined();
    expect(bank.get(asQuestionId('room'))?.order).toBe('goodLast');
  });
});
