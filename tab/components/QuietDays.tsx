/** Quiet days: a school that is left alone from one day to another. They hold at once, and nobody is asked why. */
import { Button, Field, makeStyles, mergeClasses, Select, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { paths } from '../../bot/contract/paths.ts';
import { quietDaysBody, quietDaysOutcomeBody, type QuietDaysAsk } from '../../bot/contract/quietDays.ts';
import type { Api } from '../api.ts';
import { dayName } from '../../words/formats.ts';
import { admin } from '#words/tab/admin.ts';
import { DatesFile, DayField, SentDates, useDates, useDateStyles } from './dates.tsx';
import { DoingLine } from './DoingLine.tsx';
import { PartPanel } from './Part.tsx';
import { useTextStyles } from './text.ts';

const useStyles = makeStyles({
  school: { flex: '1 1 200px', minWidth: 0 },
  list: { listStyle: 'none', paddingInlineStart: 0 },
  quiet: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

const spoken = admin.quiet;
const nothing = { school: '', starts: '', ends: '' };

const spanWords = (starts: string, ends: string): string =>
  starts === ends ? dayName(starts) : spoken.span(dayName(starts), dayName(ends));

export function QuietDays({ api }: { readonly api: Api }) {
  const text = useTextStyles();
  const styles = useStyles();
  const dates = useDateStyles();
  const { reading, outcome, doing, busy, send: sendAsk } = useDates(api, paths.quietDays, quietDaysBody, quietDaysOutcomeBody);
  const [span, setSpan] = useState(nothing);
  const send = (ask: () => Promise<QuietDaysAsk>): void =>
    sendAsk(ask, (next) => {
      if (next.kind === 'refused') return;
      reading.put(next.now);
      setSpan(nothing);
    });
  const { school, starts, ends } = span;
  const add = async (): Promise<QuietDaysAsk> => ({ kind: 'add', school, starts, ends: ends === '' ? starts : ends });
  return (
    <PartPanel title={spoken.title} reading={reading}>
      {({ schools, quiet }) => (
        <>
          <p className={text.text}>{spoken.text}</p>
          {quiet.length === 0 ? (
            <p className={text.small}>{spoken.none}</p>
          ) : (
            <ul className={mergeClasses(text.lines, styles.list)}>
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
          <div className={dates.line}>
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
            <DayField label={spoken.from} value={starts} onChange={(day) => setSpan((now) => ({ ...now, starts: day }))} />
            <DayField label={spoken.to} value={ends} onChange={(day) => setSpan((now) => ({ ...now, ends: day }))} />
            <Button disabledFocusable={busy || school === '' || starts === ''} onClick={() => send(add)}>
              {spoken.add}
            </Button>
          </div>
          <DatesFile
            how={spoken.how}
            label={spoken.file}
            busy={busy}
            onFile={(file) => send(async () => ({ kind: 'import', name: file.name, text: await file.text() }))}
          />
          <SentDates outcome={outcome} leftOut={spoken.leftOut} />
          <DoingLine doing={doing} done={outcome?.kind === 'changed' ? spoken.done : ''} />
        </>
      )}
    </PartPanel>
  );
}
