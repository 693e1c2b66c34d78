import { canonical } from '../domain/disclosure/canonical.ts';
import type { Frozen } from '../ports.ts';

/** The bytes of a freeze that its hash under W_p covers: everything but the hash. */
export function frozenText(frozen: Omit<Frozen, 'mac'>): string {
  const { period, units, plan, policy, slots, codeVersion } = frozen;
  return canonical({ period, units, plan, policy, slots, codeVersion });
}
