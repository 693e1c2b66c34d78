/** Much to show is shown bit by bit, so that no single piece of work keeps the page from reacting. */
import { useEffect, useState } from 'react';

/** How many of `count` to show now: none at first, so that what stands around them is painted, then one more after each painted frame. */
export function useGradually(count: number): number {
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (shown >= count) return undefined;
    let next: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      next = setTimeout(() => setShown((now) => now + 1), 0);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(next);
    };
  }, [shown, count]);
  return shown;
}
