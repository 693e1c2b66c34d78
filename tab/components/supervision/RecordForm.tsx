/** A supervisor's draft of a session's record. */
import { Button, Checkbox, Field, Input, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import {
  ownerBody,
  type AgreedActionBody,
  type EntitlementBody,
  type ReadingBody,
  type SessionRecordBody,
  type SuperviseeAsk,
} from '../../../bot/contract/supervision.ts';
import { supervising, supervision } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';
import { ChangedMeanwhile } from './ChangedMeanwhile.tsx';
import { RecordView } from './RecordView.tsx';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM },
  set: { display: 'grid', gap: tokens.spacingVerticalS, margin: 0, padding: 0, border: 'none', minInlineSize: 0 },
  legend: { padding: 0, paddingBottom: tokens.spacingVerticalS },
  short: { width: '150px' },
  what: { flex: '1 1 220px', minWidth: 0 },
});

const spoken = supervising.form;
const { parts } = supervision.records;
const texts = ['focus', 'mine', 'shared', 'systems', 'mayLeave'] as const;

type Draft = Extract<SuperviseeAsk, { do: 'draft' }>;
export type DraftWords = Omit<Draft, 'do' | 'person' | 'id' | 'version'>;

export interface RecordFormProps {
  /** What is changed; absent for a new record. */
  readonly record?: SessionRecordBody;
  /** Another change came first: what stands now is shown, and what was typed is still here. */
  readonly changed: boolean;
  readonly date: string;
  readonly today: string;
  readonly entitlement: EntitlementBody;
  readonly library: readonly ReadingBody[];
  readonly busy: boolean;
  readonly onSave: (draft: DraftWords) => void;
  readonly onCancel: () => void;
}

function Actions({
  actions,
  onChange,
}: {
  readonly actions: readonly AgreedActionBody[];
  readonly onChange: (actions: readonly AgreedActionBody[]) => void;
}) {
  const text = useTextStyles();
  const styles = useStyles();
  const set = (at: number, next: AgreedActionBody): void => onChange(actions.map((each, i) => (i === at ? next : each)));
  return (
    <fieldset className={styles.set}>
      <legend className={styles.legend}>
        <span className={text.heading}>{parts.actions}</span>
      </legend>
      {actions.map((action, i) => (
        <div key={i} className={text.row}>
          <Field label={spoken.what} hint={supervision.disclosable} className={styles.what}>
            <Input value={action.what} maxLength={140} onChange={(_event, { value }) => set(i, { ...action, what: value })} />
          </Field>
          <Field label={spoken.owner} className={styles.short}>
            <Select
              value={action.owner}
              onChange={(_event, { value }) =>
                set(i, { ...action, owner: ownerBody.options.find((each) => each === value) ?? action.owner })
              }
            >
              {ownerBody.options.map((owner) => (
                <option key={owner} value={owner}>
                  {supervision.digest.owners[owner]}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={spoken.by} className={styles.short}>
            <Input
              type="date"
              value={action.by ?? ''}
              onChange={(_event, { value }) => {
                const { by: _by, ...rest } = action;
                set(i, value === '' ? rest : { ...rest, by: value });
              }}
            />
          </Field>
          <Button
            size="small"
            appearance="subtle"
            aria-label={`${spoken.removeAction}: ${action.what}`}
            onClick={() => onChange(actions.filter((_each, at) => at !== i))}
          >
            {spoken.removeAction}
          </Button>
        </div>
      ))}
      {actions.length < 6 && (
        <div className={text.row}>
          <Button size="small" onClick={() => onChange([...actions, { what: '', owner: 'supervisee' }])}>
            {spoken.addAction}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

export function RecordForm({ record, changed, date: first, today, entitlement, library, busy, onSave, onCancel }: RecordFormProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const noNames = useId();
  const [date, setDate] = useState(first);
  const [minutes, setMinutes] = useState(String(record?.minutes ?? entitlement.minutes));
  const [written, setWritten] = useState(() => Object.fromEntries(texts.map((name) => [name, record?.[name] ?? ''])));
  const [actions, setActions] = useState<readonly AgreedActionBody[]>(record?.actions ?? []);
  const [reading, setReading] = useState<readonly ReadingBody[]>(record?.reading ?? []);
  const [nextDate, setNextDate] = useState(record?.nextDate ?? '');
  const shelf = [...reading.filter(({ url }) => !library.some((each) => each.url === url)), ...library];
  const length = Number(minutes);
  const bad = date === '' || date > today || !(length >= 15 && length <= 180);
  const save = (): void =>
    onSave({
      date,
      minutes: length,
      format: entitlement.format,
      focus: written['focus'] ?? '',
      mine: written['mine'] ?? '',
      shared: written['shared'] ?? '',
      systems: written['systems'] ?? '',
      mayLeave: written['mayLeave'] ?? '',
      actions: actions.filter(({ what }) => what.trim() !== ''),
      reading: [...reading],
      ...(nextDate === '' ? {} : { nextDate }),
    });
  return (
    <div className={styles.form}>
      <div>
        <h3 className={text.heading}>{spoken.title}</h3>
        <p id={noNames} className={text.small}>
          {supervision.disclosable}
        </p>
      </div>
      {changed && record && (
        <ChangedMeanwhile busy={busy || bad} onMine={save} onLeave={onCancel}>
          <RecordView record={record} />
        </ChangedMeanwhile>
      )}
      <div className={text.row}>
        <Field label={spoken.date} className={styles.short}>
          <Input type="date" max={today} value={date} onChange={(_event, { value }) => setDate(value)} />
        </Field>
        <Field label={spoken.minutes} className={styles.short}>
          <Input type="number" min="15" max="180" value={minutes} onChange={(_event, { value }) => setMinutes(value)} />
        </Field>
      </div>
      {texts.map((name) => (
        <Field key={name} label={parts[name]}>
          <Textarea
            aria-describedby={noNames}
            value={written[name] ?? ''}
            maxLength={600}
            resize="vertical"
            onChange={(_event, { value }) => setWritten((now) => ({ ...now, [name]: value }))}
          />
        </Field>
      ))}
      <Actions actions={actions} onChange={setActions} />
      {shelf.length > 0 && (
        <fieldset className={styles.set}>
          <legend className={styles.legend}>
            <span className={text.heading}>{spoken.reading}</span>
          </legend>
          {shelf.map((each) => (
            <Checkbox
              key={each.url}
              label={each.title}
              checked={reading.some(({ url }) => url === each.url)}
              disabled={reading.length >= 5 && !reading.some(({ url }) => url === each.url)}
              onChange={(_event, { checked }) =>
                setReading((now) => (checked === true ? [...now, each] : now.filter(({ url }) => url !== each.url)))
              }
            />
          ))}
        </fieldset>
      )}
      <Field label={spoken.nextDate} className={styles.short}>
        <Input type="date" value={nextDate} onChange={(_event, { value }) => setNextDate(value)} />
      </Field>
      <div className={text.row}>
        <Button appearance="primary" disabledFocusable={busy || bad} onClick={save}>
          {spoken.save}
        </Button>
        <Button appearance="subtle" onClick={onCancel}>
          {spoken.cancel}
        </Button>
      </div>
    </div>
  );
}
