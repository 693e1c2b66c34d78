import { unitIdOf, type PersonId, type UnitId } from './ids.ts';
import { roles, type Role } from './roster.ts';

/**
 * Who on the roster may do what in the tab: any one of these roles. Releases are the same bytes for everyone in a unit, whatever their role:
 * a figure that not everybody may see would be a secret to ask for.
 */
export const access = {
  readMe: roles,
  readReleases: roles,
  readQuestions: roles,
  readBooking: roles,
  readPeriod: roles,
  readSignposts: roles,
  changeSignposts: ['admin'],
  readActions: roles,
  changeActions: ['leader'],
  readMine: ['senco'],
  changeMine: ['senco'],
  keepRecord: ['senco'],
  importRoster: ['admin'],
  readOperations: ['admin'],
  changeTermDates: ['admin'],
  /** One's own alone. */
  readMyData: roles,
  /** One's own flags, digest, agreement and session. */
  keepSupervision: ['senco'],
  /** What one kept, and one's own records: to read, save, take back and delete, in whatever role since. */
  ownSupervision: roles,
  /** Of one's own supervisees: whose they are is the roster's to say. */
  supervise: ['supervisor'],
  readNetwork: roles,
  changeNetwork: ['leader', 'admin'],
  askToJoin: ['senco'],
  stateCoverage: ['leader'],
  /** How much of a unit is offered supervision: no school is named. */
  readOffered: roles,
  readUpkeep: ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof access;

/** A person on the roster who looks at Held, as far as access goes. */
export interface Viewer {
  readonly person: PersonId;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Units whose releases they may see: their own first, then each above it. Never one beside or below. */
  readonly units: readonly { readonly id: UnitId; readonly path: string }[];
}

export function may(viewer: Viewer, action: Action): boolean {
  const allowed: readonly Role[] = access[action];
  return viewer.roles.some((role) => allowed.includes(role));
}

/** The unit at a path and those above it, nearest first: `A/B` gives `A/B` and `A`. */
export function unitAndAbove(path: string): Viewer['units'] {
  const levels = path.split('/');
  return levels
    .map((_, i) => levels.slice(0, i + 1).join('/'))
    .map((each) => ({ id: unitIdOf(each), path: each }))
    .reverse();
}
