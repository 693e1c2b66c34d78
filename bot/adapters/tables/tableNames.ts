/** Every table of Held. 3 to 63 letters and digits, as Azure asks. */
export const tableNames = {
  format: 'HeldFormat',
  roster: 'HeldRoster',
  people: 'HeldPeople',
  conversations: 'HeldConversations',
  periods: 'HeldPeriods',
  frozen: 'HeldFrozen',
  envelopes: 'HeldEnvelopes',
  ledger: 'HeldLedger',
  days: 'HeldDays',
  deadPrompts: 'HeldDeadPrompts',
  termDates: 'HeldTermDates',
  releases: 'HeldReleases',
  leases: 'HeldLeases',
  processes: 'HeldProcesses',
} as const;
