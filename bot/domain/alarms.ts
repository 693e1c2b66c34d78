/** Every alarm of a half-term, in one list: one that is not here does not compile, and each has its line in docs/runbook.md. */

/** What the opener sets aside: rows and places that are not what was frozen. */
export const setAsideReasons = [
  'rowUnreadable',
  'headerMismatch',
  'unknownUnit',
  'extraRow',
  'slotUnreadable',
  'slotMismatch',
  'notInPlan',
  'missingColumn',
  'misplacedRow',
] as const;
export type SetAside = (typeof setAsideReasons)[number];

export const alarmNames = [
  ...setAsideReasons,
  /** Fewer rows than people on the frozen roster. */
  'rowsMissing',
  /** Places that the last touch could not open. */
  'damaged',
  'freezeSeenLate',
  'openingStopped',
  /** No nightly touch for two days. */
  'touchOverdue',
  'cutOverdue',
  'releaseOverdue',
  'envelopesOutliveTheRelease',
] as const;
export type AlarmName = (typeof alarmNames)[number];

/** Counts, never contents. */
export type Alarms = Readonly<Partial<Record<AlarmName, number>>>;
