/** Roster import: choose a file, look at what it would change or what is wrong with it, then import it whole. */
import { Button, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import { rosterOutcomeBody, type RosterOutcomeBody } from '../../bot/contract/operations.ts';
import { paths } from '../../bot/contract/paths.ts';
import type { Api } from '../api.ts';
import { useDoing } from '../read.ts';
import { admin } from '#words/tab/admin.ts';
import { countName } from '../../words/formats.ts';
import { DoingLine } from './DoingLine.tsx';
import { FileButton } from './FileButton.tsx';
import { RosterOutcome } from './RosterOutcome.tsx';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';

const useStyles = makeStyles({
  name: { fontWeight: tokens.fontWeightSemibold },
});

const spoken = admin.roster;

/**
 * How long reading or importing a file may take (ms): tens of thousands of lines take a quarter of a minute, more where the storage is slow. In
 * front of the server Azure itself ends what takes longer than this.
 */
const patienceMs = 230_000;

const peopleIn = (outcome: RosterOutcomeBody): number =>
  outcome.kind === 'refused' ? 0 : outcome.counts.added + outcome.counts.changed + outcome.counts.unchanged;

const changesNothing = (outcome: RosterOutcomeBody): boolean =>
  outcome.kind === 'dryRun' && outcome.counts.added + outcome.counts.changed + outcome.counts.removed === 0;

interface Chosen {
  readonly name: string;
  readonly csv: string;
}

export function RosterImport({ api, onApplied }: { readonly api: Api; readonly onApplied: () => Promise<void> }) {
  const text = useTextStyles();
  const styles = useStyles();
  const id = useId();
  const [file, setFile] = useState<Chosen>();
  const [outcome, setOutcome] = useState<RosterOutcomeBody>();
  /** The import was sent, and its answer has not been seen. */
  const [unanswered, setUnanswered] = useState(false);
  const { doing, run } = useDoing();
  const busy = doing === 'busy';

  const look = (chosen: () => Promise<Chosen>): void =>
    run(async () => {
      setOutcome(undefined);
      setUnanswered(false);
      const now = await chosen();
      setFile(now);
      const seen = await api.post(paths.rosterPreview, { csv: now.csv }, rosterOutcomeBody, patienceMs);
      setOutcome(seen);
      // What an import that was not heard of brought shows below too.
      if (changesNothing(seen)) await onApplied();
    });
  const apply = (csv: string): void =>
    run(async () => {
      setUnanswered(true);
      const applied = await api.post(paths.rosterImport, { csv }, rosterOutcomeBody, patienceMs);
      setUnanswered(false);
      setOutcome(applied);
      await onApplied();
    });
  const busyWords = outcome?.kind === 'dryRun' ? spoken.applying(countName(peopleIn(outcome))) : spoken.looking;
  const done = (): string => {
    if (outcome?.kind === 'applied') return spoken.applied;
    return outcome && changesNothing(outcome) ? spoken.asItStands : '';
  };

  return (
    <TitledPanel title={spoken.title}>
      <p className={text.text}>{spoken.text}</p>
      <p className={text.small} id={`${id}-columns`}>
        {spoken.columns}
      </p>
      <div className={text.row}>
        <FileButton
          accept=".csv,text/csv"
          busy={busy}
          primary={outcome?.kind !== 'dryRun'}
          describedBy={`${id}-columns`}
          onFile={(chosen) => look(async () => ({ name: chosen.name, csv: await chosen.text() }))}
        >
          {file ? spoken.cancel : spoken.choose}
        </FileButton>
        {file && <span className={styles.name}>{file.name}</span>}
      </div>
      {busy && <ProgressBar aria-label={busyWords} />}
      {outcome && <RosterOutcome outcome={outcome} />}
      {file && outcome?.kind === 'dryRun' && !changesNothing(outcome) && (
        <div className={text.row}>
          <Button appearance="primary" disabledFocusable={busy} onClick={() => apply(file.csv)}>
            {spoken.apply}
          </Button>
          {unanswered && !busy && <Button onClick={() => look(async () => file)}>{spoken.lookAgain}</Button>}
        </div>
      )}
      <DoingLine doing={doing} done={done()} busy={busyWords} {...(unanswered ? { unsure: spoken.unsure } : {})} />
    </TitledPanel>
  );
}
