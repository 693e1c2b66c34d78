/** What was decided: owner, date, status; what is done can be told to the group. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { ActionAsk, ActionBody } from '../../bot/contract/actions.ts';
import { inThreeWeeks } from '../due.ts';
import { dayName } from '../../words/formats.ts';
import type { Doing } from '../read.ts';
import { actionWords, doneWords } from '#words/tab/actions.ts';
import { leaders } from '#words/tab/leaders.ts';
import { DoingLine } from './DoingLine.tsx';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';
import { pathWords } from './UnitLadder.tsx';
import { said } from '../../words/nation.ts';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: tokens.spacingVerticalL },
  item: {
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    paddingTop: tokens.spacingVerticalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  steps: { paddingTop: tokens.spacingVerticalXS },
});

export interface DecidedProps {
  readonly actions: readonly ActionBody[];
  readonly today: string;
  /** The action that was last asked to change, or that was just decided, and how that went. */
  readonly touched: { readonly id: string; readonly doing: Doing } | undefined;
  readonly busy: boolean;
  readonly onChange: (ask: ActionAsk) => void;
}

function askFrom({ id, unit, way, action, decision, because, owner, due, doneOn, published }: ActionBody): ActionAsk {
  return {
    id,
    unit: unit.id,
    way,
    action,
    decision,
    owner,
    due,
    done: doneOn !== undefined,
    published,
    ...(because === undefined ? {} : { because }),
  };
}

export function Decided({ actions, today, touched, busy, onChange }: DecidedProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const list = useRef<HTMLUListElement>(null);
  const landed = touched?.doing === 'done' ? touched : undefined;
  // What was decided may stand far from where it was, and the button that was pressed is gone: the reader is taken to it.
  useEffect(() => {
    if (landed) list.current?.querySelector<HTMLElement>(`[data-action="${CSS.escape(landed.id)}"]`)?.focus();
  }, [landed]);
  return (
    <TitledPanel title={leaders.underWay}>
      {actions.length === 0 && <p className={text.text}>{leaders.none}</p>}
      <ul ref={list} className={styles.list}>
        {actions.map((each) => (
          <li key={each.id} className={styles.item}>
            <h3 className={text.heading} tabIndex={-1} data-action={each.id}>
              {said(actionWords[each.action])}
            </h3>
            <p className={text.text}>
              {each.doneOn
                ? leaders.doneOn(dayName(each.doneOn), each.owner)
                : `${leaders.decided[each.decision]}: ${leaders.ownerAndDue(each.owner, dayName(each.due))}.`}
              {!each.doneOn && each.decision !== 'notNow' && each.due < today && ` ${leaders.overdue}`}
            </p>
            {each.because && <p className={text.text}>{leaders.because(each.because)}</p>}
            {each.published && (
              <p className={text.small}>
                {doneWords.title(pathWords(each.unit.path))}. {leaders.published(pathWords(each.unit.path))}
              </p>
            )}
            <div className={mergeClasses(text.row, styles.steps)}>
              <Steps action={each} today={today} busy={busy} onChange={onChange} />
            </div>
            <DoingLine doing={touched?.id === each.id ? touched.doing : 'idle'} done={leaders.saved} />
          </li>
        ))}
      </ul>
      {actions.length > 0 && <p className={text.small}>{leaders.notOwnMark}</p>}
    </TitledPanel>
  );
}

/** The step that comes next for an action, and the one back from it. */
function Steps({
  action,
  today,
  busy,
  onChange,
}: {
  readonly action: ActionBody;
  readonly today: string;
  readonly busy: boolean;
  readonly onChange: DecidedProps['onChange'];
}) {
  const ask = askFrom(action);
  const { because: _reason, ...withoutReason } = ask;
  const named = (label: string): string => `${label}: ${said(actionWords[action.action])}`;
  const step = (label: string, next: ActionAsk) => (
    <Button size="small" disabledFocusable={busy} aria-label={named(label)} onClick={() => onChange(next)}>
      {label}
    </Button>
  );
  if (action.decision !== 'act')
    return step(leaders.takeUp, { ...withoutReason, decision: 'act', due: action.due < today ? inThreeWeeks(today) : action.due });
  if (action.doneOn === undefined) return step(leaders.done, { ...ask, done: true });
  return (
    <>
      {step(action.published ? leaders.unpublish : leaders.publish, { ...ask, published: !action.published })}
      {step(leaders.notDone, { ...ask, done: false, published: false })}
    </>
  );
}
