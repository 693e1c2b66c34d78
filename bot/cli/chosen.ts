import { asQuestionId } from '../domain/ids.ts';
import type { HalfTerm, Plan } from '../domain/period.ts';
import { halfTermOn, nextHalfTerm } from '../domain/prompting/schoolCalendar.ts';
import { bank } from '../domain/questions/bank.ts';
import { checkPlan, defaultPlan } from '../domain/questions/plan.ts';
import { calendarOf } from './calendar.ts';
import { clockOf } from './roster.ts';
import { BadArgument, Refused, type Held } from './run.ts';

/** Today's half-term, or the next: the only one that can be started. */
export async function chosenHalfTerm({ config, tables }: Held, id: string | undefined): Promise<HalfTerm> {
  const calendar = await calendarOf(tables);
  const today = clockOf(config).now().toZonedDateTimeISO(calendar.timeZone).toPlainDate();
  const found = halfTermOn(calendar, today) ?? nextHalfTerm(calendar, today);
  if (!found) throw new Refused('The calendar ends before today. Import term dates: held calendar import FILE');
  // A mistyped later one would shut out every half-term before it, since periods never overlap and only go forward.
  if (id !== undefined && id !== found.id) {
    throw new Refused(`Only ${found.id} (${found.starts} to ${found.ends}) can be started now; ${id} cannot.`);
  }
  return found;
}

export interface PlanOptions {
  readonly questions?: string;
}

/** The plan that was named, or the half-term's own. A plan that cannot be used is a mistake in the call, with every reason. */
export function chosenPlan({ id }: HalfTerm, { questions }: PlanOptions): Plan {
  if (questions === undefined) return defaultPlan(id);
  const plan = { questions: questions.split(',').map((question) => asQuestionId(question.trim())) };
  const problems = checkPlan(plan);
  if (problems.length > 0) throw new BadArgument([...problems, `Questions: ${[...bank.keys()].join(', ')}`].join('\n'));
  return plan;
}
