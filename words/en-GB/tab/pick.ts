/** Local mode: choosing a demo person. */
export const pick = {
  title: 'View as',
  lede: 'You are trying Held on this computer. Choose one of the demo people; nobody here is real.',
  label: 'Demo people',
  change: 'View as somebody else',
  roles: { senco: 'SENCo', leader: 'Leader', supervisor: 'Supervisor', admin: 'Administrator' },
  groups: { senco: 'SENCos', leader: 'Leaders', supervisor: 'Supervisors', admin: 'Administrators' },
} as const;
