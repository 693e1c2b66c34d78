/** The frame of a page: one column on a phone, the figures with an aside on a desk. Skeleton and page share it, so nothing jumps. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { pageTitleId } from './pageTitle.ts';

const useStyles = makeStyles({
  page: {
    boxSizing: 'border-box',
    maxWidth: '1200px',
    marginInline: 'auto',
    paddingInline: tokens.spacingHorizontalXXXL,
    paddingBlock: '24px 64px',
    '@media (max-width: 719px)': { paddingInline: tokens.spacingHorizontalL, paddingBlockStart: tokens.spacingVerticalXL },
  },
  header: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, paddingBottom: tokens.spacingVerticalXXL },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
    letterSpacing: '-0.01em',
    outline: 'none',
  },
  lede: {
    margin: 0,
    maxWidth: '62ch',
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    color: tokens.colorNeutralForeground2,
  },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalXXL,
    alignItems: 'start',
  },
  withAside: {
    '@media (min-width: 1080px)': {
      gridTemplateColumns: 'minmax(0, 1fr) 304px',
      gridTemplateRows: 'auto 1fr',
      columnGap: tokens.spacingHorizontalXXXL,
    },
  },
  // On a phone between the newest figures and the older ones: supervision is not something to scroll past everything for.
  aside: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    '@media (min-width: 1080px)': { gridColumn: '2', gridRow: '1 / span 2' },
  },
});

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
  const styles = useStyles();
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1 className={styles.title} id={pageTitleId} tabIndex={-1}>
          {title}
        </h1>
        <p className={styles.lede}>{lede}</p>
        {head}
      </header>
      <main className={mergeClasses(styles.columns, aside !== undefined && styles.withAside)}>
        <div>{children}</div>
        {aside !== undefined && <aside className={styles.aside}>{aside}</aside>}
        {more}
      </main>
    </div>
  );
}
