/** Quiet days: a school that is left alone from one day to another. They hold at once, and nobody is asked why. */
import { Button, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useCallback, useState } from 'react';
import { paths } from '../../bot/contract/paths.ts';
import { quietDaysBody, quietDaysOutcomeBody, type QuietDaysAsk, type QuietDaysOutcomeBody } from '../../bot/contract/quietDays.ts';
import type { Api } from '../api.ts';
import { dayName } from '../../words/formats.ts';
import { useDoing, useRead } from '../read.ts';
import { words } from '#words/tab.ts';
import { admin } from '#words/tab/admin.ts';
import { DateProblems } from './DateProblems.tsx';
import { DoingLine } from './DoingLine.tsx';
import { FileButton } from './FileButton.tsx';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
  },
  school: { flex: '1 1 200px', minWidth: 0 },
  date: { flex: '0 1 146px' },
  quiet: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

const spoken = admin.quiet;
const nothing = { school: '', starts: '', ends: '' };

const spanWords = (starts: string, ends: string): string =>
  starts === ends ? dayName(starts) : spoken.span(dayName(starts), dayName(ends));

export function QuietDays({ api }: { readonly api: Api }) {
  const text = useTextStyles();
  const styles = useStyles();
  const { state, retry, put } = useRead(useCallback(() => api.get(paths.quietDays, quietDaysBody), [api]));
  const [span, setSpan] = useState(nothing);
  const [outcome, setOutcome] = useState<QuietDaysOutcomeBody>();
  const { doing, run } = useDoing();
  const busy = doing === 'busy';
  if (state.kind !== 'ready') {
    return (
      <TitledPanel title={spoken.title}>
        {state.kind === 'problem' && (
          <>
            <p className={text.text}>{words.states[state.problem].text}</p>
            <div className={text.row}>
              <Button onClick={retry}>{words.states.retry}</Button>
            </div>
          </>
        )}
      </TitledPanel>
    );
  }
  const { schools, quiet } = state.value;
  const send = (ask: () => Promise<QuietDaysAsk>): void =>
    run(async () => {
      setOutcome(undefined);
      const next = await api.post(paths.quietDays, await ask(), quietDaysOutcomeBody);
      setOutcome(next);
      if (next.kind === 'refused') return;
      put(next.now);
      setSpan(nothing);
    });
  const { school, starts, ends } = span;
  const add = async (): Promise<QuietDaysAsk> => ({ kind: 'add', school, starts, ends: ends === '' ? starts : ends });
  return (
    <TitledPanel title={spoken.title}>
      <p className={text.text}>{spoken.text}</p>
      {quiet.length === 0 ? (
        <p className={text.small}>{spoken.none}</p>
      ) : (
        <ul className={text.lines}>
          {quiet.map((each) => {
            const said = spoken.line(each.school, spanWords(each.starts, each.ends));
            return (
              <li key={said} className={styles.quiet}>
                <span>{said}</span>
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<DismissRegular />}
                  disabledFocusable={busy}
                  aria-label={spoken.remove(said)}
                  onClick={() => send(async () => ({ kind: 'remove', ...each }))}
                />
              </li>
            );
          })}
        </ul>
      )}
      <div className={styles.form}>
        <Field className={styles.school} label={spoken.school}>
          <Select value={school} onChange={(_event, { value }) => setSpan((now) => ({ ...now, school: value }))}>
            <option value="">{spoken.choose}</option>
            {schools.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field className={styles.date} label={spoken.from}>
          <Input type="date" value={starts} onChange={(_event, { value }) => setSpan((now) => ({ ...now, starts: value }))} />
        </Field>
        <Field className={styles.date} label={spoken.to}>
          <Input type="date" value={ends} onChange={(_event, { value }) => setSpan((now) => ({ ...now, ends: value }))} />
        </Field>
        <Button disabledFocusable={busy || school === '' || starts === ''} onClick={() => send(add)}>
          {spoken.add}
        </Button>
      </div>
      <p className={text.small}>{spoken.how}</p>
      <div className={text.row}>
        <FileButton
          accept=".csv,.ics,text/csv,text/calendar"
          busy={busy}
          onFile={(file) => send(async () => ({ kind: 'import', name: file.name, text: await file.text() }))}
        >
          {spoken.file}
        </FileButton>
      </div>
      {outcome?.kind === 'refused' && <DateProblems problems={outcome.problems} />}
      {outcome?.kind === 'changed' && outcome.leftOut.length > 0 && (
        <p className={text.small}>{spoken.leftOut(outcome.leftOut.join('; '))}</p>
      )}
      <DoingLine doing={doing} done={outcome?.kind === 'changed' ? spoken.done : ''} />
    </TitledPanel>
  );
}
