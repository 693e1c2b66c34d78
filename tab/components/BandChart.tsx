/**
 * A trend as bands: for each half-term the interval in which the average lies. Drawn by us, not by @fluentui/react-charts: its line and
 * area charts join single values with a line and start areas at zero, so an interval would need invisible series whose tooltips and
 * legends then name values that were never released; nor can they leave an end open (R9) or break where a figure is missing (R13).
 * The easier end is always at the top, whichever way round the options stand.
 */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { QuestionBody } from '../../bot/contract/questions.ts';
import { fromEasierEnd, intervalOf, joined, orderedAt, type Point, type Span } from '../figures.ts';
import { halfTermLabels, halfTermYear } from '../halfTerms.ts';
import { seasonsOf } from '../seasons.ts';
import { words } from '#words/tab.ts';

/** A year and the same half-term before it; the table behind the chart holds the rest. */
const mostShown = 7;
/** Room for a year, so that a young trend does not fill the width and later ones do not move it. */
const leastColumns = 6;
const lastOption = 4;
/** Share of a column that a band leaves free on either side. */
const gap = 0.16;

const useStyles = makeStyles({
  figure: { margin: 0 },
  chart: { display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: tokens.spacingHorizontalM },
  end: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground3, textAlign: 'end' },
  plot: { position: 'relative', height: '168px', marginBlock: '10px' },
  option: {
    position: 'absolute',
    insetInlineEnd: 0,
    transform: 'translateY(-50%)',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  axis: { position: 'relative', marginBlock: '10px' },
  /** Gives the column its width: positioned words have none. */
  widest: { visibility: 'hidden', height: 0, overflow: 'hidden', whiteSpace: 'nowrap', fontSize: tokens.fontSizeBase200 },
  drawing: { display: 'block', overflow: 'visible' },
  line: { stroke: tokens.colorNeutralStroke1, strokeOpacity: 0.6, strokeWidth: 1 },
  ribbon: { fill: tokens.colorCompoundBrandBackground, fillOpacity: 0.12 },
  band: { fill: tokens.colorCompoundBrandBackground, fillOpacity: 0.24 },
  newest: { fillOpacity: 0.42 },
  edge: { stroke: tokens.colorCompoundBrandStroke, strokeWidth: 2.5, strokeLinecap: 'round' },
  missing: { fill: 'none', stroke: tokens.colorNeutralStrokeAccessible, strokeWidth: 1.5, strokeDasharray: '2 5', strokeLinecap: 'round' },
  halfTerms: { display: 'grid', gridAutoFlow: 'column', gridAutoColumns: 'minmax(0, 1fr)' },
  /** A column measures itself: how wide it is decides which labels there are, so that none touches the next. */
  halfTerm: {
    containerType: 'inline-size',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    // Rows of their own, so that a dot stays where it is when the label above it is left out.
    gridTemplateRows: `${tokens.lineHeightBase200} 10px ${tokens.lineHeightBase200}`,
  },
  year: { gridRow: '3' },
  label: {
    display: 'none',
    // Wider than its column where the ones beside it have no label: it stands in the middle all the same.
    justifyContent: 'center',
    justifyItems: 'center',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    whiteSpace: 'nowrap',
  },
  every: { '@container (min-width: 44px)': { display: 'grid' } },
  second: { '@container (min-width: 22px) and (max-width: 43.99px)': { display: 'grid' } },
  fourth: { '@container (min-width: 11px) and (max-width: 21.99px)': { display: 'grid' } },
  lastAlone: { '@container (max-width: 10.99px)': { display: 'grid' } },
  wide: { display: 'none', '@container (min-width: 72px)': { display: 'block' } },
  narrow: { '@container (min-width: 72px)': { display: 'none' } },
  /** Takes its room where no season weighed, too. */
  season: {
    gridRow: '2',
    display: 'grid',
    justifyContent: 'center',
    height: '10px',
    lineHeight: '10px',
    fontSize: '7px',
    color: tokens.colorNeutralForeground3,
    // Too many to tell apart: the words below name the seasons.
    '@container (max-width: 10.99px)': { display: 'none' },
  },
  newestHalfTerm: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
});

const percent = (fraction: number): string => `${fraction * 100}%`;

interface Drawn extends Span {
  readonly column: number;
}

function Band({ drawn, columns, newest }: { readonly drawn: Drawn; readonly columns: number; readonly newest: boolean }) {
  const styles = useStyles();
  const left = percent((drawn.column + gap) / columns);
  const right = percent((drawn.column + 1 - gap) / columns);
  const edge = (at: number) => <line className={styles.edge} x1={left} x2={right} y1={percent(at)} y2={percent(at)} />;
  return (
    <g>
      <rect
        className={mergeClasses(styles.band, newest && styles.newest)}
        x={left}
        y={percent(drawn.easier)}
        width={percent((1 - 2 * gap) / columns)}
        height={percent(drawn.heavier - drawn.easier)}
        rx={3}
      />
      {!drawn.openEasier && edge(drawn.easier)}
      {!drawn.openHeavier && edge(drawn.heavier)}
    </g>
  );
}

/** By how much room a column has: each is labelled, every second or fourth back from the newest, or that one alone. */
const strides = [
  [1, 'every'],
  [2, 'second'],
  [4, 'fourth'],
  [mostShown, 'lastAlone'],
] as const;

/** What stands under a column: its half-term, whether a season weighed on it, and the year where it is the first of it that is labelled. */
function Column({ column, shown, newest }: { readonly column: number; readonly shown: readonly Point[]; readonly newest: boolean }) {
  const styles = useStyles();
  const id = shown[column]?.period.id;
  const period = shown[column]?.period;
  const fromLast = shown.length - 1 - column;
  const { wide, narrow } = halfTermLabels(id ?? '');
  const labelled = strides.filter(([stride]) => id !== undefined && fromLast % stride === 0);
  const dated = labelled.filter(([stride]) => halfTermYear(id ?? '') !== halfTermYear(shown[column - stride]?.period.id ?? ''));
  const look = mergeClasses(styles.label, newest && styles.newestHalfTerm);
  return (
    <div className={styles.halfTerm} data-column={column}>
      <div className={mergeClasses(look, ...labelled.map(([, room]) => styles[room]))}>
        <div className={styles.wide}>{wide}</div>
        <div className={styles.narrow}>{narrow}</div>
      </div>
      <div className={styles.season}>{period && seasonsOf(period).length > 0 ? '●' : ''}</div>
      <div className={mergeClasses(look, styles.year, ...dated.map(([, room]) => styles[room]))}>{halfTermYear(id ?? '')}</div>
    </div>
  );
}

export interface BandChartProps {
  readonly question: QuestionBody;
  readonly points: readonly Point[];
  /** What a screen reader hears in place of the drawing. */
  readonly label: string;
}

export default function BandChart({ question, points, label }: BandChartProps) {
  const styles = useStyles();
  const shown = points.slice(-mostShown);
  const columns = Math.max(leastColumns, shown.length);
  const easierFirst = question.order === 'goodLast' ? question.options.toReversed() : question.options;
  const ends = words.figure.ends[question.order === 'goodLast' ? 'goodLast' : 'heavyLast'];
  const bands = shown.flatMap((point, column): Drawn[] => {
    const figure = orderedAt(point);
    return figure ? [{ column, ...fromEasierEnd(intervalOf(figure), question.order) }] : [];
  });
  const newest = bands.at(-1);
  return (
    <figure className={styles.figure} aria-label={label}>
      <div className={styles.chart} aria-hidden="true">
        <div className={styles.end}>↑ {ends.easier}</div>
        <div />
        <div className={styles.axis}>
          {easierFirst.map((option, i) => (
            <div key={option} className={styles.option} style={{ top: percent(i / lastOption) }}>
              {option}
            </div>
          ))}
          {easierFirst.map((option) => (
            <div key={option} className={styles.widest}>
              {option}
            </div>
          ))}
        </div>
        <div className={styles.plot}>
          <svg className={styles.drawing} width="100%" height="100%" focusable="false">
            {easierFirst.map((option, i) => (
              <line key={option} className={styles.line} x1="0" x2="100%" y1={percent(i / lastOption)} y2={percent(i / lastOption)} />
            ))}
            <svg width="100%" height="100%" viewBox={`0 0 ${columns} 1`} preserveAspectRatio="none">
              {bands.slice(1).map((band, i) => {
                const before = bands[i];
                if (!before || before.column + 1 !== band.column || !joined(shown[before.column], shown[band.column])) return null;
                const [from, to] = [before.column + 1 - gap, band.column + gap];
                return (
                  <polygon
                    key={band.column}
                    className={styles.ribbon}
                    points={`${from},${before.easier} ${to},${band.easier} ${to},${band.heavier} ${from},${before.heavier}`}
                  />
                );
              })}
            </svg>
            {bands.map((band) => (
              <Band key={band.column} drawn={band} columns={columns} newest={band === newest} />
            ))}
            {shown.map((point, column) =>
              point.kind === 'tooFew' ? (
                <line
                  key={point.period.id}
                  className={styles.missing}
                  x1={percent((column + 0.5) / columns)}
                  x2={percent((column + 0.5) / columns)}
                  y1="0"
                  y2="100%"
                />
              ) : null,
            )}
          </svg>
        </div>
        <div className={styles.end}>↓ {ends.heavier}</div>
        <div className={styles.halfTerms}>
          {Array.from({ length: columns }, (_, column) => (
            <Column key={column} column={column} shown={shown} newest={column === newest?.column} />
          ))}
        </div>
      </div>
    </figure>
  );
}
