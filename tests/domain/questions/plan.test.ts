import { describe, expect, it } from '@jest/globals';
import { asQuestionId, parsePeriodId, type PeriodId } from '../../../bot/domain/ids.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';
import { checkPlan, defaultPlan } from '../../../bot/domain/questions/plan.ts';

const period = (text: string): PeriodId => {
  const id = parsePeriodId(text);
  if (!id) throw new Error(text);
  return id;
};
const plan = (...ids: string[]) => ({ questions: ids.map(asQuestionId) });

describe('the default plan', () => {
  it.each([
    ['2026-27-1', 'time', 'ahead'],
    ['2026-27-2', 'understood', 'supported'],
    ['2026-27-3', 'week', 'pause'],
    ['2026-27-4', 'clear', 'say'],
    ['2026-27-5', 'told', 'beyond'],
    ['2026-27-6', 'did', 'off'],
  ])('of %s is the core and %s and %s', (id, first, second) => {
    const chosen = defaultPlan(period(id));
    expect(chosen.questions).toEqual(['load', 'mine', 'room', 'with', first, second]);
    expect(checkPlan(chosen)).toEqual([]);
  });

  it('has only ordered questions with five options', () => {
    for (const half of [1, 2, 3, 4, 5, 6]) {
      for (const id of defaultPlan(period(`2026-27-${half}`)).questions) {
        expect(bank.get(id)?.order).not.toBe('none');
        expect(bank.get(id)?.options).toHaveLength(5);
      }
    }
  });
});

describe('a plan is refused', () => {
  it.each([
    ['too short', plan('load', 'mine', 'room', 'with', 'time'), '6 to 9'],
    ['too long', plan('load', 'mine', 'room', 'with', 'time', 'ahead', 'told', 'say', 'clear', 'pace'), '6 to 9'],
    ['unknown', plan('load', 'mine', 'room', 'with', 'time', 'mood'), '“mood”'],
    ['private', plan('load', 'mine', 'room', 'with', 'time', 'ahead', 'stayed'), 'private'],
    ['doubled', plan('load', 'mine', 'room', 'with', 'time', 'ahead', 'load'), 'once'],
    ['without meetings', plan('week', 'pause', 'room', 'with', 'time', 'ahead'), 'about a meeting'],
    ['all meetings', plan('load', 'mine', 'carry', 'steady', 'time', 'ahead'), 'the week or the half-term'],
  ])('when %s', (_name, wrong, words) => {
    expect(checkPlan(wrong).join(' ')).toContain(words);
  });
});
