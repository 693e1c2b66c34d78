import { setTimeout as sleep } from 'node:timers/promises';
import { SecretClient, type SecretProperties } from '@azure/keyvault-secrets';
import type { PeriodId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import { deadline, orMissing, vaultFailure, type VaultCredential } from './vaultFailure.ts';

/** One secret of one period. `lasting`: of no period. */
export interface SecretPlace {
  readonly period: PeriodId | 'lasting';
  readonly kind: string;
}

/** How a deletion ended: purged, or on which date the vault forgets what was deleted. */
export type Purge = 'purged' | { readonly purgedOn: string };

/** Seconds to wait for a vault to finish a deletion or a purge, which it does after it has answered. */
const patience = 40;
/** Milliseconds between looks for a key that could not be deleted because there is none: one that a process deleted just before it died shows only after a moment. */
const looksForDeleted = [250, 500, 1_000, 1_500];

export interface VaultSecrets {
  /** The content that stands, or undefined. */
  read(place: SecretPlace): Promise<string | undefined>;
  /** Stores content where there is none, and gives back what stands: this or an earlier one. */
  create(place: SecretPlace, content: string): Promise<string>;
  /** Deletes, purges where the vault allows it, and confirms; gone already is done. */
  destroy(place: SecretPlace): Promise<Purge>;
  /** Whether it stands or lies deleted and could be recovered. Reads names only, never a content. */
  exists(place: SecretPlace): Promise<boolean>;
  /** Whether a secret stored here can be purged at once. Undefined where there is none. */
  purgeable(place: SecretPlace): Promise<boolean | undefined>;
  /** Can secrets be read here? Rejects with `keys-down` when not. */
  ping(): Promise<void>;
}

/** The content names what it is, so that one copied to another name is no key there. */
const labelOf = ({ period, kind }: SecretPlace): string => `held:${kind}:${period}:`;
export const nameOf = ({ period, kind }: SecretPlace): string => `held-${period}-${kind}`;

/**
 * Secrets in one Key Vault. Storing under a name that exists makes a new version there, so the oldest version is the one that stands:
 * a second writer, or a retry whose first try had reached the vault, changes nothing. (Versions are dated to the second; two first writers
 * within one are kept apart by the period's lease.)
 */
export function openVaultSecrets(address: string, credential: VaultCredential): VaultSecrets {
  const client = new SecretClient(address, credential, {
    retryOptions: { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 1_000 },
  });

  async function standing(place: SecretPlace): Promise<SecretProperties | undefined> {
    const versions = await orMissing('Reading a key’s versions', async () => {
      const found: SecretProperties[] = [];
      for await (const each of client.listPropertiesOfSecretVersions(nameOf(place), deadline())) found.push(each);
      return found;
    });
    return versions?.toSorted(byAge)[0];
  }

  async function read(place: SecretPlace): Promise<string | undefined> {
    const oldest = await standing(place);
    if (!oldest?.version) return undefined;
    const { version } = oldest;
    const secret = await orMissing('Reading a key', () => client.getSecret(nameOf(place), { version, ...deadline() }));
    if (!secret) return undefined;
    if (!secret.value?.startsWith(labelOf(place))) throw damaged(place);
    return secret.value.slice(labelOf(place).length);
  }

  const deleted = (name: string) => orMissing('Looking for a deleted key', () => client.getDeletedSecret(name, deadline()));

  return {
    read,

    async create(place, content) {
      const before = await read(place);
      if (before !== undefined) return before;
      try {
        await client.setSecret(nameOf(place), `${labelOf(place)}${content}`, deadline());
      } catch (error) {
        throw vaultFailure(error, 'Storing a key');
      }
      const stored = await read(place);
      if (stored === undefined) throw new HeldError('keys-down', 'A key went away while it was stored.');
      return stored;
    },

    destroy: (place) =>
      destroyed({
        remove: () => orMissing('Deleting a key', () => client.beginDeleteSecret(nameOf(place), deadline())),
        deleted: async () => (await deleted(nameOf(place)))?.properties,
        purge: () => orMissing('Purging a key', () => client.purgeDeletedSecret(nameOf(place), deadline())),
      }),

    async exists(place) {
      try {
        for await (const { name } of client.listPropertiesOfSecrets(deadline())) if (name === nameOf(place)) return true;
        for await (const { name } of client.listDeletedSecrets(deadline())) if (name === nameOf(place)) return true;
        return false;
      } catch (error) {
        // Not even a 404 may pass for a key that is gone.
        throw vaultFailure(error, 'Looking whether a key is gone');
      }
    },

    async purgeable(place) {
      const oldest = await standing(place);
      return oldest && (oldest.recoveryLevel ?? '').includes('Purgeable');
    },

    async ping() {
      // Never stored: a vault that may be read answers 404 to it.
      await orMissing('Reaching the vault', () => client.getSecret('held-ping', deadline()));
    },
  };
}

const damaged = (place: SecretPlace): HeldError =>
  new HeldError(
    'keys-down',
    `The secret ${nameOf(place)} is not what its name says. Somebody changed it; without it the period cannot go on.`,
  );

function byAge(a: { createdOn?: Date; version?: string }, b: { createdOn?: Date; version?: string }): number {
  const [one, two] = [a.createdOn?.getTime() ?? 0, b.createdOn?.getTime() ?? 0];
  if (one !== two) return one - two;
  return (a.version ?? '') < (b.version ?? '') ? -1 : 1;
}

interface Deletion {
  remove(): Promise<unknown>;
  deleted(): Promise<{ readonly recoveryLevel?: string; readonly scheduledPurgeDate?: Date } | undefined>;
  purge(): Promise<unknown>;
}

/** Deletes, waits until the vault shows it as deleted, purges it, and waits until it is gone. The same steps after a crash end the same way. */
export async function destroyed({ remove, deleted, purge }: Deletion): Promise<Purge> {
  // A vault shows what was just deleted among its deleted keys only after a moment: not to be found yet is not gone.
  let seen = (await remove()) === undefined && !(await appears(deleted));
  for (let waited = 0; waited < patience; waited += 1) {
    const found = await deleted();
    if (!found && seen) return 'purged';
    if (found) {
      seen = true;
      if (!(found.recoveryLevel ?? '').includes('Purgeable')) return { purgedOn: dateOf(found.scheduledPurgeDate) };
      await purge();
      if (!(await deleted())) return 'purged';
    }
    await sleep(1_000);
  }
  throw new HeldError('keys-down', 'A key was deleted, but its purge is not confirmed yet. It is tried again.');
}

async function appears(deleted: Deletion['deleted']): Promise<boolean> {
  if (await deleted()) return true;
  for (const wait of looksForDeleted) {
    await sleep(wait);
    if (await deleted()) return true;
  }
  return false;
}

function dateOf(date: Date | undefined): string {
  if (!date) throw new HeldError('keys-down', 'A key was deleted, but the vault names no date on which it is purged.');
  return date.toISOString().slice(0, 10);
}
