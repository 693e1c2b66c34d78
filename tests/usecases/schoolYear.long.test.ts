import { beforeAll, describe, expect, it } from '@jest/globals';
import { bank } from '../../bot/domain/questions/bank.ts';
import { liveSchoolYear, type LivedYear, type SentPrompt } from './schoolYear.ts';

let year: LivedYear;

beforeAll(async () => {
  year = await liveSchoolYear(20_260_901);
});

// What is checked here is derived anew from the scenario, with the platform's own dates: nothing of the product's rules is used.
const zone = 'Europe/London';
const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  weekday: 'short',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayMs = 86_400_000;

interface Local {
  readonly date: string;
  readonly time: string;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** Date of the week's Monday. */
  readonly monday: string;
}

function localOf(ms: number): Local {
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts['weekday'] ?? '') + 1;
  return { date, time: `${parts['hour']}:${parts['minute']}`, weekday, monday: dateAfter(date, 1 - weekday) };
}
const dateAfter = (date: string, days: number): string => new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
const datesOf = ({ starts, ends }: { starts: string; ends: string }): string[] => {
  const dates: string[] = [];
  for (let date = starts; date <= ends; date = dateAfter(date, 1)) dates.push(date);
  return dates;
};
const weekdayOf = (date: string): number => new Date(date).getUTCDay() || 7;

/** Dates on which people of a school may be asked: its school days without the edges of each term. */
function askableDates(school: string, unit: string): Set<string> {
  const { calendar, westInset, quietDays } = year.scenario;
  const inset = unit.endsWith('West') ? [...calendar.insetDays, westInset] : calendar.insetDays;
  const schoolDays = calendar.halfTerms.flatMap(datesOf).filter((date) => weekdayOf(date) <= 5 && !calendar.holidays.includes(date));
  const all = [...new Set([...schoolDays, ...inset])].sort();
  const askable = calendar.terms.flatMap(({ starts, ends }) => all.filter((date) => starts <= date && date <= ends).slice(3, -2));
  return new Set(askable.filter((date) => !quietDays.some((quiet) => quiet.school === school && quiet.date === date)));
}

const kindOf = (question: string): string => [...bank.values()].find(({ id }) => id === question)?.occasion ?? '';

const sentTo = (person: string): SentPrompt[] => year.sent.filter((each) => each.person === person);
const each = <T>(items: readonly T[], check: (item: T) => string | undefined): void =>
  expect(items.map(check).filter((problem) => problem !== undefined)).toEqual([]);
const told = ({ name, at }: SentPrompt, problem: string): string => `${name} ${new Date(at).toISOString()}: ${problem}`;

describe('a school year with random meetings', () => {
  it('lives through 190 school days, both clock changes and thousands of due prompts', () => {
    const { calendar } = year.scenario;
    const days = calendar.halfTerms.flatMap(datesOf).filter((date) => weekdayOf(date) <= 5 && !calendar.holidays.includes(date));
    expect(days.length).toBeGreaterThanOrEqual(188);
    expect(days.length).toBeLessThanOrEqual(195);
    expect(new Set(year.sent.map(({ at }) => localOf(at).time.slice(0, 2) === new Date(at).toISOString().slice(11, 13)))).toEqual(
      new Set([true, false]),
    );
    expect(year.sent.length).toBeGreaterThan(1_000);
    expect(year.handled).toBeGreaterThan(year.sent.length);
  });

  it('asks nobody on a day or at an hour that is not theirs', () => {
    for (const person of year.scenario.people) {
      const askable = askableDates(person.school, person.unit);
      each(sentTo(person.id), (prompt) => {
        const { date, time, weekday } = localOf(prompt.at);
        const { days, from, to } = prompt.settingsThen;
        if (!prompt.takesPartThen) return told(prompt, 'does not take part');
        if (prompt.pausedThen) return told(prompt, 'is paused');
        if (!days.includes(weekday)) return told(prompt, 'does not work that day');
        if (time < from || time >= to) return told(prompt, `is not at work at ${time}`);
        return askable.has(date) ? undefined : told(prompt, 'no day for prompts');
      });
    }
  });

  it('never asks twice a day, nor more than three times a week, two for part of the week', () => {
    for (const { id } of year.scenario.people) {
      const sent = sentTo(id);
      const days = sent.map(({ at }) => localOf(at).date);
      expect(new Set(days).size).toBe(days.length);
      for (const prompt of sent) {
        const { monday } = localOf(prompt.at);
        const week = sent.filter(({ at }) => localOf(at).monday === monday);
        const { days: working, fewer } = prompt.settingsThen;
        const most = (working.length >= 5 ? 3 : 2) - (fewer ? 1 : 0);
        // Settings may have changed within the week; then the larger number of the two counts.
        expect(week.length).toBeLessThanOrEqual(week.some(({ changedThisWeek }) => changedThisWeek) ? 3 : most);
      }
    }
  });

  it('asks in a gap of five minutes or more, after a meeting, or from 15:45 on a day without', () => {
    each(year.sent, (prompt) => {
      const { at, busyThen, endsHeard, lastStartHeard, metThatDay } = prompt;
      const aboutMeeting = kindOf(prompt.question) === 'meeting';
      const late = localOf(at).time >= '15:45';
      if (busyThen) {
        if (busyThen.some(({ starts, ends }) => starts < at + 4 * 60_000 && at < ends)) return told(prompt, 'in or just before a meeting');
        const before = Math.max(...busyThen.map(({ ends }) => ends).filter((end) => end <= at));
        if (busyThen.some(({ starts }) => starts > at && starts - before < 5 * 60_000)) return told(prompt, 'in no gap of five minutes');
        const meetings = busyThen.filter(({ meeting }) => meeting);
        if (meetings.length > 0)
          return meetings.some(({ ends }) => ends <= at) ? undefined : told(prompt, 'before the day’s first meeting');
        return late && !aboutMeeting ? undefined : told(prompt, 'no meeting that day');
      }
      if (!metThatDay) return late && !aboutMeeting ? undefined : told(prompt, 'no meeting was heard of');
      // Of overlapping meetings any may be the one that the prompt follows.
      const ends = endsHeard.filter((end) => at - end >= 2 * 60_000 && at - end <= 33 * 60_000);
      if (ends.length === 0) return told(prompt, 'not after an end');
      return ends.every((end) => lastStartHeard !== undefined && lastStartHeard >= end) ? told(prompt, 'in the next meeting') : undefined;
    });
  });

  it('asks what fits the day: the plan, the week’s pair, weeks from Wednesday, half-terms from the second week, never twice in a row', () => {
    for (const halfTerm of year.scenario.calendar.halfTerms) {
      const during = year.sent.filter(({ at }) => localOf(at).date >= halfTerm.starts && localOf(at).date <= halfTerm.ends);
      const firstMonday = dateAfter(halfTerm.starts, 1 - weekdayOf(halfTerm.starts));
      const plan = year.plans.get(halfTerm.id) ?? [];
      each(during, (prompt) => {
        const { weekday, monday } = localOf(prompt.at);
        if (prompt.question === 'halfWay') return undefined;
        if (!plan.includes(prompt.question)) return told(prompt, `${prompt.question} is not in the plan`);
        const kind = kindOf(prompt.question);
        if (kind === 'week' && weekday < 3 && weekday !== Math.max(...prompt.settingsThen.days))
          return told(prompt, 'too early in the week');
        if (kind === 'halfTerm' && monday === firstMonday) return told(prompt, 'too early in the half-term');
        return undefined;
      });
      for (const monday of new Set(during.map(({ at }) => localOf(at).monday))) {
        const week = during.filter(({ at }) => localOf(at).monday === monday);
        const others = week.map(({ question }) => question).filter((question) => ['week', 'halfTerm'].includes(kindOf(question)));
        expect(new Set(others).size).toBeLessThanOrEqual(2);
      }
      for (const { id } of year.scenario.people) {
        const own = during.filter(({ person }) => person === id).map(({ question }) => question);
        for (const [i, question] of own.entries()) expect(question).not.toBe(own[i + 1]);
        expect(own.filter((question) => question === 'halfWay').length).toBeLessThanOrEqual(1);
        for (const question of plan) expect(own.filter((asked) => asked === question).length).toBeLessThanOrEqual(4);
      }
    }
  });

  it('loses nothing without a trace: every failed send is with the operator, and no mark is left', async () => {
    expect(year.dead).toBe(year.refused);
    expect(year.marksLeft).toBe(0);
  });

  it('reaches enough people in each cluster for figures, and prints how', () => {
    const perWeek = new Map<number, number>();
    for (const person of year.scenario.people.filter(({ steady }) => steady)) {
      const askable = askableDates(person.school, person.unit);
      const weeks = new Set([...askable].map((date) => dateAfter(date, 1 - weekdayOf(date))));
      for (const monday of weeks) {
        const count = sentTo(person.id).filter(({ at }) => localOf(at).monday === monday).length;
        perWeek.set(count, (perWeek.get(count) ?? 0) + 1);
      }
    }
    const lines = [`${year.sent.length} prompts; person-weeks with 0, 1, 2, 3: ${[0, 1, 2, 3].map((n) => perWeek.get(n) ?? 0).join(', ')}`];
    for (const halfTerm of year.scenario.calendar.halfTerms) {
      const plan = year.plans.get(halfTerm.id) ?? [];
      for (const unit of new Set(year.scenario.people.map((person) => person.unit))) {
        const reached = plan.map((question) => {
          const people = year.sent.filter(
            ({ at, person, question: asked }) =>
              asked === question &&
              localOf(at).date >= halfTerm.starts &&
              localOf(at).date <= halfTerm.ends &&
              year.scenario.people.find(({ id }) => id === person)?.unit === unit,
          );
          return [question, new Set(people.map(({ person }) => person)).size] as const;
        });
        lines.push(`${halfTerm.id} ${unit}: ${reached.map(([question, n]) => `${question} ${n}`).join(', ')} of 12`);
        for (const [, n] of reached) expect(n).toBeGreaterThanOrEqual(8);
      }
    }
    console.log(lines.join('\n'));
  });
});
