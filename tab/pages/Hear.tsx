/** "What we hear": the releases of the viewer's groups. The same for everyone who may see a group. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useId, useState, type ReactNode } from 'react';
import type { UnitReleaseBody } from '../../bot/contract/releases.ts';
import type { Api } from '../api.ts';
import { BookingPanel, GatheringPanel, MadePanel, ReadingPanel } from '../components/Aside.tsx';
import { FirstHalfTerm } from '../components/FirstHalfTerm.tsx';
import { HearSkeleton } from '../components/HearSkeleton.tsx';
import { MyDataPanel } from '../components/MyDataPanel.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { QuestionCard } from '../components/QuestionCard.tsx';
import { StatePanel } from '../components/StatePanel.tsx';
import { TurnCard } from '../components/TurnCard.tsx';
import { UnitLadder } from '../components/UnitLadder.tsx';
import { firstToShow, questionsByTurn, releasesOf, trendOf } from '../figures.ts';
import { halfTermName } from '../halfTerms.ts';
import { usePicture, type Picture } from '../picture.ts';
import { words } from '../words.ts';

const useStyles = makeStyles({
  section: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalL },
  heading: { display: 'grid', gap: tokens.spacingVerticalXXS },
  title: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold },
  note: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
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
  return (
    <div className={styles.heading}>
      <h2 className={styles.title}>{title}</h2>
      {notes.map(
        (note) =>
          note !== undefined && (
            <p key={note} className={styles.note}>
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
}: {
  readonly picture: Picture;
  readonly releases: Releases;
  readonly every: readonly string[];
}) {
  const styles = useStyles();
  const newest = releases.at(-1);
  if (!newest) return <FirstHalfTerm period={picture.period} />;
  return (
    <section className={styles.section}>
      <Heading
        title={words.hear.latest(halfTermName(newest.period.id))}
        notes={[newest.respondents ? words.hear.answered(newest.respondents) : words.figure.tooFew, words.figure.upIsEasier]}
      />
      {known(picture, every).map((question) => (
        <QuestionCard key={question.id} question={question} points={trendOf(releases, question.id)} />
      ))}
    </section>
  );
}

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
  if (inTurn.length === 0) return null;
  return (
    <section className={styles.section}>
      <Heading title={words.hear.inTurn} notes={[words.hear.inTurnNote]} />
      <div className={styles.turns}>
        {known(picture, inTurn).map((question) => (
          <TurnCard key={question.id} question={question} points={trendOf(releases, question.id)} />
        ))}
      </div>
    </section>
  );
}

function Ready({ api, picture, viewer }: { readonly api: Api; readonly picture: Picture; readonly viewer: ReactNode }) {
  const panel = useId();
  const ladder = picture.me.units;
  const [chosenId, setChosenId] = useState(() => firstToShow(ladder, picture.releases)?.id);
  const chosen = ladder.find((unit) => unit.id === chosenId);
  if (!chosen) return <StatePanel {...words.states.notOnRoster} />;
  const releases = releasesOf(picture.releases, chosen);
  const { every, inTurn } = questionsByTurn(releases);
  return (
    <PageFrame
      title={words.hear.title}
      lede={words.hear.lede}
      viewer={viewer}
      head={<UnitLadder ladder={ladder} chosen={chosen} onChoose={(unit) => setChosenId(unit.id)} controls={panel} />}
      aside={
        <>
          <BookingPanel booking={picture.booking} />
          {picture.period && <GatheringPanel period={picture.period} />}
          <ReadingPanel />
          <MadePanel />
          <MyDataPanel api={api} />
        </>
      }
      more={<InTurn picture={picture} releases={releases} inTurn={inTurn} />}
    >
      <div id={panel} {...(ladder.length > 1 ? { role: 'tabpanel', 'aria-labelledby': `${panel}-${chosen.id}` } : {})}>
        <Newest picture={picture} releases={releases} every={every} />
      </div>
    </PageFrame>
  );
}

export interface HearProps {
  readonly api: Api;
  readonly onReady: () => void;
  /** Who is looking, where that can be changed (local mode). */
  readonly viewer: (displayName: string) => ReactNode;
}

export default function Hear({ api, onReady, viewer }: HearProps) {
  const { state, retry } = usePicture(api);
  useEffect(() => {
    if (state.kind !== 'loading') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <HearSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  return <Ready api={api} picture={state.picture} viewer={viewer(state.picture.me.displayName)} />;
}
