import { createHash, timingSafeEqual } from 'node:crypto';
import type { Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { Frozen, FrozenStore, OpenerVault, Stored } from '../ports.ts';
import { frozenText } from './frozenText.ts';

export interface PinFreezeDeps {
  readonly frozen: FrozenStore;
  readonly vault: OpenerVault;
  /** Periods whose freeze this process has pinned: it need not be read again each turn. */
  readonly pinned: Set<Period['id']>;
}

const hashOf = (frozen: Frozen): Uint8Array => createHash('sha256').update(frozenText(frozen)).digest();

/**
 * Opener, while a period runs: keeps the hash of its freeze. Everything that decides who is counted with whom (roster, units, schools' sizes,
 * plan, policy) comes from the freeze, and the web process can write it. Pinned early, it cannot be exchanged for one that shows a single
 * person's answers that were given before.
 */
export async function pinFreeze({ frozen, vault, pinned }: PinFreezeDeps, { value: { id } }: Stored<Period>): Promise<void> {
  if (pinned.has(id)) return;
  const found = await frozen.read(id);
  if (!found) return;
  refuseOther(await vault.pinFreeze(id, hashOf(found)), found);
  pinned.add(id);
}

/** Before opening: rejects with `refused` unless this is the freeze that was pinned. Gives whether one was pinned while the period ran. */
export async function checkPinned(vault: OpenerVault, frozen: Frozen): Promise<boolean> {
  const before = await vault.pinnedFreeze(frozen.period);
  refuseOther(before ?? (await vault.pinFreeze(frozen.period, hashOf(frozen))), frozen);
  return before !== undefined;
}

function refuseOther(standing: Uint8Array, frozen: Frozen): void {
  const hash = hashOf(frozen);
  if (standing.length === hash.length && timingSafeEqual(standing, hash)) return;
  throw new HeldError(
    'refused',
    `The frozen roster of period ${frozen.period} is not the one that the opener saw while it ran. Nothing was opened.`,
  );
}
