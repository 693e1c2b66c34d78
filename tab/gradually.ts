/** Much to show is shown bit by bit, so that no single piece of work keeps the page from reacting. */
import { useEffect, useState } from 'react';

/** How many of `count` to show now: `atOnce` first, then one more in each task. */
export function useGradually(count: number, atOnce: number): number {
  const [shown, setShown] = useState(atOnce);
  useEffect(() => {
    if (shown >= count) return undefined;
    const next = setTimeout(() => setShown((now) => now + 1), 0);
    return () => clearTimeout(next);
  }, [shown, count]);
  return shown;
}
