/** A question without order: the most chosen option, or coarse shares (R10), never a distribution. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { QuestionBody } from '../../bot/contract/questions.ts';
import type { Point } from '../figures.ts';
import { shareWords } from '../sentences.ts';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: tokens.spacingVerticalS },
  option: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground2 },
  chosen: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  share: { float: 'inline-end', fontVariantNumeric: 'tabular-nums' },
  track: {
    height: '8px',
    marginTop: tokens.spacingVerticalXXS,
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground4,
  },
  bar: { height: '100%', borderRadius: tokens.borderRadiusSmall, backgroundColor: tokens.colorCompoundBrandBackground },
});

/** Decoration beside the words and the table, which say the same. */
export function Shares({ question, point }: { readonly question: QuestionBody; readonly point: Point }) {
  const styles = useStyles();
  if (point.kind !== 'figure' || 'mean' in point.figure) return null;
  const { figure } = point;
  return (
    <ul className={styles.list} aria-hidden="true">
      {question.options.map((option, i) => {
        const share = 'shares' in figure ? (figure.shares[i] ?? 0) : undefined;
        const chosen = 'top' in figure && figure.top === i;
        return (
          <li key={option} className={mergeClasses(styles.option, chosen && styles.chosen)}>
            {chosen ? `● ${option}` : option}
            {share !== undefined && <span className={styles.share}>{shareWords(share)}</span>}
            {share !== undefined && (
              <div className={styles.track}>
                <div className={styles.bar} style={{ width: `${share * 100}%` }} />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
