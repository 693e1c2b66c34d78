/** The five ways for leaders, and supervision and thanks beside them (questions.md, “Leaders”). Ids only: words are the tab's. */
export const ways = {
  understand: ['askThree', 'readCode', 'threeSteps', 'seatInSlt'],
  time: ['protectHours', 'adminHelp', 'flexibleWorking', 'planningTime'],
  network: ['joinNetwork', 'groupSupervision', 'releaseTime'],
  shared: ['standingItem', 'staffDevelopment'],
  vision: ['redesign', 'governorsItem'],
  thank: ['fundedCpd', 'fifteenMinutes', 'sayThanks'],
  supervision: ['bookHour', 'firstFifteen'],
} as const;

export const decisions = ['act', 'askFirst', 'notNow'] as const;
export type Decision = (typeof decisions)[number];

export type Way = keyof typeof ways;
export type ActionChoice = (typeof ways)[Way][number];

export const wayIds = ['understand', 'time', 'network', 'shared', 'vision', 'thank', 'supervision'] as const satisfies readonly Way[];
export const actionChoices: readonly ActionChoice[] = wayIds.flatMap((way): readonly ActionChoice[] => ways[way]);

export const belongsTo = (action: ActionChoice, way: Way): boolean => {
  const choices: readonly ActionChoice[] = ways[way];
  return choices.includes(action);
};

/** The way that a question's heavy end points to. Questions that are not here point nowhere. */
export const wayOfQuestion: Readonly<Record<string, Way>> = {
  understood: 'understand',
  told: 'understand',
  time: 'time',
  pace: 'time',
  ahead: 'time',
  say: 'time',
  with: 'network',
  heard: 'network',
  supported: 'network',
  mine: 'shared',
  beyond: 'shared',
  clear: 'vision',
  values: 'vision',
  load: 'supervision',
  carry: 'supervision',
  steady: 'supervision',
  pause: 'supervision',
  week: 'supervision',
  room: 'supervision',
  off: 'supervision',
  hour: 'supervision',
};
