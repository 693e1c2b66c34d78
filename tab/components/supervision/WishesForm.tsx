/** Access needs, and “rather not today”: about the session as a whole. */
import { Button, Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { longestAccess, type MySupervisionBody, type WarningBody } from '../../../bot/contract/supervision.ts';
import { supervision } from '../../words/supervision.ts';
import { useTextStyles } from '../text.ts';

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
}

export function WishesForm({ wishes, busy, onSave }: WishesFormProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const [access, setAccess] = useState(wishes.access ?? '');
  const [notToday, setNotToday] = useState(wishes.notToday === true);
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
