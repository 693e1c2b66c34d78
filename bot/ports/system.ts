/** Time, chance and the log. */
import type { LastingId } from '../domain/ids.ts';
import type { Temporal } from 'temporal-polyfill';

export interface Clock {
  /** The product's time: the system's, or on a laptop the stored clock that both processes share. */
  now(): Temporal.Instant;
}

export interface Randomness {
  /** A fresh lasting id: 128 random bits. */
  lastingId(): LastingId;
  /** Uniform in [0, 1): for jitter and the like, never for keys. */
  fraction(): number;
}

export interface Logger {
  /** `fields` never hold an answer, a name, or a person's id. */
  info(fields: Readonly<Record<string, string | number | boolean>>, message: string): void;
  warn(fields: Readonly<Record<string, string | number | boolean>>, message: string): void;
  error(fields: Readonly<Record<string, string | number | boolean>>, message: string): void;
}
