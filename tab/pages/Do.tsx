/** "What we do", for leaders: one signal, one question for one's own SENCo, one action; then what was decided. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { actionsBody, offered, type ActionAsk, type ActionsBody, type SignalBody, type WayBody } from '../../bot/contract/actions.ts';
import type { UnitBody } from '../../bot/contract/me.ts';
import { paths } from '../../bot/contract/paths.ts';
import type { Api } from '../api.ts';
import { ActionForm } from '../components/ActionForm.tsx';
import { ReadingPanel } from '../components/Aside.tsx';
import { Decided } from '../components/Decided.tsx';
import { DoingLine } from '../components/DoingLine.tsx';
import { DonePanel } from '../components/DonePanel.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { SignalCard } from '../components/SignalCard.tsx';
import { CoveragePanel } from '../components/supervision/CoveragePanel.tsx';
import { NetworkEditor } from '../components/supervision/NetworkEditor.tsx';
import { useTextStyles } from '../components/text.ts';
import { TitledPanel } from '../components/TitledPanel.tsx';
import { Unfold } from '../components/Unfold.tsx';
import { UnitLadder } from '../components/UnitLadder.tsx';
import { WaysPanel } from '../components/WaysPanel.tsx';
import { dayName } from '../../words/formats.ts';
import type { PageProps } from '../pages.ts';
import { readPicture, type Picture } from '../picture.ts';
import { useDoing, useRead } from '../read.ts';
import { wayWords } from '#words/tab/actions.ts';
import { leaders } from '#words/tab/leaders.ts';
import { said } from '../../words/nation.ts';

const useStyles = makeStyles({
  // Who is taken here sees the panel's heading too.
  form: { margin: 0, padding: 0, border: 'none', minInlineSize: 0, scrollMarginTop: '96px' },
  lists: { display: 'grid', gap: tokens.spacingVerticalM },
});

type Plan = NonNullable<ActionsBody['plan']>;
interface Desk {
  readonly picture: Picture;
  readonly actions: ActionsBody;
}

async function readDesk(api: Api): Promise<Desk> {
  const [picture, actions] = await Promise.all([readPicture(api), api.get(paths.actions, actionsBody)]);
  return { picture, actions };
}

function Guides() {
  const text = useTextStyles();
  const styles = useStyles();
  return (
    <TitledPanel title={leaders.guides.title} quiet>
      <div className={styles.lists}>
        {leaders.guides.list.map(({ title, lines }) => (
          <Unfold key={title} label={title}>
            <ul className={text.lines}>
              {lines.map(said).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Unfold>
        ))}
      </div>
    </TitledPanel>
  );
}

interface RoomProps extends PageProps {
  readonly desk: Desk;
  readonly plan: Plan;
  readonly put: (desk: Desk) => void;
}

const firstUnit = ({ signals }: Plan, units: readonly UnitBody[]): UnitBody | undefined => signals[0]?.unit ?? units[0];

function Room({ api, me, desk, plan, put }: RoomProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const panel = useId();
  const form = useRef<HTMLFieldSetElement>(null);
  const { doing, run } = useDoing();
  /** Whose change is under way or was made last: an action's, by its id; the form's where there is none. */
  const [touchedId, setTouchedId] = useState<string>();
  const [decidedId, setDecidedId] = useState<string>();
  const shownId = touchedId ?? decidedId;
  const touched = useMemo(() => (shownId === undefined ? undefined : { id: shownId, doing }), [shownId, doing]);
  const [unitId, setUnitId] = useState(() => firstUnit(plan, me.units)?.id);
  const [chosen, setChosen] = useState<WayBody>();
  const unit = me.units.find(({ id }) => id === unitId) ?? me.units[0];
  if (!unit) return null;
  const signal: SignalBody | undefined = plan.signals.find((each) => each.unit.id === unit.id);
  const way = chosen ?? signal?.way ?? 'understand';
  const decide = (ask: ActionAsk, kept?: () => void): void =>
    run(async () => {
      setTouchedId(ask.id);
      setDecidedId(undefined);
      const known = new Set(plan.actions.map(({ id }) => id));
      const actions = await api.post(paths.actions, ask, actionsBody);
      put({ ...desk, actions });
      setDecidedId(
        actions.plan?.actions.find(({ id, unit: of, action }) => !known.has(id) && of.id === ask.unit && action === ask.action)?.id,
      );
      kept?.();
    });
  const choose = (next: WayBody): void => {
    setChosen(next);
    form.current?.scrollIntoView({ block: 'nearest' });
    form.current?.focus();
  };
  return (
    <PageFrame
      title={leaders.title}
      lede={said(leaders.lede)}
      head={<UnitLadder ladder={me.units} chosen={unit} onChoose={(next) => setUnitId(next.id)} controls={panel} />}
      aside={
        <>
          <DonePanel done={desk.actions.done} unit={unit} />
          <TitledPanel title={leaders.governorsLink} quiet>
            <p className={text.text}>{leaders.governorsNote}</p>
            <a className={text.link} href="#governors">
              {leaders.governorsLink}
            </a>
          </TitledPanel>
          <Guides />
          <ReadingPanel />
        </>
      }
    >
      <div
        id={panel}
        className={text.column}
        {...(me.units.length > 1 ? { role: 'tabpanel', 'aria-labelledby': `${panel}-${unit.id}` } : {})}
      >
        <SignalCard picture={desk.picture} signal={signal} unit={unit} way={way} />
        <TitledPanel title={leaders.action}>
          {signal?.decideBy && signal.decideBy >= plan.today && <p className={text.text}>{leaders.decideBy(dayName(signal.decideBy))}</p>}
          <fieldset ref={form} className={styles.form} tabIndex={-1} aria-label={leaders.chosenWay(wayWords[way].title)}>
            <ActionForm
              key={`${unit.id} ${way}`}
              unit={unit}
              way={way}
              choices={offered[way]}
              owner={me.displayName}
              today={plan.today}
              busy={doing === 'busy'}
              onDecide={decide}
            />
          </fieldset>
          <DoingLine doing={touchedId === undefined ? doing : 'idle'} done={leaders.savedBelow} />
        </TitledPanel>
        <Decided
          actions={plan.actions.filter((each) => each.unit.id === unit.id)}
          today={plan.today}
          touched={touched}
          busy={doing === 'busy'}
          onChange={decide}
        />
        <CoveragePanel api={api} />
        <NetworkEditor api={api} units={me.units} />
        <WaysPanel chosen={way} onChoose={choose} />
      </div>
    </PageFrame>
  );
}

export default function Do(props: PageProps) {
  const { api, onReady } = props;
  const { state, retry, put } = useRead(useCallback(() => readDesk(api), [api]));
  useEffect(() => {
    if (state.kind !== 'loading') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  const { plan } = state.value.actions;
  if (!plan) return <ProblemPanel problem="notAllowed" onRetry={retry} />;
  return <Room {...props} desk={state.value} plan={plan} put={put} />;
}
