/** Dates that an administrator keeps, term dates and quiet days alike: as they stand, one change at a time, by hand or by file, and what became of it. */
import { Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import type { ZodMiniType } from 'zod/mini';
import type { Api } from '../api.ts';
import { useDoing, useRead, type Doing, type Reading } from '../read.ts';
import { DateProblems, type DateProblemsProps } from './DateProblems.tsx';
import { FileButton } from './FileButton.tsx';
import { useTextStyles } from './text.ts';

export const useDateStyles = makeStyles({
  /** Fields of one line, in as many rows as they need. */
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
  },
  day: { flex: '0 1 146px' },
});

export interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

export function DayField({ label, value, onChange }: DayFieldProps) {
  const styles = useDateStyles();
  return (
    <Field className={styles.day} label={label}>
      <Input type="date" value={value} onChange={(_event, { value: day }) => onChange(day)} />
    </Field>
  );
}

/** A file of dates that was read, or was not. */
type Sent = ({ readonly kind: 'refused' } & DateProblemsProps) | { readonly kind: string; readonly leftOut: readonly string[] };

interface Dates<Now, Outcome> {
  readonly reading: Reading<Now>;
  /** Of what was sent last. */
  readonly outcome: Outcome | undefined;
  readonly doing: Doing;
  readonly busy: boolean;
  /** Sends what `ask` makes, and hands on what became of it. */
  readonly send: (ask: () => Promise<unknown>, take: (outcome: Outcome) => void) => void;
  /** Another change, after which what was sent before is settled. */
  readonly settle: (work: () => Promise<void>) => void;
}

/** `path` gives the dates as they stand, and takes changes. Schemas must keep their identity. */
export function useDates<Now, Outcome extends Sent>(
  api: Api,
  path: string,
  now: ZodMiniType<Now>,
  sent: ZodMiniType<Outcome>,
): Dates<Now, Outcome> {
  const reading = useRead(useCallback(() => api.get(path, now), [api, path, now]));
  const [outcome, setOutcome] = useState<Outcome>();
  const { doing, run } = useDoing();
  return {
    reading,
    outcome,
    doing,
    busy: doing === 'busy',
    send: (ask, take) =>
      run(async () => {
        setOutcome(undefined);
        const next = await api.post(path, await ask(), sent);
        setOutcome(next);
        take(next);
      }),
    settle: (work) =>
      run(async () => {
        await work();
        setOutcome(undefined);
      }),
  };
}

export interface DatesFileProps {
  readonly how: string;
  readonly label: string;
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

export function DatesFile({ how, label, busy, onFile }: DatesFileProps) {
  const text = useTextStyles();
  return (
    <>
      <p className={text.small}>{how}</p>
      <div className={text.row}>
        <FileButton accept=".csv,.ics,text/csv,text/calendar" busy={busy} onFile={onFile}>
          {label}
        </FileButton>
      </div>
    </>
  );
}

/** What is wrong with what was sent, or which of its entries it was not about. Nothing where there is nothing to say. */
export function SentDates({ outcome, leftOut }: { readonly outcome: Sent | undefined; readonly leftOut: (titles: string) => string }) {
  const text = useTextStyles();
  if (!outcome) return null;
  if ('problems' in outcome) return <DateProblems problems={outcome.problems} />;
  if (outcome.leftOut.length === 0) return null;
  return <p className={text.small}>{leftOut(outcome.leftOut.join('; '))}</p>;
}
