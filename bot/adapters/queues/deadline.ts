/** A request with all its retries ends within 8 seconds. */
export const deadline = (): { abortSignal: AbortSignal } => ({ abortSignal: AbortSignal.timeout(8_000) });
