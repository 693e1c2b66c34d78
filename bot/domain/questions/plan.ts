import { asQuestionId, type PeriodId, type QuestionId } from '../ids.ts';
import type { Plan } from '../period.ts';
import { bank, type Occasion } from './bank.ts';

/** Asked in every period. */
const core = ['load', 'mine', 'room', 'with'] as const;

/** The rotating pair of each half-term, autumn 1 to summer 2. */
const pairs: Readonly<Record<string, readonly [string, string]>> = {
  '1': ['time', 'ahead'],
  '2': ['understood', 'supported'],
  '3': ['week', 'pause'],
  '4': ['clear', 'say'],
  '5': ['told', 'beyond'],
  '6': ['did', 'off'],
};

/** What everyone is asked in a period unless the administrator chose otherwise: four core questions and the half-term's pair. */
export function defaultPlan(period: PeriodId): Plan {
  const pair = pairs[period.slice(-1)];
  if (!pair) throw new Error(`The period ${period} is no half-term from 1 to 6.`);
  return { questions: [...core, ...pair].map(asQuestionId) };
}

/** Fewest and most questions: with more than 9, too few people answer each for any figure. */
export const planSize = { least: 6, most: 9 } as const;
/** The rotation needs these to ask nobody the same question twice in a row. */
export const planNeeds = { aboutMeeting: 2, others: 4 } as const;

/** The questions of a plan about one kind of occasion, in the plan's order. Ids that are not in the bank are left out. */
export function about(plan: Plan, ...occasions: readonly Occasion[]): readonly QuestionId[] {
  return plan.questions.filter((id) => occasions.includes(bank.get(id)?.occasion ?? 'private'));
}

/** What is wrong with a plan, in words for the administrator; empty when it can be used. */
export function checkPlan(plan: Plan): readonly string[] {
  const { questions } = plan;
  const problems: string[] = [];
  if (questions.length < planSize.least || questions.length > planSize.most) {
    problems.push(`A plan has ${planSize.least} to ${planSize.most} questions; this one has ${questions.length}.`);
  }
  for (const id of new Set(questions)) {
    const question = bank.get(id);
    if (!question) problems.push(`“${id}” is not in the question bank.`);
    else if (question.occasion === 'private') problems.push(`“${id}” is a private question and never enters an envelope.`);
  }
  if (new Set(questions).size < questions.length) problems.push('A plan names each question once.');
  if (about(plan, 'meeting').length < planNeeds.aboutMeeting) {
    problems.push(`A plan needs at least ${planNeeds.aboutMeeting} questions about a meeting.`);
  }
  if (about(plan, 'week', 'halfTerm').length < planNeeds.others) {
    problems.push(`A plan needs at least ${planNeeds.others} questions about the week or the half-term.`);
  }
  return problems;
}
