/** The frame of a page: one column on a phone, the figures with an aside on a desk. Skeleton and page share it, so nothing jumps. Its look is in page.css. */
import type { ReactNode } from 'react';
import { pageTitleId } from './pageTitle.ts';

export interface PageFrameProps {
  readonly title: string;
  readonly lede: string;
  /** Under the lede: the ladder. */
  readonly head?: ReactNode;
  readonly aside?: ReactNode;
  /** What comes first. */
  readonly children: ReactNode;
  /** What follows below. */
  readonly more?: ReactNode;
}

export function PageFrame({ title, lede, head, aside, children, more }: PageFrameProps) {
  return (
    <div className="page">
      <header className="page-header">
        <h1 className="page-title" id={pageTitleId} tabIndex={-1}>
          {title}
        </h1>
        <p className="page-lede">{lede}</p>
        {head}
      </header>
      <main className={aside === undefined ? 'page-columns' : 'page-columns page-with-aside'}>
        <div>{children}</div>
        {aside !== undefined && <aside className="page-aside">{aside}</aside>}
        {more}
      </main>
    </div>
  );
}
