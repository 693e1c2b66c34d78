/** Every URL path of the server, in one place for the server's route table, the tab and the tests. */
export const paths = {
  messages: '/api/messages',
  me: '/api/me',
  releases: '/api/releases',
  questions: '/api/questions',
  booking: '/api/booking',
  period: '/api/period',
  myData: '/api/my-data',
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
