/** "What we hear": the releases of the viewer's groups. The same for everyone who may see a group. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { lazy, memo, Suspense, useDeferredValue, useEffect, useId, useMemo, useState, type ReactNode } from 'react';
import type { MeBody } from '../../bot/contract/me.ts';
import type { UnitReleaseBody } from '../../bot/contract/releases.ts';
import { BookingPanel, GatheringPanel, MadePanel, ReadingPanel } from '../components/Aside.tsx';
import { DonePanel } from '../components/DonePanel.tsx';
import { HalfWayPanel } from '../components/HalfWayPanel.tsx';
import { HearSkeleton } from '../components/HearSkeleton.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { QuestionCard } from '../components/QuestionCard.tsx';
import { StatePanel } from '../components/StatePanel.tsx';
import { useTextStyles } from '../components/text.ts';
import { TurnCard } from '../components/TurnCard.tsx';
import { UnitLadder } from '../components/UnitLadder.tsx';
import { fewerAnswered, firstToShow, hasFigure, questionsByTurn, releasesOf, trendOf } from '../figures.ts';
import { useGradually } from '../gradually.ts';
import { halfTermName } from '../halfTerms.ts';
import type { PageProps } from '../pages.ts';
import { usePicture, type Picture } from '../picture.ts';
import { useDoing } from '../read.ts';
import { seasonsOf } from '../seasons.ts';
import { words } from '#words/tab.ts';

export { readPictureAhead as readAhead } from '../picture.ts';

/** Seen by few, or after everything else. */
const KeptBefore = lazy(() => import('../components/supervision/KeptBefore.tsx'));
const OfferedPanel = lazy(() => import('../components/supervision/OfferedPanel.tsx'));
const FirstHalfTerm = lazy(() => import('../components/FirstHalfTerm.tsx'));

const useStyles = makeStyles({
  section: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalL },
  heading: { display: 'grid', gap: tokens.spacingVerticalXXS },
  panel: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXXL },
  save: { justifySelf: 'start' },
  /** About as high as a card: what lies below moves little when it comes. */
  coming: { minHeight: '300px' },
  turns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalL,
    '@media (min-width: 720px)': { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  },
});

type Releases = readonly UnitReleaseBody[];

/** Questions by id, in the given order; one that the server no longer explains is left out. */
const known = (picture: Picture, ids: readonly string[]) => ids.flatMap((id) => picture.questions.get(id) ?? []);

function Heading({ title, notes }: { readonly title: string; readonly notes: readonly (string | undefined)[] }) {
  const styles = useStyles();
  const text = useTextStyles();
  return (
    <div className={styles.heading}>
      <h2 className={text.strong}>{title}</h2>
      {notes.map(
        (note) =>
          note !== undefined && (
            <p key={note} className={text.text}>
              {note}
            </p>
          ),
      )}
    </div>
  );
}

function Newest({
  picture,
  releases,
  every,
  roles,
}: {
  readonly picture: Picture;
  readonly releases: Releases;
  readonly every: readonly string[];
  readonly roles: MeBody['roles'];
}) {
  const styles = useStyles();
  const text = useTextStyles();
  const { doing, run } = useDoing();
  const newest = releases.at(-1);
  if (!newest) return <FirstHalfTerm period={picture.period} roles={roles} />;
  const save = (): void =>
    run(async () => {
      const { download, figuresCsv } = await import('../csv.ts');
      download(words.hear.saved(newest.unit.id), figuresCsv(releases, picture.questions));
    });
  return (
    <section className={styles.section}>
      {!hasFigure(newest) && <FirstHalfTerm period={picture.period} roles={roles} tooFew />}
      <Heading
        title={words.hear.latest(halfTermName(newest.period.id))}
        notes={[
          newest.respondents ? words.hear.answered(newest.respondents) : words.figure.tooFew,
          fewerAnswered(releases) ? words.hear.fewer : undefined,
          words.figure.upIsEasier,
          words.hear.breaks,
        ]}
      />
      <Cards picture={picture} releases={releases} every={every} />
      <Seasons releases={releases} />
      <Button className={styles.save} appearance="subtle" onClick={save}>
        {words.hear.save}
      </Button>
      {doing === 'failed' && <p className={text.text}>{words.states.failed.text}</p>}
    </section>
  );
}

const Card = memo(QuestionCard);

function Cards({
  picture,
  releases,
  every,
}: {
  readonly picture: Picture;
  readonly releases: Releases;
  readonly every: readonly string[];
}) {
  const styles = useStyles();
  const trends = useMemo(
    () => known(picture, every).map((question) => ({ question, points: trendOf(releases, question.id) })),
    [picture, releases, every],
  );
  const shown = useGradually(trends.length);
  return trends.map(({ question, points }, i) =>
    i < shown ? <Card key={question.id} question={question} points={points} /> : <div key={question.id} className={styles.coming} />,
  );
}

/** What the dots under the charts stand for. */
function Seasons({ releases }: { readonly releases: Releases }) {
  const text = useTextStyles();
  const marked = releases.slice(-7).filter(({ period }) => seasonsOf(period).length > 0);
  if (marked.length === 0) return null;
  const said = marked.map(({ period }) => words.seasons.mark(halfTermName(period.id), seasonsOf(period).join(', ')));
  return (
    <p className={text.text}>
      ● {words.seasons.label}: {said.join('; ')}.
    </p>
  );
}

const Turn = memo(TurnCard);

function InTurn({
  picture,
  releases,
  inTurn,
}: {
  readonly picture: Picture;
  readonly releases: Releases;
  readonly inTurn: readonly string[];
}) {
  const styles = useStyles();
  const trends = useMemo(
    () => known(picture, inTurn).map((question) => ({ question, points: trendOf(releases, question.id) })),
    [picture, releases, inTurn],
  );
  const shown = useGradually(trends.length);
  if (inTurn.length === 0) return null;
  return (
    <section className={styles.section}>
      <Heading title={words.hear.inTurn} notes={[words.hear.inTurnNote]} />
      <div className={styles.turns}>
        {trends.slice(0, shown).map(({ question, points }) => (
          <Turn key={question.id} question={question} points={points} />
        ))}
      </div>
    </section>
  );
}

/** What stands beside the figures comes a frame after the page's first words. */
const AfterFirst = ({ children }: { readonly children: ReactNode }) => useGradually(1) > 0 && children;

function Ready({
  api,
  picture,
  me,
  shared,
}: {
  readonly api: PageProps['api'];
  readonly picture: Picture;
  readonly me: MeBody;
  readonly shared: boolean;
}) {
  const styles = useStyles();
  const text = useTextStyles();
  const panel = useId();
  const ladder = me.units;
  const [chosenId, setChosenId] = useState(() => firstToShow(ladder, picture.releases)?.id);
  const chosen = ladder.find((unit) => unit.id === chosenId);
  // The ladder answers at once, the figures follow in pieces.
  const shown = useDeferredValue(chosen);
  const releases = useMemo(() => (shown ? releasesOf(picture.releases, shown) : []), [picture.releases, shown]);
  const { every, inTurn } = useMemo(() => questionsByTurn(releases), [releases]);
  if (!chosen) return <StatePanel {...words.states.notOnRoster} />;
  const newest = releases.at(-1);
  const halfWay = newest !== undefined && picture.period?.halfWay === true;
  return (
    <PageFrame
      title={words.hear.title}
      lede={words.hear.lede}
      head={
        <>
          {shared && <p className={text.text}>{words.shared.note}</p>}
          <UnitLadder ladder={ladder} chosen={chosen} onChoose={(unit) => setChosenId(unit.id)} controls={panel} />
        </>
      }
      aside={
        <AfterFirst>
          {picture.actions && !halfWay && <DonePanel done={picture.actions.done} unit={chosen} />}
          <BookingPanel booking={picture.booking} />
          {picture.period && <GatheringPanel period={picture.period} />}
          {newest && <ReadingPanel />}
          {newest && <MadePanel />}
          {/* Last, since it comes last: nothing above it moves. */}
          <Suspense>
            <OfferedPanel api={api} unit={chosen} releases={releases} questions={picture.questions} />
          </Suspense>
          {!shared && !me.roles.includes('senco') && (
            <Suspense>
              <KeptBefore api={api} />
            </Suspense>
          )}
        </AfterFirst>
      }
      more={<InTurn picture={picture} releases={releases} inTurn={inTurn} />}
    >
      <div
        id={panel}
        className={styles.panel}
        {...(ladder.length > 1 ? { role: 'tabpanel', 'aria-labelledby': `${panel}-${chosen.id}` } : {})}
      >
        {picture.actions && halfWay && <HalfWayPanel done={picture.actions.done} unit={chosen} since={newest.period.starts} />}
        <Newest picture={picture} releases={releases} every={every} roles={shared ? [] : me.roles} />
        {!newest && <MadePanel />}
        {!newest && <ReadingPanel />}
      </div>
    </PageFrame>
  );
}

export default function Hear({ api, me, shared = false, onReady }: PageProps) {
  const { state, retry } = usePicture(api);
  useEffect(() => {
    if (state.kind !== 'loading') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <HearSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  return <Ready api={api} picture={state.value} me={me} shared={shared} />;
}
