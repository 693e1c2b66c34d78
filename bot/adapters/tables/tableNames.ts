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
  releases: 'HeldReleases',
  leases: 'HeldLeases',
  processes: 'HeldProcesses',
  actions: 'HeldActions',
  signposts: 'HeldSignposts',
  records: 'HeldRecords',
} as const;
