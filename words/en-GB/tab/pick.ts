/** Local mode: choosing a demo person. */
import type { NationTerms } from '../../nation.ts';

export const pick = {
  title: 'View as',
  lede: 'You are trying Held on this computer. Choose one of the demo people; nobody here is real.',
  label: 'Demo people',
  change: 'View as somebody else',
  roles: { senco: ({ role }: NationTerms): string => role, leader: 'Leader', supervisor: 'Supervisor', admin: 'Administrator' },
  groups: { senco: ({ roles }: NationTerms): string => roles, leader: 'Leaders', supervisor: 'Supervisors', admin: 'Administrators' },
} as const;
