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

export type Command = keyof typeof commands;

/** Other spellings that mean the same. */
const alsoKnownAs: Readonly<Record<string, Command>> = {
  checkin: 'checkIn',
  'check-in': 'checkIn',
  'help now': 'help',
  hours: 'hours',
  data: 'data',
};

/** The command that a message says, whatever its case, spaces and closing punctuation; undefined for anything else. */
export function commandIn(text: string): Command | undefined {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s.!?…]+$/, '')
    .trim();
  for (const [command, spelled] of Object.entries(commands)) {
    if (spelled === words && isCommand(command)) return command;
  }
  return Object.hasOwn(alsoKnownAs, words) ? alsoKnownAs[words] : undefined;
}

const isCommand = (text: string): text is Command => Object.hasOwn(commands, text);
