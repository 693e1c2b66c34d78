import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { Viewer } from '../../domain/access.ts';

/** The app role, given in Entra, without which nobody administers Held in a tenant, whatever the roster says. */
export const administratorRole = 'Held.Administrator';

const claims = z.object({ roles: z.array(z.string()).optional() });

/**
 * The viewer without the role `admin` unless their token, which was checked before, bears the app role too. Who may import a roster could
 * otherwise make themselves its administrator in the tab; this takes somebody who may give roles in Entra as well.
 */
export function adminInEntraToo(viewer: Viewer, authorization: string | undefined): Viewer {
  if (!viewer.roles.includes('admin')) return viewer;
  const token = (authorization ?? '').replace(/^Bearer /i, '');
  const { roles } = claims.catch({}).parse(decodeJwt(token));
  return roles?.includes(administratorRole) ? viewer : { ...viewer, roles: viewer.roles.filter((role) => role !== 'admin') };
}
