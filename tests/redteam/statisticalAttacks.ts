import type { Attack } from './attack.ts';
import { attack2 } from './attacks/02-signed-combinations.ts';
import { attack3 } from './attacks/03-linear-programme.ts';
import { attack4 } from './attacks/04-knows-all-others.ts';
import { attack5 } from './attacks/05-knows-two-others.ts';
import { attack6 } from './attacks/06-joiner-and-leaver.ts';
import { attack7 } from './attacks/07-unanimous.ts';
import { attack8 } from './attacks/08-repeated-answers.ts';
import { attack9 } from './attacks/09-suppression-oracle.ts';

/** The attacks on what is published: the product's own release function, asked directly. */
export const statisticalAttacks: readonly Attack[] = [attack2, attack3, attack4, attack5, attack6, attack7, attack8, attack9];
