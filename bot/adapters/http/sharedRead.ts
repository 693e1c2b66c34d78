/** Milliseconds for which what was read last is believed. */
const longestMemory = 1_000;

/**
 * One reading for all who ask within a second, so that a staff meeting opening the tab at once is one request to storage. For what changes
 * seldom and may be seen a second late. A failure is that of everybody who waited for it, and is not remembered.
 */
export function sharedRead<T>(read: () => Promise<T>, elapsed: () => number = () => performance.now()): () => Promise<T> {
  let last: { readonly from: number; readonly found: Promise<T> } | undefined;
  return () => {
    const now = elapsed();
    if (last && now - last.from < longestMemory) return last.found;
    const started = { from: now, found: read() };
    started.found.catch(() => {
      if (last === started) last = undefined;
    });
    last = started;
    return started.found;
  };
}
