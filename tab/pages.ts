/** The pages, who sees them, and in which order. What a page may show is the server's to decide; this only spares people a refusal. */
import type { MeBody } from '../bot/contract/me.ts';
import { pageIds, type PageId } from '../bot/contract/pages.ts';
import type { Api } from './api.ts';

export interface PageProps {
  readonly api: Api;
  readonly me: MeBody;
  /** In a team or chat the page is the same for everyone in a group, whatever their role. */
  readonly shared?: boolean;
  /** Call once there is something to see. */
  readonly onReady: () => void;
}

type Role = MeBody['roles'][number];

const forRoles: Readonly<Record<PageId, readonly Role[]>> = {
  do: ['leader'],
  hear: ['senco', 'leader', 'supervisor', 'admin'],
  mine: ['senco'],
  // For everybody who ever kept something: it stays theirs in another role.
  supervision: ['senco', 'leader', 'supervisor', 'admin'],
  supervise: ['supervisor'],
  admin: ['admin'],
  governors: ['leader'],
};

export const maySee = (me: MeBody, page: PageId): boolean => me.roles.some((role) => forRoles[page].includes(role));

/**
 * What the navigation offers; the governors' page is reached from “What we do”, and what somebody kept in an earlier role from “What we hear”.
 * A SENCo opens on what is heard, a leader on what to do.
 */
export const pagesFor = (me: MeBody): readonly PageId[] =>
  pageIds.filter((page) => page !== 'governors' && maySee(me, page) && (page !== 'supervision' || me.roles.includes('senco')));

/** The page that an address names (`#mine`), if this person may see it; else their first. */
export function pageAt(hash: string, me: MeBody): PageId | undefined {
  const named = pageIds.find((page) => hash === `#${page}`);
  return named && maySee(me, named) ? named : pagesFor(me)[0];
}

/** The page that an address names but this person may not see. */
export const refusedAt = (hash: string, me: MeBody): boolean => pageIds.some((page) => hash === `#${page}` && !maySee(me, page));
