/** The table behind a chart: always there for screen readers, and on screen when asked for. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { QuestionBody } from '../../bot/contract/questions.ts';
import type { Point } from '../figures.ts';
import { halfTermName } from '../halfTerms.ts';
import { seasonsOf } from '../seasons.ts';
import { pointWords } from '../sentences.ts';
import { words } from '../words.ts';
import { hiddenStyle } from './hidden.ts';

const useStyles = makeStyles({
  hidden: hiddenStyle,
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  caption: { textAlign: 'start', color: tokens.colorNeutralForeground2, paddingBottom: tokens.spacingVerticalS },
  cell: {
    textAlign: 'start',
    verticalAlign: 'top',
    fontWeight: tokens.fontWeightRegular,
    paddingBlock: tokens.spacingVerticalSNudge,
    paddingInlineEnd: tokens.spacingHorizontalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { fontWeight: tokens.fontWeightSemibold },
});

export interface TrendTableProps {
  readonly question: QuestionBody;
  readonly points: readonly Point[];
  readonly visible: boolean;
  readonly id: string;
}

export function TrendTable({ question, points, visible, id }: TrendTableProps) {
  const styles = useStyles();
  const seasons = points.some((point) => seasonsOf(point.period).length > 0);
  return (
    <div id={id} className={visible ? undefined : styles.hidden}>
      <table className={styles.table}>
        <caption className={styles.caption}>{words.figure.tableOf(question.asks)}</caption>
        <thead>
          <tr>
            <th scope="col" className={mergeClasses(styles.cell, styles.head)}>
              {words.figure.columns.halfTerm}
            </th>
            <th scope="col" className={mergeClasses(styles.cell, styles.head)}>
              {words.figure.columns.average}
            </th>
            {seasons && (
              <th scope="col" className={mergeClasses(styles.cell, styles.head)}>
                {words.figure.columns.season}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.period.id}>
              <th scope="row" className={styles.cell}>
                {halfTermName(point.period.id)}
              </th>
              <td className={styles.cell}>{pointWords(point, question.options)}</td>
              {seasons && <td className={styles.cell}>{seasonsOf(point.period).join('; ')}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
