/** The page's shape while it loads. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { words } from '../words.ts';
import { PageFrame } from './PageFrame.tsx';

const useStyles = makeStyles({
  cards: { display: 'grid', gap: tokens.spacingVerticalL },
  heading: { height: '92px', maxWidth: '420px' },
  card: { height: '302px' },
  head: { height: '76px', maxWidth: '420px' },
});

export function HearSkeleton() {
  const styles = useStyles();
  return (
    <div role="status" aria-label={words.states.loading}>
      <PageFrame
        title={words.hear.title}
        lede={words.hear.lede}
        head={<div className={styles.head} />}
        aside={<div className="waiting-panel" />}
      >
        <div className={styles.cards}>
          <div className={styles.heading} />
          {[0, 1, 2].map((card) => (
            <div key={card} className={`waiting-panel ${styles.card}`} />
          ))}
        </div>
      </PageFrame>
    </div>
  );
}
