/** Two edits at once: what stands now, and whose words are to stand. What was typed is not lost meanwhile. */
import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { supervision } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';

export interface ChangedMeanwhileProps {
  /** What stands now. */
  readonly children: ReactNode;
  readonly busy: boolean;
  readonly onMine: () => void;
  readonly onLeave: () => void;
}

export function ChangedMeanwhile({ children, busy, onMine, onLeave }: ChangedMeanwhileProps) {
  const text = useTextStyles();
  const { changedTitle, mineInstead, leave } = supervision.keep;
  return (
    <div role="alert">
      <p className={text.text}>{changedTitle}</p>
      {children}
      <div className={text.row}>
        <Button disabledFocusable={busy} onClick={onMine}>
          {mineInstead}
        </Button>
        <Button disabledFocusable={busy} onClick={onLeave}>
          {leave}
        </Button>
      </div>
    </div>
  );
}
