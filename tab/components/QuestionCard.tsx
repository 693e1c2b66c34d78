/** One question that is asked every half-term: the latest in words, the trend as bands, the table behind it. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import type { QuestionBody } from '../../bot/contract/questions.ts';
import { latestAsked, type Point } from '../figures.ts';
import { halfTermName } from '../halfTerms.ts';
import { changeWords, pointWords, yearBeforeWords } from '../sentences.ts';
import { words } from '#words/tab.ts';
import BandChart from './BandChart.tsx';
import { Panel } from './Panel.tsx';
import { Shares } from './Shares.tsx';
import { useTextStyles } from './text.ts';
import { TrendTable } from './TrendTable.tsx';
import { WhyTooFew } from './WhyTooFew.tsx';

const useStyles = makeStyles({
  card: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gridTemplateAreas: '"says" "drawing" "more" "table"',
    '@media (min-width: 720px)': {
      gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 9fr)',
      gridTemplateRows: '1fr auto auto',
      gridTemplateAreas: '"says drawing" "more drawing" "table table"',
      columnGap: tokens.spacingHorizontalXXXL,
    },
  },
  says: { gridArea: 'says', display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
  asks: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: tokens.fontWeightRegular },
  // As high as the chart that comes: the card does not grow when it does.
  drawing: {
    gridArea: 'drawing',
    minHeight: '252px',
    '@media (max-width: 719px)': { marginTop: tokens.spacingVerticalL },
  },
  more: { gridArea: 'more', justifySelf: 'start', marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})` },
  table: { gridArea: 'table' },
  tableShown: { paddingTop: tokens.spacingVerticalL },
});

export interface QuestionCardProps {
  readonly question: QuestionBody;
  readonly points: readonly Point[];
}

export function QuestionCard({ question, points }: QuestionCardProps) {
  const styles = useStyles();
  const text = useTextStyles();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const latest = latestAsked(points);
  if (!latest) return null;
  const latestWords = pointWords(latest, question.options);
  const change = changeWords(points, question);
  const sentence = change ? `${latestWords}; ${change}.` : `${latestWords}.`;
  const yearBefore = yearBeforeWords(points, question);
  const anyTooFew = points.some((point) => point.kind === 'tooFew');
  return (
    <Panel as="article" labelledBy={`${id}-asks`}>
      <div className={styles.card}>
        <div className={styles.says}>
          <h3 id={`${id}-asks`} className={styles.asks}>
            {question.asks}
          </h3>
          <p className={text.strong}>{latestWords}</p>
          {change && <p className={text.text}>{change.charAt(0).toUpperCase() + change.slice(1)}</p>}
          {yearBefore && <p className={text.text}>{yearBefore}</p>}
          {question.explains && <p className={text.small}>{question.explains}</p>}
          {anyTooFew && <WhyTooFew named={latest.kind !== 'tooFew'} />}
        </div>
        <div className={styles.drawing}>
          {question.order === 'none' ? (
            <Shares question={question} point={latest} />
          ) : (
            <BandChart
              question={question}
              points={points}
              label={words.figure.chart(question.asks, `${halfTermName(latest.period.id)}: ${sentence}`)}
            />
          )}
        </div>
        <Button
          className={styles.more}
          size="small"
          appearance="subtle"
          aria-expanded={asTable}
          aria-controls={`${id}-table`}
          onClick={() => setAsTable((shown) => !shown)}
        >
          {asTable ? words.figure.hideTable : words.figure.showTable}
        </Button>
        <div className={mergeClasses(styles.table, asTable && styles.tableShown)}>
          <TrendTable id={`${id}-table`} question={question} points={points} visible={asTable} />
        </div>
      </div>
    </Panel>
  );
}
