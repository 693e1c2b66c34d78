import { RestError } from '@azure/data-tables';
import { HeldError } from '../../errors.ts';

/** How @azure/identity fails, by name: the tables' SDK passes it on as it is. */
const noToken = ['CredentialUnavailableError', 'AuthenticationError', 'AuthenticationRequiredError'];

/** The HTTP status that storage answered with; undefined when none came (unreachable, timed out, reset). */
export function statusOf(error: unknown): number | undefined {
  return error instanceof RestError ? error.statusCode : undefined;
}

/**
 * A storage failure in Held's words. The SDK's error is not kept as the cause: its request holds row keys and people's ids, which
 * must not reach a log. No status, a refusal of our credentials, throttling and 5xx are `storage-down`; anything else is our mistake.
 */
export function storageFailure(error: unknown, doing: string): HeldError {
  if (error instanceof HeldError) return error;
  const status = statusOf(error);
  if (error instanceof RestError) {
    const what = `${doing}: storage ${status === undefined ? 'could not be reached' : `answered ${status}`}${error.code ? ` (${error.code})` : ''}.`;
    if (status === undefined) return new HeldError('storage-down', `${what} Check that it runs and its address is right.`);
    if (status === 401 || status === 403) return new HeldError('storage-down', `${what} Check the key or the role assignment.`);
    if (status === 404)
      return new HeldError('storage-down', `${what} The tables are missing: on a laptop start-up makes them, in Azure the deployment.`);
    if (status === 408 || status === 429 || status >= 500) return new HeldError('storage-down', what);
    return new HeldError('internal', what);
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new HeldError('storage-down', `${doing}: storage did not answer in time.`);
  }
  if (error instanceof Error && noToken.includes(error.name)) {
    return new HeldError(
      'storage-down',
      `${doing}: no token came for this identity. Check HELD_IDENTITY, and that it is assigned to this host.`,
    );
  }
  return new HeldError('internal', `${doing}: ${error instanceof Error ? error.name : 'unknown failure'}.`);
}
