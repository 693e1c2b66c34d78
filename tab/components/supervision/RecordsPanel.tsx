/** The owner's records: read, add, confirm, show, save, delete. */
import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import { paths } from '../../../bot/contract/paths.ts';
import { recordsBody, type RecordChangeAsk, type SessionRecordBody } from '../../../bot/contract/supervision.ts';
import { ApiProblem, type Api } from '../../api.ts';
import { download } from '../../csv.ts';
import { dayName } from '../../../words/formats.ts';
import { useDoing, useRead } from '../../read.ts';
import { recordJson, recordPage } from '../../recordFile.ts';
import { supervision } from '#words/tab/supervision.ts';
import { Confirm } from '../Confirm.tsx';
import { DoingLine } from '../DoingLine.tsx';
import { Part } from '../Part.tsx';
import { useTextStyles } from '../text.ts';
import { TitledPanel } from '../TitledPanel.tsx';
import { Unfold } from '../Unfold.tsx';
import { ChangedMeanwhile } from './ChangedMeanwhile.tsx';
import { RecordView } from './RecordView.tsx';

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalL },
  record: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    paddingTop: tokens.spacingVerticalM,
  },
});

const spoken = supervision.records;

interface OneProps {
  /** What was typed about this record when another change came first. */
  readonly lost: string | undefined;
  readonly onSettled: () => void;
  readonly record: SessionRecordBody;
  /** Of an earlier role: there is nobody to show it to. */
  readonly before: boolean;
  readonly busy: boolean;
  readonly onChange: (ask: RecordChangeAsk) => void;
}

function Added({ record, busy, onChange, lost, onSettled }: Omit<OneProps, 'before'>) {
  const text = useTextStyles();
  const [added, setAdded] = useState(lost ?? record.added ?? '');
  const send = (words: string): void => onChange({ do: 'add', id: record.id, version: record.version, added: words });
  return (
    <Unfold label={spoken.add} open={lost !== undefined}>
      {lost !== undefined && (
        <ChangedMeanwhile busy={busy} onMine={() => send(added)} onLeave={onSettled}>
          <RecordView record={record} />
        </ChangedMeanwhile>
      )}
      <Field label={spoken.parts.added} hint={supervision.disclosable}>
        <Textarea value={added} maxLength={1_000} resize="vertical" onChange={(_event, { value }) => setAdded(value)} />
      </Field>
      <div className={text.row}>
        <Button size="small" disabledFocusable={busy} onClick={() => send(added)}>
          {spoken.addSave}
        </Button>
      </div>
    </Unfold>
  );
}

function One({ record, before, busy, onChange, lost, onSettled }: OneProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const { id, version, date, confirmedOn, isShared, supervisorKeeps, keptUntil } = record;
  const save = (kind: 'html' | 'json'): void =>
    kind === 'html'
      ? download(`${spoken.file(date)}.html`, recordPage(record), 'text/html')
      : download(`${spoken.file(date)}.json`, recordJson(record), 'application/json');
  return (
    <article className={styles.record} aria-label={spoken.of(dayName(date))}>
      <h3 className={text.heading}>{spoken.of(dayName(date))}</h3>
      <RecordView record={record} />
      <p className={text.small}>
        {confirmedOn ? spoken.confirmed(dayName(confirmedOn)) : spoken.draft} {supervisorKeeps && spoken.keeps}{' '}
        {spoken.keptUntil(dayName(keptUntil))}
      </p>
      <Added key={`${version} ${lost ?? ''}`} record={record} busy={busy} onChange={onChange} lost={lost} onSettled={onSettled} />
      <div className={text.row}>
        {confirmedOn === undefined && (
          <Button appearance="primary" disabledFocusable={busy} onClick={() => onChange({ do: 'confirm', id, version })}>
            {spoken.confirm}
          </Button>
        )}
        {(isShared || !before) && (
          <Button disabledFocusable={busy} onClick={() => onChange({ do: 'share', id, shared: !isShared })}>
            {isShared ? spoken.unshare : spoken.share}
          </Button>
        )}
        <Button onClick={() => save('html')}>{spoken.print}</Button>
        <Button onClick={() => save('json')}>{spoken.json}</Button>
      </div>
      <Confirm
        ask={spoken.remove}
        sure={spoken.removeSure}
        yes={spoken.removeYes}
        no={spoken.removeNo}
        busy={busy}
        quiet
        onYes={() => onChange({ do: 'delete', id })}
      />
    </article>
  );
}

export function RecordsPanel({ api, before = false }: { readonly api: Api; readonly before?: boolean }) {
  const text = useTextStyles();
  const styles = useStyles();
  const reading = useRead(useCallback(() => api.get(paths.supervisionRecords, recordsBody), [api]));
  const { put } = reading;
  const { doing, run } = useDoing();
  const [lost, setLost] = useState<{ readonly id: string; readonly added: string }>();
  const change = (ask: RecordChangeAsk): void =>
    run(async () => {
      try {
        put(await api.post(paths.supervisionRecords, ask, recordsBody));
        setLost(undefined);
      } catch (error) {
        if (error instanceof ApiProblem && error.problem === 'changed') {
          put(await api.get(paths.supervisionRecords, recordsBody));
          // What is confirmed is what one saw: the record that stands now is there to be read first.
          if (ask.do === 'add') setLost({ id: ask.id, added: ask.added });
        }
        throw error;
      }
    });
  return (
    <TitledPanel title={spoken.title}>
      <p className={text.text}>
        {spoken.lede} {supervision.disclosable}
      </p>
      <Part reading={reading}>
        {({ records }) => (
          <div className={styles.list}>
            {records.length === 0 && <p className={text.text}>{spoken.none}</p>}
            {records.map((record) => (
              <One
                key={record.id}
                record={record}
                before={before}
                busy={doing === 'busy'}
                onChange={change}
                lost={lost?.id === record.id ? lost.added : undefined}
                onSettled={() => setLost(undefined)}
              />
            ))}
          </div>
        )}
      </Part>
      <DoingLine doing={doing} done={spoken.done} />
    </TitledPanel>
  );
}
