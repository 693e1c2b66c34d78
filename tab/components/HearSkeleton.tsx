/** The page's shape while it loads. */
import { words } from '#words/tab.ts';
import { PageFrame } from './PageFrame.tsx';

export function HearSkeleton() {
  return (
    <PageFrame
      title={words.hear.title}
      lede={words.hear.lede}
      head={<output className="waiting-head" aria-label={words.states.loading} />}
      aside={<div className="waiting-panel" />}
    >
      <div className="waiting-cards">
        {[0, 1, 2].map((card) => (
          <div key={card} className="waiting-panel" />
        ))}
      </div>
    </PageFrame>
  );
}
