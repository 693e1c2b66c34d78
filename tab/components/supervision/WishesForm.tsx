/** Access needs, and “rather not today”: about the session as a whole. */
import { Button, Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { longestAccess, type MySupervisionBody, type WarningBody } from '../../../bot/contract/supervision.ts';
import { supervision } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';
import { ChangedMeanwhile } from './ChangedMeanwhile.tsx';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalS, margin: 0, padding: 0, border: 'none', minInlineSize: 0 },
  // A fieldset's own border would be drawn through its legend.
  apart: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, paddingTop: tokens.spacingVerticalM },
  legend: { padding: 0, paddingBottom: tokens.spacingVerticalS },
});

type Wishes = MySupervisionBody['wishes'];

export interface WishesFormProps {
  readonly wishes: Wishes;
  readonly busy: boolean;
  readonly onSave: (wishes: Wishes, sure: boolean) => Promise<readonly WarningBody[] | undefined>;
  /** What was typed here when another change came first. */
  readonly lost: Wishes | undefined;
  readonly onSettled: () => void;
}

export function WishesForm({ wishes, busy, onSave, lost, onSettled }: WishesFormProps) {
  const first = lost ?? wishes;
  const text = useTextStyles();
  const styles = useStyles();
  const [access, setAccess] = useState(first.access ?? '');
  const [notToday, setNotToday] = useState(first.notToday === true);
  const [asked, setAsked] = useState<readonly WarningBody[]>([]);
  const save = async (sure: boolean): Promise<void> => {
    const given = { ...(access.trim() === '' ? {} : { access: access.trim() }), ...(notToday ? { notToday: true as const } : {}) };
    setAsked((await onSave(given, sure)) ?? []);
  };
  return (
    <div className={styles.apart}>
      <fieldset className={styles.form}>
        <legend className={styles.legend}>
          <span className={text.heading}>{supervision.wishes.title}</span>
        </legend>
        {lost && (
          <ChangedMeanwhile busy={busy} onMine={() => void save(true)} onLeave={onSettled}>
            <p className={text.text}>{supervision.digest.access(wishes.access ?? supervision.keep.noNote)}</p>
            {wishes.notToday && <p className={text.text}>{supervision.digest.notToday}</p>}
          </ChangedMeanwhile>
        )}
        <p className={text.small}>{supervision.wishes.goes}</p>
        <Field label={supervision.wishes.access} hint={supervision.disclosable}>
          <Input value={access} maxLength={longestAccess} onChange={(_event, { value }) => setAccess(value)} />
        </Field>
        <Checkbox
          label={supervision.wishes.notToday}
          checked={notToday}
          onChange={(_event, { checked }) => setNotToday(checked === true)}
        />
        {asked.map((warning) => (
          <p key={warning} className={text.text} role="alert">
            {supervision.keep.asked[warning]}
          </p>
        ))}
        <div className={text.row}>
          <Button size="small" disabledFocusable={busy} onClick={() => void save(asked.length > 0)}>
            {asked.length > 0 ? supervision.keep.sure : supervision.wishes.save}
          </Button>
        </div>
      </fieldset>
    </div>
  );
}
