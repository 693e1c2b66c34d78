/** Term dates: what holds, changes by file or by hand, a look at what they make, and only then the confirmation. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { paths } from '../../bot/contract/paths.ts';
import {
  termDatesBody,
  termDatesOutcomeBody,
  type DateLineBody,
  type DatesBody,
  type TermDatesConfirmAsk,
} from '../../bot/contract/termDates.ts';
import type { Api } from '../api.ts';
import { datesFile } from '../dateLines.ts';
import { halfTermName } from '../halfTerms.ts';
import { dayName } from '../../words/formats.ts';
import { admin } from '#words/tab/admin.ts';
import { DateLines } from './DateLines.tsx';
import { DatesFile, SentDates, useDates } from './dates.tsx';
import { DoingLine } from './DoingLine.tsx';
import { PartPanel } from './Part.tsx';
import { useTextStyles } from './text.ts';
import { Unfold } from './Unfold.tsx';

const useStyles = makeStyles({
  draft: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
});

const spoken = admin.dates;

/** From the half-term under way on: half-terms, and the days that are out of the ordinary. */
function DatesList({ dates, today }: { readonly dates: DatesBody; readonly today: string }) {
  const text = useTextStyles();
  const days = (kind: DateLineBody['kind']): string =>
    dates.lines
      .filter((line) => line.kind === kind && line.unit === '' && line.ends >= today)
      .map(({ starts }) => dayName(starts))
      .join(', ');
  const units = [...new Set(dates.lines.map(({ unit }) => unit))].filter((unit) => unit !== '');
  const further = [
    [spoken.kinds.inset, days('inset')],
    [spoken.kinds.holiday, days('holiday')],
    [spoken.units, units.join(', ')],
  ].filter(([, said]) => said !== '');
  return (
    <>
      <table className={text.table}>
        <thead>
          <tr>
            {[spoken.halfTerm, spoken.from, spoken.to].map((name) => (
              <th key={name} scope="col" className={text.cell}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {dates.halfTerms
            .filter(({ ends }) => ends >= today)
            .map(({ id, starts, ends }) => (
              <tr key={id}>
                <th scope="row" className={text.cell}>
                  {halfTermName(id)}
                </th>
                <td className={text.cell}>{dayName(starts)}</td>
                <td className={text.cell}>{dayName(ends)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {further.map(([name, said]) => (
        <p key={name} className={text.small}>
          {name}: {said}
        </p>
      ))}
    </>
  );
}

export function TermDates({ api, onConfirmed }: { readonly api: Api; readonly onConfirmed: () => Promise<void> }) {
  const text = useTextStyles();
  const styles = useStyles();
  const { reading, outcome, doing, busy, send, settle } = useDates(api, paths.termDates, termDatesBody, termDatesOutcomeBody);
  const [said, setSaid] = useState('');
  const confirm = (ask: TermDatesConfirmAsk): void =>
    settle(async () => {
      reading.put(await api.post(paths.termDatesConfirm, ask, termDatesBody));
      setSaid(spoken.done);
      await onConfirmed();
    });
  return (
    <PartPanel title={spoken.title} reading={reading}>
      {(now) => {
        const { today, confirmed, dates, draft } = now;
        const look = (file: File): void => {
          setSaid('');
          send(
            async () => ({ name: file.name, text: await file.text() }),
            (next) => {
              if (next.kind === 'draft') reading.put({ ...now, draft: next.draft });
            },
          );
        };
        return (
          <>
            <p className={text.text}>{confirmed ? spoken.confirmed : spoken.startingPoint}</p>
            <DatesList dates={dates} today={today} />
            {!confirmed && !draft && (
              <div className={text.row}>
                <Button disabledFocusable={busy} onClick={() => confirm({})}>
                  {spoken.confirmAsTheyAre}
                </Button>
              </div>
            )}
            <h3 className={text.heading}>{spoken.change}</h3>
            <DatesFile how={spoken.how} label={spoken.file} busy={busy} onFile={look} />
            <Unfold label={spoken.byHand}>
              <DateLines
                lines={(draft ?? dates).lines}
                busy={busy}
                onLook={(lines) => look(new File([datesFile(lines)], spoken.handName))}
              />
            </Unfold>
            {outcome?.kind === 'refused' && <SentDates outcome={outcome} leftOut={spoken.leftOut} />}
            {draft && (
              <div className={styles.draft}>
                <p className={text.strong}>{spoken.draft}</p>
                <DatesList dates={draft} today={today} />
                {outcome?.kind === 'draft' && <SentDates outcome={outcome} leftOut={spoken.leftOut} />}
                <p className={text.small}>{spoken.started}</p>
                <div className={text.row}>
                  <Button appearance="primary" disabledFocusable={busy} onClick={() => confirm({ draft })}>
                    {spoken.confirm}
                  </Button>
                </div>
              </div>
            )}
            <DoingLine doing={doing} done={said} />
          </>
        );
      }}
    </PartPanel>
  );
}
