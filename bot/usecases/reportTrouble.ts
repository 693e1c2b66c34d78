import { FreezeRefused } from '../domain/disclosure/freeze.ts';
import type { Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { Logger, PeriodStore, Stored } from '../ports.ts';

const lasting: ReadonlySet<string> = new Set<HeldError['code']>(['refused', 'internal']);

/**
 * What becomes of a step of period work that failed; the next turn tries it again. A refusal, or something stored that cannot be, stays until
 * a person acts: it is kept with the period, where the operator looks, and logged when it is new. Anything else is logged each time. A library's own message may quote data
 * and is left out.
 */
export async function reportTrouble(
  { periods, log }: { readonly periods: PeriodStore; readonly log: Logger },
  { value: { id, state, stopped } }: Stored<Period>,
  error: unknown,
): Promise<void> {
  const refusal = error instanceof FreezeRefused || (error instanceof HeldError && lasting.has(error.code)) ? error.message : undefined;
  if (refusal !== undefined && refusal === stopped) return;
  const code = error instanceof HeldError ? error.code : 'internal';
  const kind = error instanceof Error ? error.name : 'unknown';
  log.error({ period: id, state, code }, refusal ?? (error instanceof HeldError ? error.message : `period work failed: ${kind}`));
  if (refusal === undefined) return;
  const current = await periods.find(id);
  if (current?.value.state === state) await periods.update({ ...current.value, stopped: refusal }, current.etag);
}

/** The period without an earlier refusal: what it stopped for is over. */
export function withoutTrouble({ stopped: _over, ...period }: Period): Period {
  return period;
}
