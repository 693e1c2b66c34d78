/** One half-term of one question as a band on a lying scale: for questions asked in turn, where there is no trend to draw yet. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { QuestionBody } from '../../bot/contract/questions.ts';
import type { OrderedFigureBody } from '../../bot/contract/releases.ts';
import { fromEasierEnd, intervalOf } from '../figures.ts';
import { words } from '#words/tab.ts';

const useStyles = makeStyles({
  figure: { margin: 0 },
  strip: { display: 'block', overflow: 'visible' },
  line: { stroke: tokens.colorNeutralStroke1, strokeWidth: 1 },
  band: { fill: tokens.colorCompoundBrandBackground, fillOpacity: 0.42 },
  edge: { stroke: tokens.colorCompoundBrandStroke, strokeWidth: 2.5, strokeLinecap: 'round' },
  ends: {
    display: 'flex',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
    marginTop: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  right: { textAlign: 'end' },
});

const percent = (fraction: number): string => `${fraction * 100}%`;

export interface ScaleStripProps {
  readonly question: QuestionBody;
  readonly figure: OrderedFigureBody;
  readonly label: string;
}

export function ScaleStrip({ question, figure, label }: ScaleStripProps) {
  const styles = useStyles();
  // Heavier left, easier right: the same direction in every strip.
  const span = fromEasierEnd(intervalOf(figure), question.order);
  const [left, right] = [1 - span.heavier, 1 - span.easier];
  const goodLast = question.order === 'goodLast';
  const ends = words.figure.ends[goodLast ? 'goodLast' : 'heavyLast'];
  const easiest = goodLast ? question.options.at(-1) : question.options[0];
  const heaviest = goodLast ? question.options[0] : question.options.at(-1);
  const edge = (at: number) => <line className={styles.edge} x1={percent(at)} x2={percent(at)} y1="0" y2="100%" />;
  return (
    <figure className={styles.figure} aria-label={label}>
      <svg className={styles.strip} width="100%" height="24" aria-hidden="true" focusable="false">
        <line className={styles.line} x1="0" x2="100%" y1="50%" y2="50%" />
        {[0, 1, 2, 3, 4].map((tick) => (
          <line key={tick} className={styles.line} x1={percent(tick / 4)} x2={percent(tick / 4)} y1="25%" y2="75%" />
        ))}
        <rect className={styles.band} x={percent(left)} y="0" width={percent(right - left)} height="100%" rx={3} />
        {!span.openHeavier && edge(left)}
        {!span.openEasier && edge(right)}
      </svg>
      <div className={styles.ends} aria-hidden="true">
        <span>
          ← {ends.heavier}: {heaviest}
        </span>
        <span className={styles.right}>
          {ends.easier}: {easiest} →
        </span>
      </div>
    </figure>
  );
}
