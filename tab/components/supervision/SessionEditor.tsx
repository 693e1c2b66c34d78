/** The next session's date, or a fixed series: either of the two may set it. */
import { Button, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { rhythmBody, sessionBody, type EntitlementBody, type SessionBody } from '../../../bot/contract/supervision.ts';
import { dayName } from '../../../words/formats.ts';
import { supervision } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';
import { ChangedMeanwhile } from './ChangedMeanwhile.tsx';
import { Unfold } from '../Unfold.tsx';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM, paddingTop: tokens.spacingVerticalS },
  date: { width: '170px' },
  short: { width: '120px' },
});

const spoken = supervision.session;

export interface SessionEditorProps {
  readonly session: SessionBody | undefined;
  readonly entitlement: EntitlementBody;
  readonly today: string;
  readonly busy: boolean;
  /** Undefined takes the date away. */
  readonly onSet: (session: SessionBody | undefined) => void;
  /** What was typed here when another date came first: it is still there, and asked about. */
  readonly lost?: SessionBody | undefined;
  readonly onSettled: () => void;
}

export function SessionEditor({ session, entitlement, today, busy, onSet, lost, onSettled }: SessionEditorProps) {
  const first = lost ?? session;
  const text = useTextStyles();
  const styles = useStyles();
  const [date, setDate] = useState(first?.date ?? '');
  const [time, setTime] = useState(first?.time ?? '10:00');
  const [minutes, setMinutes] = useState(String(first?.minutes ?? entitlement.minutes));
  const [every, setEvery] = useState(first?.every);
  const next = sessionBody.safeParse({ date, time, minutes: Number(minutes), ...(every ? { every } : {}) });
  const good = next.success && date >= today;
  const stands = <p className={text.text}>{session ? spoken.next(dayName(session.date), session.time, session.minutes) : spoken.none}</p>;
  return (
    <>
      {stands}
      <p className={text.small}>
        {spoken.entitled(entitlement.minutes, spoken.rhythm[entitlement.every], spoken.format[entitlement.format])}
      </p>
      <Unfold label={spoken.change} open={lost !== undefined}>
        <div className={styles.form}>
          {lost && (
            <ChangedMeanwhile busy={busy} onMine={() => next.success && onSet(next.data)} onLeave={onSettled}>
              {stands}
            </ChangedMeanwhile>
          )}
          <div className={text.row}>
            <Field label={spoken.date} className={styles.date}>
              <Input type="date" min={today} value={date} onChange={(_event, { value }) => setDate(value)} />
            </Field>
            <Field label={spoken.time} className={styles.short}>
              <Input type="time" value={time} onChange={(_event, { value }) => setTime(value)} />
            </Field>
            <Field label={spoken.minutes} className={styles.short}>
              <Input type="number" min="15" max="180" value={minutes} onChange={(_event, { value }) => setMinutes(value)} />
            </Field>
          </div>
          <Field label={spoken.repeats}>
            <Select value={every ?? ''} onChange={(_event, { value }) => setEvery(rhythmBody.options.find((each) => each === value))}>
              <option value="">{spoken.once}</option>
              {rhythmBody.options.map((each) => (
                <option key={each} value={each}>
                  {spoken.every[each]}
                </option>
              ))}
            </Select>
          </Field>
          <div className={text.row}>
            <Button disabledFocusable={busy || !good} onClick={() => next.success && onSet(next.data)}>
              {spoken.save}
            </Button>
            {session && (
              <Button appearance="subtle" disabledFocusable={busy} onClick={() => onSet(undefined)}>
                {spoken.remove}
              </Button>
            )}
          </div>
        </div>
      </Unfold>
    </>
  );
}
