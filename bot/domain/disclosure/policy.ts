/** The part of the disclosure rules that an administrator may raise, as frozen with a period. */
export interface Policy {
  /** R1: people who must have answered a question before a figure of it exists. At least 8. */
  readonly k: number;
}

/** R1: may be raised, never lowered. */
export const leastMinimum = 8;

export const defaultPolicy: Policy = { k: leastMinimum };

/**
 * A policy from anything that was configured. Throws an Error that names the setting and the fix: for a `k` that is not a whole number of 8
 * or more, and for any setting that is not there to be set. Without `k`, it is 8.
 */
export function parsePolicy(input: unknown): Policy {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new Error('The disclosure policy must be an object such as {"k": 8}.');
  }
  const settings = new Map<string, unknown>(Object.entries(input));
  const unknown = [...settings.keys()].filter((name) => name !== 'k');
  if (unknown.length > 0) throw new Error(`The disclosure policy has only the setting k; remove ${unknown.join(', ')}.`);
  const k = settings.get('k') ?? leastMinimum;
  if (typeof k !== 'number' || !Number.isSafeInteger(k))
    throw new Error(`The disclosure policy's k must be a whole number; use ${leastMinimum} or more.`);
  if (k < leastMinimum)
    throw new Error(
      `The disclosure policy's k is ${k}, but no figure may rest on fewer than ${leastMinimum} people; use ${leastMinimum} or more.`,
    );
  return { k };
}

/**
 * Every constant of R1 to R11. The product knows one set of rules, `rulesFor(policy)`; the functions of this folder take them as an
 * argument so that the attacks can be run against a broken set and be seen to succeed.
 */
export interface Rules {
  /** R1: distinct people behind a figure. */
  readonly minimum: number;
  /** R2: schools that the respondents come from, at least, whoever of the roster they are. */
  readonly leastSchools: number;
  /** R2: the largest part of the respondents that one school may make up, as a fraction, whoever of the roster they are. */
  readonly largestSchool: { readonly of: number; readonly in: number };
  /** R2: frozen people of a declared team from which it may stand alone although it is one school. */
  readonly leastTeam: number;
  /** R3: every person weighs 1, however often they answered. */
  readonly onePersonOneWeight: boolean;
  /**
   * R8: a roster that differs from a cell of an earlier release by 1 to `people` people needs `minimum` respondents, and `grown` where it is
   * the larger one: then one of those respondents is the newcomer, and only the others stand in both figures.
   */
  readonly nearRoster: { readonly people: number; readonly minimum: number; readonly grown: number };
  /** R8: respondents from which a mean is rounded to quarters of a point instead of halves. */
  readonly quartersFrom: number;
  /** R9: quarter points inside each end of the scale beyond which values are not told apart. */
  readonly clampQuarters: number;
  /** R10: respondents from which a question without order shows anything; also the minimum of its cells. */
  readonly topFrom: number;
  /** R10: respondents from which shares are shown, and in how many parts; the finest last. */
  readonly sharesFrom: readonly { readonly people: number; readonly parts: number }[];
  /** Questions about supervision: distinct supervisors in the cell's roster, at least. */
  readonly leastSupervisors: number;
}

/** The rules as anonymity.md, section 3, has them, with the minimum that this policy asks for. */
export function rulesFor({ k }: Policy): Rules {
  return {
    minimum: k,
    leastSchools: 5,
    largestSchool: { of: 1, in: 2 },
    leastTeam: 12,
    onePersonOneWeight: true,
    nearRoster: { people: 7, minimum: 10, grown: 11 },
    quartersFrom: 30,
    clampQuarters: 2,
    topFrom: 24,
    sharesFrom: [
      { people: 80, parts: 4 },
      { people: 120, parts: 10 },
    ],
    leastSupervisors: 3,
  };
}
