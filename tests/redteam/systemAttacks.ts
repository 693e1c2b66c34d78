import type { Attack } from './attack.ts';
import { attack1 } from './attacks/01-live-polling.ts';
import { attack10 } from './attacks/10-repetition.ts';
import { attack11 } from './attacks/11-planted-accounts.ts';
import { attack12 } from './attacks/12-storage-join.ts';
import { attack13 } from './attacks/13-ciphertext.ts';
import { attack14 } from './attacks/14-canary.ts';
import { attack15 } from './attacks/15-killed.ts';
import { attack16 } from './attacks/16-after-the-cut.ts';
import { attack17 } from './attacks/17-api-bypass.ts';
import { attack18 } from './attacks/18-flags.ts';

/** The attacks on the running system: the product's own processes, stores and keys, end to end. */
export const systemAttacks: readonly Attack[] = [
  attack1,
  attack10,
  attack11,
  attack12,
  attack13,
  attack14,
  attack15,
  attack16,
  attack17,
  attack18,
];
