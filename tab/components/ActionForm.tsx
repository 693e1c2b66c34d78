/** Act, ask first, or not now and why: with an owner and a date. */
import { Button, Field, Input, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { ActionAsk, ChoiceBody, DecisionBody, WayBody } from '../../bot/contract/actions.ts';
import type { UnitBody } from '../../bot/contract/me.ts';
import { actionWords } from '#words/tab/actions.ts';
import { leaders } from '#words/tab/leaders.ts';
import { useTextStyles } from './text.ts';
import { said } from '../../words/nation.ts';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM },
  owner: { flex: '1 1 220px', minWidth: 0 },
  due: { flex: '0 1 180px' },
});

/** Three weeks, as a default. */
const daysToAct = 21;

function inThreeWeeks(today: string): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + daysToAct * 86_400_000).toISOString().slice(0, 10);
}

export interface ActionFormProps {
  readonly unit: UnitBody;
  readonly way: WayBody;
  readonly choices: readonly ChoiceBody[];
  /** Who sees to it, until somebody else is named. */
  readonly owner: string;
  /** The server's day, `YYYY-MM-DD`. */
  readonly today: string;
  readonly busy: boolean;
  /** `kept` is called once the decision stands: until then what was typed stays. */
  readonly onDecide: (ask: ActionAsk, kept: () => void) => void;
}

export function ActionForm({ unit, way, choices, owner: me, today, busy, onDecide }: ActionFormProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const [action, setAction] = useState<ChoiceBody | undefined>(choices[0]);
  const [owner, setOwner] = useState(me);
  const [due, setDue] = useState(() => inThreeWeeks(today));
  const [asksWhy, setAsksWhy] = useState(false);
  const [because, setBecause] = useState('');
  const [tried, setTried] = useState(false);
  const reason = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asksWhy) reason.current?.focus();
  }, [asksWhy]);
  const lacksOwner = owner.trim() === '';
  const lacksReason = because.trim() === '';
  const decide = (decision: DecisionBody): void => {
    setTried(true);
    if (action === undefined || lacksOwner || due === '' || (decision === 'notNow' && lacksReason)) return;
    const ask: ActionAsk = {
      unit: unit.id,
      way,
      action,
      decision,
      owner: owner.trim(),
      due,
      done: false,
      published: false,
      ...(decision === 'notNow' ? { because: because.trim() } : {}),
    };
    onDecide(ask, () => {
      setAsksWhy(false);
      setBecause('');
      setTried(false);
    });
  };
  return (
    <div className={styles.form}>
      <Field label={leaders.form.choose}>
        <RadioGroup value={action ?? ''} onChange={(_event, { value }) => setAction(choices.find((each) => each === value))}>
          {choices.map((choice) => (
            <Radio key={choice} value={choice} label={said(actionWords[choice])} />
          ))}
        </RadioGroup>
      </Field>
      <div className={text.row}>
        <Field
          className={styles.owner}
          label={leaders.form.owner}
          {...(tried && lacksOwner ? { validationMessage: leaders.form.needsOwner } : {})}
        >
          <Input value={owner} maxLength={60} onChange={(_event, { value }) => setOwner(value)} />
        </Field>
        <Field className={styles.due} label={leaders.form.due}>
          <Input type="date" value={due} min={today} onChange={(_event, { value }) => setDue(value)} />
        </Field>
      </div>
      {asksWhy && (
        <Field label={leaders.form.because} {...(tried && lacksReason ? { validationMessage: leaders.form.needs } : {})}>
          <Input value={because} maxLength={200} input={{ ref: reason }} onChange={(_event, { value }) => setBecause(value)} />
        </Field>
      )}
      <div className={text.row}>
        {asksWhy ? (
          <>
            <Button appearance="primary" disabledFocusable={busy} onClick={() => decide('notNow')}>
              {leaders.keepReason}
            </Button>
            <Button onClick={() => setAsksWhy(false)}>{leaders.backToDeciding}</Button>
          </>
        ) : (
          <>
            <Button appearance="primary" disabledFocusable={busy} onClick={() => decide('act')}>
              {leaders.decisions.act}
            </Button>
            <Button disabledFocusable={busy} onClick={() => decide('askFirst')}>
              {leaders.decisions.askFirst}
            </Button>
            <Button appearance="subtle" onClick={() => setAsksWhy(true)}>
              {leaders.decisions.notNow}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
