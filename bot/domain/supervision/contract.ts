/** What supervisee and supervisor agree before the first session. The words that both read are the tab's. */
export interface ContractTerms {
  /** Who keeps a record once it is confirmed. `supervisee`: their copy only. */
  readonly copies: 'supervisee' | 'both';
  /** Years for which a record is kept. */
  readonly years: number;
}

export interface Contract extends ContractTerms {
  /** Local dates on which each accepted these very terms. */
  readonly superviseeOn?: string;
  readonly supervisorOn?: string;
}

export type Side = 'supervisee' | 'supervisor';

export const copyChoices = ['supervisee', 'both'] as const;
export const yearsKept = { least: 1, most: 6 } as const;
export const defaultTerms: ContractTerms = { copies: 'supervisee', years: 2 };

/** One side accepts these terms on a day. Other terms than those that stood are a new proposal: the other side is asked again. */
export function accept(contract: Contract, side: Side, { copies, years }: ContractTerms, today: string): Contract {
  const same = contract.copies === copies && contract.years === years;
  const kept = same ? contract : {};
  const own = side === 'supervisee' ? { superviseeOn: today } : { supervisorOn: today };
  return { ...own, ...kept, copies, years };
}

export const isAgreed = ({ superviseeOn, supervisorOn }: Contract): boolean => superviseeOn !== undefined && supervisorOn !== undefined;
