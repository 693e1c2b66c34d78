import { HeldError } from '../../errors.ts';

/** What signs requests to a vault: a managed identity in Azure. */
export interface VaultCredential {
  getToken(scopes: string | string[], options?: object): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

/** The HTTP status that a vault answered with; undefined when none came (unreachable, timed out, reset). */
export function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/** A request with all its retries ends within 8 seconds. */
export const deadline = (): { abortSignal: AbortSignal } => ({ abortSignal: AbortSignal.timeout(8_000) });

/** Runs one request to a vault. Undefined where the vault answers 404; rejects with `keys-down` where it cannot be used. */
export async function orMissing<T>(doing: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw vaultFailure(error, doing);
  }
}

/**
 * A vault's failure in Held's words. The SDK's error is not kept as the cause: its request holds what was to be stored. A refusal (401, 403)
 * is `keys-down` too: a missing role must never look like a missing key.
 */
export function vaultFailure(error: unknown, doing: string): HeldError {
  if (error instanceof HeldError) return error;
  const status = statusOf(error);
  if (status === 401 || status === 403) {
    return new HeldError(
      'keys-down',
      `${doing}: the vault answered ${status}. Check this identity's role on that vault, and its firewall.`,
    );
  }
  if (status === 409)
    return new HeldError('keys-down', `${doing}: the vault answered 409. A deleted key of this name is not purged yet; wait.`);
  if (status !== undefined && status !== 408 && status !== 429 && status < 500) {
    return new HeldError('internal', `${doing}: the vault answered ${status}.`);
  }
  if (status !== undefined) return new HeldError('keys-down', `${doing}: the vault answered ${status}.`);
  const name = error instanceof Error ? error.name : 'unknown failure';
  if (name === 'CredentialUnavailableError' || name === 'AuthenticationError' || name === 'AuthenticationRequiredError') {
    return new HeldError(
      'keys-down',
      `${doing}: no token came for this identity. Check HELD_IDENTITY, and that it is assigned to this host.`,
    );
  }
  return new HeldError('keys-down', `${doing}: the vault could not be reached (${name}). Check its address and its firewall.`);
}
