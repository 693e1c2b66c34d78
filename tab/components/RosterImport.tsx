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

const peopleIn = (outcome: RosterOutcomeBody): number =>
  outcome.kind === 'refused' ? 0 : outcome.counts.added + outcome.counts.changed + outcome.counts.unchanged;

export function RosterImport({ api, onApplied }: { readonly api: Api; readonly onApplied: () => Promise<void> }) {
  const text = useTextStyles();
  const styles = useStyles();
  const id = useId();
  const [file, setFile] = useState<{ readonly name: string; readonly csv: string }>();
  const [outcome, setOutcome] = useState<RosterOutcomeBody>();
  const { doing, run } = useDoing();
  const busy = doing === 'busy';

  const look = (chosen: File): void =>
    run(async () => {
      setOutcome(undefined);
      const csv = await chosen.text();
      setFile({ name: chosen.name, csv });
      setOutcome(await api.post(paths.rosterPreview, { csv }, rosterOutcomeBody));
    });
  const apply = (csv: string): void =>
    run(async () => {
      setOutcome(await api.post(paths.rosterImport, { csv }, rosterOutcomeBody));
      await onApplied();
    });

  return (
    <TitledPanel title={spoken.title}>
      <p className={text.text}>{spoken.text}</p>
      <p className={text.small} id={`${id}-columns`}>
        {spoken.columns}
      </p>
      <div className={text.row}>
        <FileButton accept=".csv,text/csv" busy={busy} primary={outcome?.kind !== 'dryRun'} describedBy={`${id}-columns`} onFile={look}>
          {file ? spoken.cancel : spoken.choose}
        </FileButton>
        {file && <span className={styles.name}>{file.name}</span>}
      </div>
      {busy && <ProgressBar aria-label={spoken.looking} />}
      {outcome && <RosterOutcome outcome={outcome} />}
      {outcome?.kind === 'dryRun' && file && (
        <div className={text.row}>
          <Button appearance="primary" disabledFocusable={busy} onClick={() => apply(file.csv)}>
            {spoken.apply}
          </Button>
        </div>
      )}
      <DoingLine
        doing={doing}
        done={outcome?.kind === 'applied' ? spoken.applied : ''}
        busy={outcome?.kind === 'dryRun' ? spoken.applying(countName(peopleIn(outcome))) : spoken.looking}
      />
    </TitledPanel>
  );
}
