/** The page's shape while it loads. */
import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { words } from '../words.ts';
import { PageFrame } from './PageFrame.tsx';
import { Panel } from './Panel.tsx';

const useStyles = makeStyles({
  cards: { display: 'grid', gap: tokens.spacingVerticalL },
  card: { height: '244px', display: 'grid', alignContent: 'start', gap: tokens.spacingVerticalM },
  half: { width: '50%' },
  head: { display: 'grid', gap: tokens.spacingVerticalM, width: '100%', maxWidth: '420px', minHeight: '76px', alignContent: 'center' },
});

export function HearSkeleton() {
  const styles = useStyles();
  return (
    <Skeleton aria-label={words.states.loading} animation="pulse">
      <PageFrame
        title={words.hear.title}
        lede={words.hear.lede}
        head={
          <div className={styles.head}>
            <SkeletonItem size={24} className={styles.half} />
            <SkeletonItem size={16} />
          </div>
        }
        aside={
          <Panel>
            <div className={styles.card}>
              <SkeletonItem size={20} className={styles.half} />
              <SkeletonItem size={64} />
              <SkeletonItem size={32} />
            </div>
          </Panel>
        }
      >
        <div className={styles.cards}>
          <SkeletonItem size={28} className={styles.half} />
          {[0, 1, 2].map((card) => (
            <Panel key={card}>
              <div className={styles.card}>
                <SkeletonItem size={16} className={styles.half} />
                <SkeletonItem size={28} className={styles.half} />
                <SkeletonItem size={128} />
              </div>
            </Panel>
          ))}
        </div>
      </PageFrame>
    </Skeleton>
  );
}
