/** A supervisor's own booking links. */
import { Button, Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { bookingOfBody, type BookingOfBody } from '../../../bot/contract/supervision.ts';
import { useDoing } from '../../read.ts';
import { supervising } from '#words/tab/supervision.ts';
import { DoingLine } from '../DoingLine.tsx';
import { useTextStyles } from '../text.ts';
import { TitledPanel } from '../TitledPanel.tsx';

const spoken = supervising.booking;

export function BookingEditor({
  booking,
  onSave,
}: {
  readonly booking: BookingOfBody;
  readonly onSave: (booking: BookingOfBody) => Promise<void>;
}) {
  const text = useTextStyles();
  const [session, setSession] = useState(booking.session ?? '');
  const [first, setFirst] = useState(booking.first ?? '');
  const [bad, setBad] = useState(false);
  const { doing, run } = useDoing();
  const save = (): void => {
    const given = bookingOfBody.safeParse({ ...(session === '' ? {} : { session }), ...(first === '' ? {} : { first }) });
    setBad(!given.success);
    if (given.success) run(() => onSave(given.data));
  };
  return (
    <TitledPanel title={spoken.title}>
      <p className={text.text}>{spoken.text}</p>
      <Field label={spoken.session}>
        <Input type="url" value={session} maxLength={500} onChange={(_event, { value }) => setSession(value)} />
      </Field>
      <Field label={spoken.first}>
        <Input type="url" value={first} maxLength={500} onChange={(_event, { value }) => setFirst(value)} />
      </Field>
      <div className={text.row}>
        <Button disabledFocusable={doing === 'busy'} onClick={save}>
          {spoken.save}
        </Button>
      </div>
      {bad ? (
        <p className={text.text} role="alert">
          {spoken.bad}
        </p>
      ) : (
        <DoingLine doing={doing} done={spoken.saved} />
      )}
    </TitledPanel>
  );
}
