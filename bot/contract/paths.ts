/** Every URL path of the server, in one place for the server's route table, the tab and the tests. */
export const paths = {
  messages: '/api/messages',
  me: '/api/me',
  releases: '/api/releases',
  questions: '/api/questions',
  booking: '/api/booking',
  period: '/api/period',
  signposts: '/api/signposts',
  actions: '/api/actions',
  mine: '/api/mine',
  withdraw: '/api/mine/withdraw',
  record: '/api/record',
  recordOff: '/api/record/off',
  recordNote: '/api/record/note',
  rosterPreview: '/api/roster/preview',
  rosterImport: '/api/roster/import',
  operations: '/api/operations',
  termDates: '/api/term-dates',
  termDatesConfirm: '/api/term-dates/confirm',
  quietDays: '/api/quiet-days',
  myData: '/api/my-data',
  supervision: '/api/supervision',
  supervisionFlags: '/api/supervision/flags',
  supervisionRecords: '/api/supervision/records',
  supervisionCalendar: '/api/supervision/calendar',
  supervisees: '/api/supervision/supervisees',
  /** `?person=`: the records of one supervisee. */
  supervisee: '/api/supervision/supervisee',
  supervisorBooking: '/api/supervision/booking',
  supervisionReading: '/api/supervision/reading',
  supervisionNetwork: '/api/supervision/network',
  supervisionJoin: '/api/supervision/join',
  supervisionCoverage: '/api/supervision/coverage',
  supervisionOffered: '/api/supervision/offered',
  supervisionUpkeep: '/api/supervision/upkeep',
  healthz: '/healthz',
  readyz: '/readyz',
  /** Redirects to `tab`. */
  tabBare: '/tab',
  tab: '/tab/',
  /** Local mode only; elsewhere these do not exist. */
  localToken: '/local/token',
  localClock: '/local/clock',
  localPeople: '/local/people',
} as const;

/** The tab's page where it does not stand alone with one person: as part of a team or chat, and where somebody adds it to one. */
export const tabPlaces = {
  shared: `${paths.tab}?in=shared`,
  add: `${paths.tab}?in=add`,
} as const;
