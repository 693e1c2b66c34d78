import { ConfigError, readStartConfig } from '../config.ts';
import { HeldError } from '../errors.ts';
import { wipe } from './dataFolder.ts';

try {
  const { dataDir } = readStartConfig();
  await wipe(dataDir);
  console.log(`${dataDir} is empty. The next start makes the demo anew.`);
} catch (error) {
  if (!(error instanceof HeldError) && !(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
