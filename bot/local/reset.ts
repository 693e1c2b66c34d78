import { Command } from 'commander';
import { ConfigError, readStartConfig } from '../config.ts';
import { HeldError } from '../errors.ts';
import { wipe } from './dataFolder.ts';

// Takes no arguments, and refuses any: a mistyped question (`--dry-run`) must not be answered by deleting.
const reset = new Command('demo:reset').description('Deletes what Held keeps on this computer: its data folder.').action(async () => {
  const { dataDir } = readStartConfig();
  await wipe(dataDir);
  console.log(`${dataDir} is empty. The next start makes the demo anew.`);
});

try {
  await reset.parseAsync();
} catch (error) {
  if (!(error instanceof HeldError) && !(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
