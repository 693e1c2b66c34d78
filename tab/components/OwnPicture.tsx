/** One's own term, drawn on the device: a dot for each answer on its day. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import type { QuestionBody } from '../../bot/contract/questions.ts';
import { dayName } from '../../words/formats.ts';
import type { OwnAnswer } from '../record/keys.ts';
import { earlySign, heaviness, ownTrends, type OwnTrend } from '../record/picture.ts';
import { words } from '#words/tab.ts';
import { shortDay } from '../../words/formats.ts';
import { record } from '#words/tab/mine.ts';
import { useHidden } from './hidden.ts';
import { useTextStyles } from './text.ts';

const useStyles = makeStyles({
  figure: { margin: 0, display: 'grid', gap: tokens.spacingVerticalXS },
  asks: { fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  plot: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'start',
    paddingBlock: tokens.spacingVerticalXS,
  },
  ends: {
    height: '84px',
    // The words stand beside the first and the last line, not above and below them.
    marginBlock: '-5px',
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-between',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase100,
    color: tokens.colorNeutralForeground3,
  },
  svg: { display: 'block', width: '100%', height: '74px', overflow: 'visible' },
  line: { stroke: tokens.colorNeutralStroke2, strokeWidth: 1 },
  dot: { fill: tokens.colorCompoundBrandBackground },
  days: {
    paddingTop: tokens.spacingVerticalXS,
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
  },
  sign: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  trends: { display: 'grid', gap: tokens.spacingVerticalXL },
  table: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})` },
});

const time = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const percent = (fraction: number): string => `${fraction * 100}%`;
/** Room for a dot at either end. */
const inset = 0.02;

function Trend({ trend: { question, answers }, from, to }: { readonly trend: OwnTrend; readonly from: string; readonly to: string }) {
  const styles = useStyles();
  const { hidden } = useHidden();
  const text = useTextStyles();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const whole = Math.max(1, time(to) - time(from));
  const ends = words.figure.ends[question.order === 'goodLast' ? 'goodLast' : 'heavyLast'];
  return (
    <figure className={styles.figure} aria-label={record.dots(question.asks, answers.length)}>
      <figcaption className={styles.asks}>{question.asks}</figcaption>
      <div className={styles.plot} aria-hidden="true">
        <div className={styles.ends}>
          <span>↑ {ends.easier}</span>
          <span>↓ {ends.heavier}</span>
        </div>
        <div>
          <svg className={styles.svg} focusable="false">
            {[0, 0.25, 0.5, 0.75, 1].map((at) => (
              <line key={at} className={styles.line} x1="0" x2="100%" y1={percent(at)} y2={percent(at)} />
            ))}
            {answers.map((answer, i) => (
              <circle
                key={i}
                className={styles.dot}
                r="5"
                cx={percent(inset + ((time(answer.day) - time(from)) / whole) * (1 - 2 * inset))}
                cy={percent(heaviness(answer, question.order) ?? 0)}
              />
            ))}
          </svg>
          <div className={styles.days}>
            <span>{shortDay(from)}</span>
            {from !== to && <span>{shortDay(to)}</span>}
          </div>
        </div>
      </div>
      <div className={styles.table}>
        <Button size="small" appearance="subtle" aria-expanded={asTable} aria-controls={id} onClick={() => setAsTable((shown) => !shown)}>
          {asTable ? record.hideTable : record.showTable}
        </Button>
      </div>
      <div id={id} className={mergeClasses(!asTable && hidden)}>
        <table className={text.table}>
          <caption className={text.caption}>{question.asks}</caption>
          <thead>
            <tr>
              <th scope="col" className={text.cell}>
                {record.table.day}
              </th>
              <th scope="col" className={text.cell}>
                {record.table.answer}
              </th>
            </tr>
          </thead>
          <tbody>
            {answers.toReversed().map((answer, i) => (
              <tr key={i}>
                <th scope="row" className={text.cell}>
                  {dayName(answer.day)}
                </th>
                <td className={text.cell}>{question.options[answer.option] ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

export interface OwnPictureProps {
  readonly answers: readonly OwnAnswer[];
  readonly questions: ReadonlyMap<string, QuestionBody>;
}

export function OwnPicture({ answers, questions }: OwnPictureProps) {
  const styles = useStyles();
  const text = useTextStyles();
  const trends = ownTrends(answers, questions);
  const [first, last] = [answers[0], answers.at(-1)];
  if (!first || !last) return <p className={text.text}>{record.empty}</p>;
  // One answer does not move: it is said, not drawn.
  const drawn = trends.filter((trend) => trend.answers.length > 1);
  const once = trends.filter((trend) => trend.answers.length === 1);
  const heavy = earlySign(answers, questions);
  return (
    <>
      {heavy !== undefined && <p className={styles.sign}>{record.early(record.counts[heavy] ?? String(heavy))}</p>}
      <h3 className={text.heading}>{record.pictureTitle}</h3>
      <p className={text.small}>{drawn.length > 0 ? record.pictureNote : record.pictureSoon}</p>
      <div className={styles.trends}>
        {drawn.map((trend) => (
          <Trend key={trend.question.id} trend={trend} from={first.day} to={last.day} />
        ))}
      </div>
      {once.length > 0 && (
        <>
          <h3 className={text.heading}>{record.onceTitle}</h3>
          <ul className={text.lines}>
            {once.map(({ question, answers: [answer] }) => (
              <li key={question.id}>
                {question.asks} {answer && record.onceOn(question.options[answer.option] ?? '', dayName(answer.day))}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
