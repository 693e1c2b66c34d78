import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { UnitBody } from '../../bot/contract/me.ts';
import type { OrderedFigureBody, UnitReleaseBody } from '../../bot/contract/releases.ts';
import { suppressedLabel } from '../../bot/domain/disclosure/release.ts';
import { figuresCsv } from '../../tab/csv.ts';
import {
  changeOf,
  fewerAnswered,
  firstToShow,
  fromEasierEnd,
  intervalOf,
  joined,
  latestAsked,
  optionsAround,
  questionsByTurn,
  releasesOf,
  trendOf,
  yearBefore,
  type Point,
} from '../../tab/figures.ts';
import { seasonsOf } from '../../tab/seasons.ts';
import { demo, periods } from './demoBodies.ts';

const [east, trust] = [
  { id: 'northern-trust.east', path: 'Northern Trust/East' },
  { id: 'northern-trust', path: 'Northern Trust' },
];

/** Any figure that R8 and R9 can publish, with one mean that rounds to it. */
const released = fc.tuple(fc.constantFrom<0.5 | 0.25>(0.5, 0.25), fc.double({ min: 0, max: 4, noNaN: true })).map(([step, exact]) => {
  const rounded = Math.floor(exact / step + 0.5) * step;
  const figure: OrderedFigureBody =
    rounded <= 0.5
      ? { question: 'load', mean: 0.5, step, clamped: 'low' }
      : rounded >= 3.5
        ? { question: 'load', mean: 3.5, step, clamped: 'high' }
        : { question: 'load', mean: rounded, step };
  return { exact, figure };
});

const figurePoint = (i: number, figure: OrderedFigureBody): Point => {
  const period = periods[i];
  if (!period) throw new Error('Not that many demo half-terms.');
  return { kind: 'figure', period, figure, joins: periods.slice(0, i).map(({ id }) => id) };
};

describe('intervalOf', () => {
  it('holds every exact mean that could have been rounded to the figure, and stays on the scale', () => {
    fc.assert(
      fc.property(released, ({ exact, figure }) => {
        const { low, high } = intervalOf(figure);
        expect(low).toBeLessThanOrEqual(exact);
        expect(high).toBeGreaterThanOrEqual(exact);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('is half a step either side, and open to the end of the scale where the figure was clamped', () => {
    expect(intervalOf({ question: 'load', mean: 2, step: 0.5 })).toEqual({ low: 1.75, high: 2.25, openBelow: false, openAbove: false });
    expect(intervalOf({ question: 'load', mean: 0.5, step: 0.5, clamped: 'low' })).toEqual({
      low: 0,
      high: 0.75,
      openBelow: true,
      openAbove: false,
    });
    expect(intervalOf({ question: 'load', mean: 3.5, step: 0.25, clamped: 'high' })).toEqual({
      low: 3.375,
      high: 4,
      openBelow: false,
      openAbove: true,
    });
  });

  it('is told by the option in its middle, or by the two that hold it', () => {
    fc.assert(
      fc.property(released, ({ figure }) => {
        const interval = intervalOf(figure);
        const { from, to } = optionsAround(interval);
        if (from === to) {
          expect(figure).toMatchObject({ mean: from });
          expect(figure.clamped).toBeUndefined();
        } else {
          expect(to).toBe(from + 1);
          expect(from).toBeLessThanOrEqual(interval.low);
          expect(to).toBeGreaterThanOrEqual(interval.high);
        }
      }),
    );
  });
});

describe('fromEasierEnd', () => {
  it('puts the easier end first, whichever way round the options stand', () => {
    const interval = { low: 1, high: 2, openBelow: true, openAbove: false };
    expect(fromEasierEnd(interval, 'heavyLast')).toEqual({ easier: 0.25, heavier: 0.5, openEasier: true, openHeavier: false });
    expect(fromEasierEnd(interval, 'goodLast')).toEqual({ easier: 0.5, heavier: 0.75, openEasier: false, openHeavier: true });
  });
});

describe('changeOf (R13)', () => {
  it('names a direction only where the two intervals share nothing', () => {
    fc.assert(
      fc.property(released, released, fc.constantFrom<'heavyLast' | 'goodLast'>('heavyLast', 'goodLast'), (then, now, order) => {
        const change = changeOf([figurePoint(0, then.figure), figurePoint(1, now.figure)], order);
        const [before, after] = [intervalOf(then.figure), intervalOf(now.figure)];
        if (change?.direction !== 'steady') expect(before.high < after.low || after.high < before.low).toBe(true);
        if (Math.abs(then.figure.mean - now.figure.mean) <= Math.max(then.figure.step, now.figure.step))
          expect(change?.direction).toBe('steady');
      }),
    );
  });

  it('says easier for less load and for more room', () => {
    const [low, high] = [1, 2.5].map((mean): OrderedFigureBody => ({ question: 'x', mean, step: 0.5 }));
    if (!low || !high) throw new Error('unreachable');
    expect(changeOf([figurePoint(0, high), figurePoint(1, low)], 'heavyLast')?.direction).toBe('easier');
    expect(changeOf([figurePoint(0, low), figurePoint(1, high)], 'goodLast')?.direction).toBe('easier');
    expect(changeOf([figurePoint(0, low), figurePoint(1, high)], 'heavyLast')?.direction).toBe('heavier');
  });

  it('says nothing without two figures, and nothing while the newest asking is suppressed', () => {
    const figure: OrderedFigureBody = { question: 'load', mean: 2, step: 0.5 };
    const suppressed: Point = { kind: 'tooFew', period: periods[2] };
    expect(changeOf([figurePoint(0, figure)], 'heavyLast')).toBeUndefined();
    expect(changeOf([figurePoint(0, figure), figurePoint(1, figure), suppressed], 'heavyLast')).toBeUndefined();
  });
});

describe('steady, a year before, breaks', () => {
  const at = (i: number, mean: number): Point => figurePoint(i, { question: 'x', mean, step: 0.5 });

  it('names the earliest half-term from which on nothing moved by more than the step', () => {
    const change = changeOf([at(0, 3), at(1, 2), at(2, 1.5), at(3, 2)], 'heavyLast');
    expect(change).toEqual({ direction: 'steady', since: periods[1] });
  });

  it('says nothing where the group has changed too much since', () => {
    const alone: Point = { ...at(1, 3), kind: 'figure', period: periods[1], figure: { question: 'x', mean: 3, step: 0.5 }, joins: [] };
    expect(changeOf([at(0, 1), alone], 'heavyLast')).toBeUndefined();
    expect(joined(at(0, 1), alone)).toBe(false);
  });

  it('finds the same half-term last year, only where the line joins it', () => {
    const points = trendOf(releasesOf(demo.releases.releases, trust), 'load');
    expect(yearBefore(points)?.period.id).toBe('2025-26-1');
    expect(yearBefore(points.slice(0, 4))).toBeUndefined();
    expect(yearBefore(trendOf(releasesOf(demo.releases.releases, east), 'load'))).toBeUndefined();
  });

  it('sees falling numbers as far as the bands tell', () => {
    const [eastReleases, trustReleases] = [releasesOf(demo.releases.releases, east), releasesOf(demo.releases.releases, trust)];
    expect([fewerAnswered(eastReleases), fewerAnswered(eastReleases.slice(0, 5)), fewerAnswered(trustReleases)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(fewerAnswered([])).toBe(false);
    // A band that is not there has many reasons: none of them is told (R12).
    const [before, newest] = eastReleases.slice(-2);
    if (!before || !newest) throw new Error('no releases');
    expect(fewerAnswered([before, { ...newest, respondents: undefined }])).toBe(false);
    expect(fewerAnswered([{ ...before, respondents: undefined }, newest])).toBe(false);
  });

  it('opens on the first group that has a figure, not on one whose release says that there are none', () => {
    const releases = demo.releases.releases;
    const none = (unit: UnitBody): UnitReleaseBody[] =>
      releasesOf(releases, unit).map((release) => ({
        ...release,
        figures: release.figures.map(({ question }) => ({ question, label: suppressedLabel })),
      }));
    expect(firstToShow([east, trust], releases)).toBe(east);
    expect(firstToShow([east, trust], [...none(east), ...releasesOf(releases, trust)])).toBe(trust);
    expect(firstToShow([east, trust], [...none(east), ...none(trust)])).toBe(east);
    expect(firstToShow([east, trust], [])).toBe(east);
  });
});

describe('seasons', () => {
  it('are marked on the half-terms that carry them', () => {
    expect(periods.map((period) => seasonsOf(period).length)).toEqual([0, 0, 1, 1, 1, 1, 0]);
  });
});

describe('the file of figures', () => {
  it('holds exactly what was released, one line a figure', () => {
    const releases = releasesOf(demo.releases.releases, east);
    const lines = figuresCsv(releases, new Map(demo.questions.questions.map((question) => [question.id, question]))).split('\r\n');
    expect(lines).toHaveLength(1 + releases.flatMap(({ figures }) => figures).length + 1);
    expect(lines[1]).toBe('2025-26-1,2025-09-03,2025-10-24,Northern Trust/East,14 to 29,load,How does that meeting feel now?,2,0.5,,');
    expect(lines.filter((line) => line.endsWith(',,,,Not enough responses to show'))).toHaveLength(2);
  });
});

describe('trends', () => {
  const releases = releasesOf(demo.releases.releases, east);

  it('has one point per release, each a figure, a suppression or a half-term without the question', () => {
    expect(trendOf(releases, 'with').map((point) => point.kind)).toEqual([
      'figure',
      'figure',
      'figure',
      'tooFew',
      'figure',
      'figure',
      'figure',
    ]);
    expect(trendOf(releases, 'time').map((point) => point.kind)).toEqual(['figure', ...Array<string>(5).fill('notAsked'), 'figure']);
    expect(latestAsked(trendOf(releases, 'week'))?.period.id).toBe('2025-26-3');
  });

  it('does not join a unit whose path changed', () => {
    const moved: UnitReleaseBody[] = demo.releases.releases.map((release, i) =>
      i < 4 ? { ...release, unit: { ...release.unit, path: `Old ${release.unit.path}` } } : release,
    );
    expect(releasesOf(moved, east)).toHaveLength(5);
  });

  it('tells the questions of every half-term from those that take turns, the newest first', () => {
    expect(questionsByTurn(releases)).toEqual({
      every: ['load', 'mine', 'room', 'with'],
      inTurn: ['time', 'ahead', 'did', 'off', 'told', 'beyond', 'clear', 'say', 'week', 'pause', 'understood', 'supported'],
    });
    expect(questionsByTurn(releases.slice(0, 1)).inTurn).toEqual([]);
    expect(questionsByTurn([])).toEqual({ every: [], inTurn: [] });
  });

  it('opens on the lowest rung that has figures', () => {
    expect(firstToShow([east, trust], demo.releases.releases)).toEqual(east);
    expect(firstToShow([{ id: 'new', path: 'New' }, trust], demo.releases.releases)).toEqual(trust);
    expect(firstToShow([east, trust], [])).toEqual(east);
  });
});
