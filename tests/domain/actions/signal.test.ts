import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideBy } from '../../../bot/domain/actions/plannedAction.ts';
import { signalOf } from '../../../bot/domain/actions/signal.ts';
import { belongsTo, wayIds, wayOfQuestion, ways } from '../../../bot/domain/actions/ways.ts';
import { suppressedLabel, type Figure } from '../../../bot/domain/disclosure/release.ts';
import { asQuestionId } from '../../../bot/domain/ids.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';

const figure = (question: string, mean: number): Figure => ({ question: asQuestionId(question), mean, step: 0.5 });

describe('the signal', () => {
  it('is the figure nearest the heavy end, whichever way round its options stand', () => {
    expect(signalOf({ figures: [figure('load', 2.5), figure('with', 1), figure('mine', 2)] })).toEqual({
      way: 'network',
      question: 'with',
    });
    expect(signalOf({ figures: [figure('load', 3.5), figure('with', 1)] })).toEqual({ way: 'supervision', question: 'load' });
  });

  it('is to develop and thank where nothing stands out, and none where nothing was published', () => {
    const suppressed: Figure = { question: asQuestionId('load'), label: suppressedLabel };
    expect(signalOf({ figures: [figure('load', 1.5), figure('with', 3)] })).toEqual({ way: 'thank' });
    expect(signalOf({ figures: [suppressed, figure('load', 1.5)] })).toEqual({ way: 'thank' });
    expect(signalOf({ figures: [suppressed] })).toBeUndefined();
    expect(signalOf({ figures: [] })).toBeUndefined();
  });

  it('hears questions without order too', () => {
    expect(signalOf({ figures: [{ question: asQuestionId('spent'), top: 0 }] })).toEqual({ way: 'time', question: 'spent' });
    expect(signalOf({ figures: [{ question: asQuestionId('whose'), shares: [0.5, 0.5, 0, 0, 0] }] })?.way).toBe('shared');
    expect(signalOf({ figures: [{ question: asQuestionId('spent'), shares: [0, 0.75, 0.25, 0, 0, 0] }] })?.way).toBe('vision');
    expect(signalOf({ figures: [{ question: asQuestionId('theme'), top: 0 }] })?.way).toBe('thank');
  });

  it('depends on nothing but the figures, and never on their order beyond a tie', () => {
    const figures = fc.uniqueArray(
      fc.tuple(fc.constantFrom(...Object.keys(wayOfQuestion)), fc.integer({ min: 1, max: 7 })).map(([id, half]) => figure(id, half / 2)),
      { selector: ({ question }) => question },
    );
    fc.assert(
      fc.property(figures, (all) => {
        const [one, other] = [signalOf({ figures: all }), signalOf({ figures: all.toReversed() })];
        const heavy = (id: string | undefined) => {
          const found = all.find(({ question }) => question === id);
          if (!found || !('mean' in found)) return 0;
          return bank.get(found.question)?.order === 'heavyLast' ? found.mean : 4 - found.mean;
        };
        expect(heavy(one?.question)).toBe(heavy(other?.question));
      }),
    );
  });

  it('points every question of the bank that has a way to one that exists', () => {
    for (const [id, way] of Object.entries(wayOfQuestion)) {
      expect(bank.has(asQuestionId(id))).toBe(true);
      expect(wayIds).toContain(way);
    }
    expect(belongsTo('bookHour', 'supervision')).toBe(true);
    expect(belongsTo('bookHour', 'time')).toBe(false);
    expect(Object.keys(ways)).toEqual([...wayIds]);
  });
});

describe('the day to decide by', () => {
  it('is the tenth school day after the half-term, past holidays and weekends', () => {
    expect(decideBy(englandDates, '2026-10-23')).toBe('2026-11-13');
    expect(decideBy(englandDates, '2099-01-01')).toBeUndefined();
  });
});
