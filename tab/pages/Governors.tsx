/** One side for governors: good on screen, on paper and as PDF. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useEffect } from 'react';
import { actionsBody } from '../../bot/contract/actions.ts';
import type { UnitBody } from '../../bot/contract/me.ts';
import { paths } from '../../bot/contract/paths.ts';
import { pageTitleId } from '../components/pageTitle.ts';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { ScaleStrip } from '../components/ScaleStrip.tsx';
import { useTextStyles } from '../components/text.ts';
import { pathWords } from '../components/UnitLadder.tsx';
import { firstToShow, fewerAnswered, latestAsked, orderedAt, releasesOf, trendOf } from '../figures.ts';
import { halfTermName } from '../halfTerms.ts';
import { dayName } from '../../words/formats.ts';
import type { PageProps } from '../pages.ts';
import { readPicture, type Picture } from '../picture.ts';
import { useRead } from '../read.ts';
import { changeWords, pointWords } from '../sentences.ts';
import { words } from '#words/tab.ts';
import { actionWords, doneWords } from '#words/tab/actions.ts';
import { governors } from '#words/tab/leaders.ts';
import { said } from '../../words/nation.ts';

const useStyles = makeStyles({
  page: {
    boxSizing: 'border-box',
    maxWidth: '820px',
    marginInline: 'auto',
    padding: tokens.spacingHorizontalXXXL,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalL,
    '@media (max-width: 719px)': { padding: tokens.spacingHorizontalL },
    '@media print': { maxWidth: 'none', padding: 0, gap: tokens.spacingVerticalS, fontSize: '9.5pt' },
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    outline: 'none',
    '@media print': { fontSize: '17pt', lineHeight: '20pt' },
  },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalL, '@media print': { display: 'none' } },
  figures: {
    display: 'grid',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))',
    '@media print': { gridTemplateColumns: '1fr 1fr', gap: `10pt ${tokens.spacingHorizontalXXL}` },
  },
  figure: {
    breakInside: 'avoid',
    display: 'grid',
    alignContent: 'start',
    gap: tokens.spacingVerticalXS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    paddingTop: tokens.spacingVerticalS,
  },
  says: {
    margin: 0,
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    '@media print': { fontSize: '11pt', lineHeight: '14pt' },
  },
  below: {
    display: 'grid',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))',
    '@media print': { gridTemplateColumns: '1fr 1fr', gap: `8pt ${tokens.spacingHorizontalXXL}` },
  },
  block: { breakInside: 'avoid', display: 'grid', alignContent: 'start', gap: tokens.spacingVerticalS },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    '@media print': { fontSize: '11pt', lineHeight: '14pt' },
  },
});

/** The newest figures of the plan: six at most, so that the page stays one. */
const mostFigures = 6;

function Figures({ picture, unit }: { readonly picture: Picture; readonly unit: UnitBody }) {
  const styles = useStyles();
  const text = useTextStyles();
  const releases = releasesOf(picture.releases, unit);
  const newest = releases.at(-1);
  if (!newest) return <p className={text.text}>{governors.nothing}</p>;
  return (
    <>
      <p className={text.text}>
        {governors.lede(pathWords(unit.path), halfTermName(newest.period.id))}.{' '}
        {newest.respondents ? words.hear.answered(newest.respondents) : words.figure.tooFew}. {fewerAnswered(releases) && words.hear.fewer}
      </p>
      <div className={styles.figures}>
        {newest.figures.slice(0, mostFigures).map(({ question: id }) => {
          const question = picture.questions.get(id);
          const points = trendOf(releases, id);
          const latest = latestAsked(points);
          if (!question || !latest) return null;
          const figure = orderedAt(latest);
          const says = pointWords(latest, question.options);
          const change = changeWords(points, question);
          return (
            <article key={id} className={styles.figure}>
              <h2 className={text.small}>{question.asks}</h2>
              <p className={styles.says}>{says}</p>
              {figure && (
                <ScaleStrip
                  question={question}
                  figure={figure}
                  label={words.figure.chart(question.asks, `${halfTermName(latest.period.id)}: ${says}.`)}
                />
              )}
              {change && <p className={text.small}>{change.charAt(0).toUpperCase() + change.slice(1)}</p>}
            </article>
          );
        })}
      </div>
    </>
  );
}

function Block({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  const styles = useStyles();
  const text = useTextStyles();
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{title}</h2>
      <ul className={text.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

export default function Governors({ api, me, onReady }: PageProps) {
  const styles = useStyles();
  const text = useTextStyles();
  const read = useCallback(async () => ({ picture: await readPicture(api), actions: await api.get(paths.actions, actionsBody) }), [api]);
  const { state, retry } = useRead(read);
  useEffect(() => {
    if (state.kind !== 'loading') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  const { picture, actions } = state.value;
  const unit = firstToShow(me.units, picture.releases);
  const done = actions.done
    .filter((each) => each.unit.id === unit?.id)
    .slice(0, 4)
    .map(({ action, on }) => `${said(actionWords[action])}. ${doneWords.on(dayName(on))}.`);
  return (
    <main className={styles.page}>
      <div className={styles.tools}>
        <Button appearance="primary" onClick={() => window.print()}>
          {governors.print}
        </Button>
        <a className={text.link} href="#do">
          {governors.back}
        </a>
      </div>
      <h1 className={styles.title} id={pageTitleId} tabIndex={-1}>
        {said(governors.title)}
      </h1>
      {unit && <Figures picture={picture} unit={unit} />}
      <div className={styles.below}>
        <Block title={governors.done} lines={done.length > 0 ? done : [doneWords.none]} />
        <Block title={governors.asks.title} lines={governors.asks.lines.map(said)} />
        <Block title={governors.reading} lines={[...words.reading.lines, words.hear.notClinical]} />
        <Block title={words.made.title} lines={words.made.sentences} />
      </div>
    </main>
  );
}
