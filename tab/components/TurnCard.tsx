/** One question of those that take turns: its latest half-term in words and on a scale, earlier ones in the table behind. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { QuestionBody } from '../../bot/contract/questions.ts';
import { latestAsked, orderedAt, type Point } from '../figures.ts';
import { halfTermName } from '../halfTerms.ts';
import { changeWords, pointWords, yearBeforeWords } from '../sentences.ts';
import { words } from '#words/tab.ts';
import { Panel } from './Panel.tsx';
import { ScaleStrip } from './ScaleStrip.tsx';
import { Shares } from './Shares.tsx';
import { useTextStyles } from './text.ts';
import { TrendTable } from './TrendTable.tsx';
import { WhyTooFew } from './WhyTooFew.tsx';

const useStyles = makeStyles({
  card: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  asks: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: tokens.fontWeightRegular },
  says: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    textWrap: 'pretty',
    paddingBottom: tokens.spacingVerticalS,
  },
});

export function TurnCard({ question, points }: { readonly question: QuestionBody; readonly points: readonly Point[] }) {
  const styles = useStyles();
  const text = useTextStyles();
  const id = useId();
  const latest = latestAsked(points);
  if (!latest) return null;
  const figure = orderedAt(latest);
  const says = pointWords(latest, question.options);
  const change = changeWords(points, question);
  const yearBefore = yearBeforeWords(points, question);
  return (
    <Panel as="article" labelledBy={`${id}-asks`}>
      <div className={styles.card}>
        <p className={text.small}>{halfTermName(latest.period.id)}</p>
        <h3 id={`${id}-asks`} className={styles.asks}>
          {question.asks}
        </h3>
        <p className={styles.says}>{says}</p>
        {change && <p className={text.text}>{change.charAt(0).toUpperCase() + change.slice(1)}</p>}
        {yearBefore && <p className={text.text}>{yearBefore}</p>}
        {latest.kind === 'tooFew' && <WhyTooFew named={false} />}
        {figure ? (
          <ScaleStrip
            question={question}
            figure={figure}
            label={words.figure.chart(question.asks, `${halfTermName(latest.period.id)}: ${says}.`)}
          />
        ) : (
          <Shares question={question} point={latest} />
        )}
        <TrendTable id={`${id}-table`} question={question} points={points.filter((point) => point.kind !== 'notAsked')} visible={false} />
      </div>
    </Panel>
  );
}
