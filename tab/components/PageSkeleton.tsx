/** A page's shape while it is not yet known which one it is, or while its code is on its way. */
import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { words } from '../words.ts';
import { Panel } from './Panel.tsx';

const useStyles = makeStyles({
  page: {
    boxSizing: 'border-box',
    maxWidth: '1200px',
    marginInline: 'auto',
    paddingInline: tokens.spacingHorizontalXXXL,
    paddingBlock: '72px 64px',
    display: 'grid',
    gap: tokens.spacingVerticalL,
    '@media (max-width: 719px)': { paddingInline: tokens.spacingHorizontalL },
  },
  title: { width: '240px', maxWidth: '70%' },
  lede: { width: '480px', maxWidth: '100%' },
  card: { height: '160px', display: 'grid', alignContent: 'start', gap: tokens.spacingVerticalM },
  half: { width: '50%' },
});

export function PageSkeleton() {
  const styles = useStyles();
  return (
    <Skeleton aria-label={words.pages.loading} animation="pulse">
      <div className={styles.page}>
        <SkeletonItem size={40} className={styles.title} />
        <SkeletonItem size={20} className={styles.lede} />
        {[0, 1].map((card) => (
          <Panel key={card}>
            <div className={styles.card}>
              <SkeletonItem size={20} className={styles.half} />
              <SkeletonItem size={64} />
            </div>
          </Panel>
        ))}
      </div>
    </Skeleton>
  );
}
