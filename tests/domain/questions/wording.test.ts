import { describe, expect, it } from '@jest/globals';
import { bank } from '../../../bot/domain/questions/bank.ts';
import { asksAt } from '../../../bot/domain/questions/wording.ts';

const questions = [...bank.values()];

describe('what a question points at', () => {
  it('is the meeting that has just ended, where one has', () => {
    for (const question of questions) expect(asksAt(question, 'meeting')).toBe(question.asks);
  });

  it('is named where it was a while ago, or no meeting at all', () => {
    const mine = questions.find(({ id }) => id === 'mine');
    if (!mine) throw new Error('no such question');
    expect(asksAt(mine, 'deferred')).toBe('How much of your last meeting was yours to hold?');
    expect(asksAt(mine, 'checkIn')).toBe('How much of what you have just done was yours to hold?');
    for (const question of questions.filter(({ occasion }) => occasion === 'meeting'))
      for (const moment of ['deferred', 'checkIn'] as const) expect(asksAt(question, moment)).not.toMatch(/\bthat\b/);
  });

  it('stays as it is in a question about anything else', () => {
    for (const question of questions.filter(({ occasion }) => occasion !== 'meeting'))
      expect(asksAt(question, 'deferred')).toBe(question.asks);
  });
});
