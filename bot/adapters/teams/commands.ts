import { alsoKnownAs, commands } from '#words/commands.ts';

export type Command = keyof typeof commands;

const otherSpellings: ReadonlyMap<string, Command> = new Map(Object.entries(alsoKnownAs));

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
  return otherSpellings.get(words);
}

const isCommand = (text: string): text is Command => Object.hasOwn(commands, text);
