/** A page's shape while it is not yet known which one it is, or while its code is on its way. In `index.html` stands the same. */
import { words } from '../words.ts';

export function PageSkeleton() {
  return (
    <div className="waiting" role="status" aria-label={words.pages.loading}>
      <div className="waiting-title" />
      <div className="waiting-lede" />
      <div className="waiting-panel" />
      <div className="waiting-panel" />
    </div>
  );
}
