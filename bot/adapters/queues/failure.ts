import { RestError } from '@azure/storage-queue';
import { HeldError } from '../../errors.ts';

/** How @azure/identity fails, by name. */
const noToken = ['CredentialUnavailableError', 'AuthenticationError', 'AuthenticationRequiredError'];

/** The message was removed, or taken by somebody else since. */
export function isGone(error: unknown): boolean {
  return error instanceof RestError && (error.statusCode === 404 || error.code === 'PopReceiptMismatch');
}

/** A queue failure in Held's words, without the SDK's error: its request holds the message, and with it a person's id. */
export function queueFailure(error: unknown, doing: string): HeldError {
  if (error instanceof HeldError) return error;
  if (error instanceof RestError) {
    const status = error.statusCode;
    const what = `${doing}: the queue service ${status === undefined ? 'could not be reached' : `answered ${status}`}${error.code ? ` (${error.code})` : ''}.`;
    const down = status === undefined || [401, 403, 404, 408, 429].includes(status) || status >= 500;
    return new HeldError(down ? 'storage-down' : 'internal', what);
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new HeldError('storage-down', `${doing}: the queue service did not answer in time.`);
  }
  if (error instanceof Error && noToken.includes(error.name)) {
    return new HeldError(
      'storage-down',
      `${doing}: no token came for this identity. Check HELD_IDENTITY, and that it is assigned to this host.`,
    );
  }
  return new HeldError('internal', `${doing}: ${error instanceof Error ? error.name : 'unknown failure'}.`);
}
