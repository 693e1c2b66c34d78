/**
 * Every figure that leaves the process, and nothing else can: a name that is not here does not compile, and no figure carries anything beside
 * its value and which process it is of. None of them may change in step with an answer, a skip or a decline, so there is none for what was
 * sealed, and prompts are counted by the hour: a single one in a known minute would say who had just left a meeting.
 */
export const metricNames = {
  'held.web.up': { kind: 'latest', unit: '1', what: 'the web process works: 1 a turn' },
  'held.opener.runs': { kind: 'sum', unit: '{run}', what: 'runs of the opener that ended well' },
  'held.loop.failures': { kind: 'sum', unit: '{turn}', what: 'turns of any background work that failed' },
  'held.seal.failures': { kind: 'sum', unit: '{answer}', what: 'answers that could not be stored; the person was told' },
  'held.prompts.due': { kind: 'hourly', unit: '{prompt}', what: 'prompts put into the queue' },
  'held.prompts.sent': { kind: 'hourly', unit: '{prompt}', what: 'prompts that Teams took' },
  'held.prompts.failed': { kind: 'hourly', unit: '{prompt}', what: 'prompts that Teams did not take' },
  'held.prompts.dead': { kind: 'latest', unit: '{prompt}', what: 'failed prompts that an operator has not looked at' },
  'held.prompts.late': { kind: 'hourly', unit: '{prompt}', what: 'prompts looked at more than 10 minutes after they were due' },
  'held.queue.waiting': { kind: 'latest', unit: '{message}', what: 'messages in the queues, hidden ones too, roughly' },
  'held.period.alarms': { kind: 'latest', unit: '{alarm}', what: 'alarms of half-terms: held period status' },
  'held.releases.published': { kind: 'sum', unit: '{release}', what: 'releases published or confirmed' },
  'held.periods.shredded': { kind: 'sum', unit: '{period}', what: 'half-terms whose rows and keys are gone' },
} as const satisfies Record<string, { kind: 'sum' | 'hourly' | 'latest'; unit: string; what: string }>;

export type MetricName = keyof typeof metricNames;
type Named<Kind> = { [Name in MetricName]: (typeof metricNames)[Name]['kind'] extends Kind ? Name : never }[MetricName];
export type CountName = Named<'sum' | 'hourly'>;
export type LatestName = Named<'latest'>;
