/** One supervisee, as their supervisor sees them: the digest first; the agreement, the date and the records below. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import { paths } from '../../../bot/contract/paths.ts';
import {
  recordsBody,
  supervisingBody,
  type ReadingBody,
  type RecordsBody,
  type SessionBody,
  type SessionRecordBody,
  type SuperviseeAsk,
  type SuperviseeBody,
  type SupervisingBody,
} from '../../../bot/contract/supervision.ts';
import { ApiProblem, type Api } from '../../api.ts';
import { dayName } from '../../../words/formats.ts';
import { useDoing, useRead } from '../../read.ts';
import { supervising, supervision } from '#words/tab/supervision.ts';
import { DoingLine } from '../DoingLine.tsx';
import { Part } from '../Part.tsx';
import { useTextStyles } from '../text.ts';
import { TitledPanel } from '../TitledPanel.tsx';
import { Unfold } from '../Unfold.tsx';
import { Agreement, isAgreed } from './AgreementPanel.tsx';
import { DigestView } from './DigestView.tsx';
import { RecordForm, type DraftWords } from './RecordForm.tsx';
import { RecordView } from './RecordView.tsx';
import { SessionEditor } from './SessionEditor.tsx';
import { useDate } from './useDate.ts';

const useStyles = makeStyles({
  more: { display: 'grid', gap: tokens.spacingVerticalL, paddingTop: tokens.spacingVerticalM },
  record: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    paddingTop: tokens.spacingVerticalM,
  },
});

export interface SuperviseePanelProps {
  readonly api: Api;
  readonly supervisee: SuperviseeBody;
  readonly today: string;
  readonly library: readonly ReadingBody[];
  readonly put: (all: SupervisingBody) => void;
}

interface Writing {
  readonly date: string;
  readonly id: string;
  readonly record?: SessionRecordBody;
  /** Somebody else's change came first: the record that is there is shown, beside what was typed. */
  readonly changed?: true;
}

function Records({ state, onEdit }: { readonly state: RecordsBody; readonly onEdit: (record: SessionRecordBody) => void }) {
  const text = useTextStyles();
  const styles = useStyles();
  if (state.records.length === 0) return <p className={text.text}>{supervising.noRecords}</p>;
  return (
    <>
      {state.records.map((record) => (
        <div key={record.id} className={styles.record}>
          <h4 className={text.heading}>{supervision.records.of(dayName(record.date))}</h4>
          <RecordView record={record} />
          {record.confirmedOn === undefined && (
            <div className={text.row}>
              <Button size="small" onClick={() => onEdit(record)}>
                {supervising.edit}
              </Button>
            </div>
          )}
        </div>
      ))}
    </>
  );
}

export function SuperviseePanel({ api, supervisee, today, library, put }: SuperviseePanelProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const { objectId: person, name, school, contract, digest, entitlement, toDraft } = supervisee;
  const theirs = `${paths.supervisee}?person=${encodeURIComponent(person)}`;
  const records = useRead(useCallback(() => api.get(theirs, recordsBody), [api, theirs]));
  const { doing, run } = useDoing();
  const drafting = useDoing();
  const [writing, setWriting] = useState<Writing>();
  const busy = doing === 'busy' || drafting.doing === 'busy';
  const [done, setDone] = useState<string>(supervision.contract.saved);
  const change = (ask: SuperviseeAsk): void => {
    setDone(ask.do === 'discuss' ? supervising.discussed : supervision.contract.saved);
    run(async () => put(await api.post(paths.supervisee, ask, supervisingBody)));
  };
  const open = digest.topics.filter(({ discussedOn }) => discussedOn === undefined);
  const begin = (date: string): void => setWriting({ date, id: crypto.randomUUID() });
  const save = ({ id, record }: Writing, draft: DraftWords): void =>
    drafting.run(async () => {
      try {
        put(await api.post(paths.supervisee, { do: 'draft', person, id, version: record?.version ?? 0, ...draft }, supervisingBody));
      } catch (error) {
        if (error instanceof ApiProblem && error.problem === 'changed') {
          const all = await api.get(theirs, recordsBody);
          const now = all.records.find((each) => each.id === id);
          // What was typed stays in the form, which answers to the version that stands now.
          if (now) setWriting({ date: now.date, id, record: now, changed: true });
          records.put(all);
        }
        throw error;
      }
      setWriting(undefined);
      records.retry();
    });
  const date = useDate();
  const setDate = (next: SessionBody | undefined): void => {
    const was = digest.session;
    const ask: SuperviseeAsk = { do: 'session', person, ...(next ? { session: next } : {}), ...(was ? { was } : {}) };
    setDone(supervision.contract.saved);
    const post = async (): Promise<void> => put(await api.post(paths.supervisee, ask, supervisingBody));
    run(() => date.send(next, post, async () => put(await api.get(paths.supervisees, supervisingBody))));
  };
  return (
    <TitledPanel title={name}>
      <p className={text.small}>
        {school}. {digest.on ? supervising.digestOn(dayName(digest.on)) : supervising.noDigest}
      </p>
      {!isAgreed(contract) && <p className={text.text}>{supervising.notAgreed}</p>}
      {/* What was sent stays readable when one of the two proposes other terms. */}
      {(isAgreed(contract) || digest.on !== undefined || digest.topics.length > 0) && <DigestView digest={digest} />}
      {open.length > 0 && (
        <div className={text.row}>
          <Button disabledFocusable={busy} onClick={() => change({ do: 'discuss', person, ids: open.map(({ id }) => id) })}>
            {supervising.discuss}
          </Button>
        </div>
      )}
      <DoingLine doing={doing} done={done} />
      {writing ? (
        <RecordForm
          key={writing.id}
          {...(writing.record ? { record: writing.record } : {})}
          changed={writing.changed === true}
          date={writing.date}
          today={today}
          entitlement={entitlement}
          library={library}
          busy={busy}
          onSave={(draft) => save(writing, draft)}
          onCancel={() => setWriting(undefined)}
        />
      ) : (
        isAgreed(contract) && (
          <div className={text.row}>
            {toDraft.map(({ date, by }) => (
              <Button key={date} disabledFocusable={busy} onClick={() => begin(date)}>
                {supervising.write(dayName(date), dayName(by))}
              </Button>
            ))}
            {toDraft.length === 0 && (
              <Button disabledFocusable={busy} onClick={() => begin(today)}>
                {supervising.writeOther}
              </Button>
            )}
          </div>
        )
      )}
      <DoingLine doing={drafting.doing} done={supervising.form.saved} />
      <Unfold label={supervising.more}>
        <div className={styles.more}>
          <h3 className={text.heading}>{supervision.contract.title}</h3>
          <Agreement
            key={`${contract.copies} ${contract.years}`}
            contract={contract}
            side="supervisor"
            busy={busy}
            onAgree={(terms) => change({ do: 'agree', person, terms })}
          />
          <h3 className={text.heading}>{supervising.session}</h3>
          <SessionEditor
            key={JSON.stringify([digest.session, date.lost])}
            session={digest.session}
            entitlement={entitlement}
            today={today}
            busy={busy}
            onSet={setDate}
            lost={date.lost}
            onSettled={date.settle}
          />
          <div>
            <h3 className={text.heading}>{supervising.theirRecords}</h3>
            <Part reading={records}>
              {(state) => <Records state={state} onEdit={(record) => setWriting({ date: record.date, id: record.id, record })} />}
            </Part>
          </div>
        </div>
      </Unfold>
    </TitledPanel>
  );
}
