/** A page's shape while it is not yet known which one it is, or while its code is on its way. In `index.html` stands the same. */
import { words } from '#words/tab.ts';

export function PageSkeleton() {
  return (
    <output className="waiting" aria-label={words.pages.loading}>
      <span className="waiting-title" />
      <span className="waiting-lede" />
      <span className="waiting-panel" />
      <span className="waiting-panel" />
    </output>
  );
}
