/** What a person keeps, each with what can still be done with it. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { hopeWords, topicWords, type FlagAsk, type FlagBody, type WarningBody } from '../../../bot/contract/supervision.ts';
import { dayName } from '../../../words/formats.ts';
import { supervision } from '#words/tab/supervision.ts';
import { Confirm } from '../Confirm.tsx';
import { useTextStyles } from '../text.ts';
import { ChangedMeanwhile } from './ChangedMeanwhile.tsx';
import { FlagForm, type FlagWords } from './FlagForm.tsx';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalL },
  flag: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    paddingTop: tokens.spacingVerticalM,
  },
  note: { overflowWrap: 'anywhere' },
});

const spoken = supervision.list;

export interface FlagListProps {
  readonly flags: readonly FlagBody[];
  readonly agreed: boolean;
  /** Somebody is there whom a topic kept for an earlier supervisor can be given to. */
  readonly supervised: boolean;
  /** Kept in an earlier role: it can go in whatever state. */
  readonly before?: boolean;
  readonly busy: boolean;
  readonly onChange: (ask: FlagAsk) => void;
  readonly onEdit: (flag: FlagBody, words: FlagWords, sure: boolean) => Promise<readonly WarningBody[] | undefined>;
  /** The flag whose edit came second: what stands now is shown, and asked. */
  readonly lost: { readonly id: string; readonly words: FlagWords } | undefined;
  readonly onSettled: () => void;
}

function state({ sentOn, discussedOn, keptOn, inGroup, forEarlier }: FlagBody): string {
  if (inGroup && sentOn) return spoken.inGroup(dayName(sentOn));
  if (discussedOn) return spoken.discussedOn(dayName(discussedOn));
  if (sentOn) return spoken.sentOn(dayName(sentOn));
  return forEarlier ? spoken.earlier : spoken.keptOn(dayName(keptOn));
}

function Lost({
  flag,
  words,
  busy,
  onEdit,
  onSettled,
}: { readonly flag: FlagBody; readonly words: FlagWords } & Pick<FlagListProps, 'busy' | 'onEdit' | 'onSettled'>) {
  const text = useTextStyles();
  const mine = async (): Promise<void> => {
    if ((await onEdit(flag, words, true)) !== undefined) onSettled();
  };
  return (
    <ChangedMeanwhile busy={busy} onMine={() => void mine()} onLeave={onSettled}>
      <p className={text.text}>
        <strong>{topicWords[flag.topic]}</strong>: {flag.note ?? supervision.keep.noNote}
      </p>
    </ChangedMeanwhile>
  );
}

export function FlagList({ flags, agreed, supervised, before = false, busy, onChange, onEdit, lost, onSettled }: FlagListProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const [editing, setEditing] = useState<string>();
  if (flags.length === 0) return <p className={text.text}>{spoken.none}</p>;
  return (
    <ul className={styles.list}>
      {flags.map((flag) => {
        const { id, version, topic, note, hope, sentOn, forEarlier } = flag;
        const waits = sentOn === undefined;
        const name = topicWords[topic];
        if (lost?.id === id) {
          return (
            <li key={id} className={styles.flag}>
              <Lost flag={flag} words={lost.words} busy={busy} onEdit={onEdit} onSettled={onSettled} />
            </li>
          );
        }
        if (editing === id && waits) {
          return (
            <li key={id} className={styles.flag}>
              <FlagForm
                flag={flag}
                busy={busy}
                onCancel={() => setEditing(undefined)}
                onKeep={async (words, sure) => {
                  const warnings = await onEdit(flag, words, sure);
                  if (warnings?.length !== 1 && warnings?.length !== 2) setEditing(undefined);
                  return warnings;
                }}
              />
            </li>
          );
        }
        return (
          <li key={id} className={styles.flag}>
            <p className={text.text}>
              <strong>{name}</strong>
              {hope && ` · ${hopeWords[hope]}`}
            </p>
            {note && <p className={mergeClasses(text.text, styles.note)}>{note}</p>}
            <p className={text.small}>{state(flag)}</p>
            {(waits || before) && (
              <div className={text.row}>
                {!forEarlier && !before && (
                  <Button size="small" aria-label={spoken.about(spoken.edit, name)} disabledFocusable={busy} onClick={() => setEditing(id)}>
                    {spoken.edit}
                  </Button>
                )}
                <Button
                  size="small"
                  aria-label={spoken.about(spoken.withdraw, name)}
                  disabledFocusable={busy}
                  onClick={() => onChange({ do: 'withdraw', id, version })}
                >
                  {spoken.withdraw}
                </Button>
                {forEarlier && supervised && (
                  <Button size="small" disabledFocusable={busy} onClick={() => onChange({ do: 'readdress', id, version })}>
                    {spoken.readdress}
                  </Button>
                )}
              </div>
            )}
            {waits && !forEarlier && agreed && (
              <Confirm
                ask={spoken.release}
                sure={spoken.releaseSure}
                yes={spoken.releaseYes}
                no={spoken.releaseNo}
                busy={busy}
                quiet
                onYes={() => onChange({ do: 'release', id, version })}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
