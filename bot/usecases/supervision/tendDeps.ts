import type { PersonId } from '../../domain/ids.ts';
import type { RosterEntry } from '../../domain/roster.ts';
import type { Drawer } from '../../domain/supervision/drawer.ts';
import type { Entitlement } from '../../domain/supervision/session.ts';
import type { LeaseStore, SupervisionStore } from '../../ports.ts';
import type { AnnounceDeps } from './announce.ts';

export interface TendSupervisionDeps extends AnnounceDeps {
  readonly supervision: SupervisionStore;
  readonly leases: LeaseStore;
  /** Least number of people before a group's topic is shown. */
  readonly policy: { readonly k: number };
}

/** A drawer as the morning found it, and whose it is. */
export interface OpenDrawer {
  readonly entry: RosterEntry;
  readonly supervisor: PersonId | undefined;
  readonly entitlement: Entitlement;
  readonly drawer: Drawer;
}
