/** Words about supervision in a group: what heads offer, and what sealed answers say of it. */
export const offered = {
  title: 'Supervision, offered and protected',
  steps: {
    most: (unit: string): string => `More than two thirds of the schools in ${unit} say that they offer supervision.`,
    some: (unit: string): string => `Between a third and two thirds of the schools in ${unit} say that they offer supervision.`,
    few: (unit: string): string => `Fewer than a third of the schools in ${unit} say that they offer supervision.`,
  },
  tooFew: 'How many schools offer it is said of groups of five schools or more.',
  failed: 'How many schools offer it could not be read just now.',
  reading: 'Reading how many schools offer it…',
  stated: 'Each head says so for their own school. No school is named here or ranked.',
  protected: (asks: string, says: string, halfTerm: string): string => `${asks} ${says}, in ${halfTerm}.`,
  notYet: 'Whether the time was protected is asked only after supervision. It stands here once enough people have answered.',
} as const;
