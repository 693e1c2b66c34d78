import { pino, type DestinationStream, type LevelWithSilent } from 'pino';
import type { Logger } from '../../ports.ts';

export interface LoggerOptions {
  readonly level: LevelWithSilent;
  /** Which process speaks. */
  readonly name: string;
  /** Standard output when not given. */
  readonly destination?: DestinationStream;
}

/**
 * A log of one JSON line an event. Only flat fields of plain values get in: no error, request or entity object can be logged by mistake,
 * since those carry people's ids. Lines are written before the call returns, so that a crash loses none.
 */
export function createLogger({ level, name, destination }: LoggerOptions): Logger {
  const options = { level, base: { name } };
  const log = destination ? pino(options, destination) : pino(options);
  return {
    info: (fields, message) => log.info(plain(fields), message),
    warn: (fields, message) => log.warn(plain(fields), message),
    error: (fields, message) => log.error(plain(fields), message),
  };
}

/** The types say so already; an object that slipped past them is dropped, not printed. */
function plain(fields: Parameters<Logger['info']>[0]): Record<string, string | number | boolean> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)));
}
