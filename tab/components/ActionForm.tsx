/** Act, ask first, or not now and why: with an owner and a date. */
import { Button, Field, Input, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { ActionAsk, ChoiceBody, DecisionBody, WayBody } from '../../bot/contract/actions.ts';
import type { UnitBody } from '../../bot/contract/me.ts';
import { inThreeWeeks } from '../due.ts';
import { actionWords } from '#words/tab/actions.ts';
import { leaders } from '#words/tab/leaders.ts';
import { useTextStyles } from './text.ts';
import { said } from '../../words/nation.ts';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM },
  /** A message under one field leaves the other where it is. */
  fields: { display: 'flex', flexWrap: 'wrap', alignItems: 'start', gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}` },
  owner: { flex: '1 1 220px', minWidth: 0 },
  due: { flex: '0 1 180px' },
});

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
  const ownerField = useRef<HTMLInputElement>(null);
  const dueField = useRef<HTMLInputElement>(null);
  const reason = useRef<HTMLInputElement>(null);
  const notNow = useRef<HTMLDivElement>(null);
  const goesBack = useRef(false);
  useEffect(() => {
    if (asksWhy) reason.current?.focus();
    // Who goes back stands where they were. Once a reason is kept the page takes them to it.
    else if (goesBack.current) notNow.current?.querySelector('button')?.focus();
    goesBack.current = false;
  }, [asksWhy]);
  const lacksOwner = owner.trim() === '';
  // An empty day comes before every other.
  const lacksDue = due < today;
  const lacksReason = because.trim() === '';
  const decide = (decision: DecisionBody): void => {
    setTried(true);
    const lacking = lacksOwner ? ownerField : lacksDue ? dueField : decision === 'notNow' && lacksReason ? reason : undefined;
    lacking?.current?.focus();
    if (action === undefined || lacking) return;
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
      <div className={styles.fields}>
        <Field
          className={styles.owner}
          label={leaders.form.owner}
          {...(tried && lacksOwner ? { validationMessage: leaders.form.needsOwner } : {})}
        >
          <Input value={owner} maxLength={60} input={{ ref: ownerField }} onChange={(_event, { value }) => setOwner(value)} />
        </Field>
        <Field className={styles.due} label={leaders.form.due} {...(tried && lacksDue ? { validationMessage: leaders.form.needsDue } : {})}>
          <Input type="date" value={due} min={today} input={{ ref: dueField }} onChange={(_event, { value }) => setDue(value)} />
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
            <Button
              onClick={() => {
                goesBack.current = true;
                setAsksWhy(false);
              }}
            >
              {leaders.backToDeciding}
            </Button>
          </>
        ) : (
          <>
            <Button appearance="primary" disabledFocusable={busy} onClick={() => decide('act')}>
              {leaders.decisions.act}
            </Button>
            <Button disabledFocusable={busy} onClick={() => decide('askFirst')}>
              {leaders.decisions.askFirst}
            </Button>
            <div ref={notNow}>
              <Button appearance="subtle" onClick={() => setAsksWhy(true)}>
                {leaders.decisions.notNow}
              </Button>
            </div>
          </>
        )}
      </div>
    </div>
  );
}
