/** Every word that a person may type to the bot, as the app's manifest lists them. */
export const commands = {
  checkIn: 'check in',
  help: 'help',
  flag: 'flag',
  pause: 'pause',
  resume: 'resume',
  withdraw: 'withdraw',
  privacy: 'privacy',
  hours: 'my hours',
  data: 'my data',
  leave: 'leave',
} as const;

/** Other spellings that mean the same. */
export const alsoKnownAs = {
  checkin: 'checkIn',
  'check-in': 'checkIn',
  'help now': 'help',
  hours: 'hours',
  data: 'data',
} as const;
