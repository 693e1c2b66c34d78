/** The table behind a chart: always there for screen readers, and on screen when asked for. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { QuestionBody } from '../../bot/contract/questions.ts';
import type { Point } from '../figures.ts';
import { halfTermName } from '../halfTerms.ts';
import { seasonsOf } from '../seasons.ts';
import { pointWords } from '../sentences.ts';
import { words } from '#words/tab.ts';
import { useHidden } from './hidden.ts';
import { useTextStyles } from './text.ts';

const useStyles = makeStyles({
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
  const text = useTextStyles();
  const { hidden } = useHidden();
  const seasons = points.some((point) => seasonsOf(point.period).length > 0);
  return (
    <div id={id} className={visible ? undefined : hidden}>
      <table className={text.table}>
        <caption className={text.caption}>{words.figure.tableOf(question.asks)}</caption>
        <thead>
          <tr>
            <th scope="col" className={mergeClasses(text.cell, styles.head)}>
              {words.figure.columns.halfTerm}
            </th>
            <th scope="col" className={mergeClasses(text.cell, styles.head)}>
              {words.figure.columns.average}
            </th>
            {seasons && (
              <th scope="col" className={mergeClasses(text.cell, styles.head)}>
                {words.figure.columns.season}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.period.id}>
              <th scope="row" className={text.cell}>
                {halfTermName(point.period.id)}
              </th>
              <td className={text.cell}>{pointWords(point, question.options)}</td>
              {seasons && <td className={text.cell}>{seasonsOf(point.period).join('; ')}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
