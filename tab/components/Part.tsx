/** A part of a page that is read on its own: that it is coming, what went wrong and a way on, or what was read. The parts around it stand. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';
import { useWayOn, type Reading } from '../read.ts';
import { words } from '#words/tab.ts';
import { useTextStyles } from './text.ts';
import { TitledPanel, type TitledPanelProps } from './TitledPanel.tsx';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalM, outline: 'none' },
  coming: { display: 'grid', gap: tokens.spacingVerticalS },
  line: {
    height: '14px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralStencil1,
    '&:last-child': { width: '60%' },
  },
  trouble: { display: 'grid', justifyItems: 'start', gap: tokens.spacingVerticalM },
});

export interface PartProps<T> {
  readonly reading: Pick<Reading<T>, 'state' | 'retry'>;
  readonly children: (value: T) => ReactNode;
}

export function Part<T>({ reading: { state, retry }, children }: PartProps<T>) {
  const styles = useStyles();
  const text = useTextStyles();
  const problem = state.kind === 'problem' ? state.problem : undefined;
  const wayOn = useWayOn(problem, retry);
  const room = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  useEffect(() => {
    // The button that was pressed is gone: the keyboard goes on where it stood.
    if (pressed.current && state.kind !== 'loading') {
      pressed.current = false;
      room.current?.focus();
    }
  }, [state.kind]);
  const again = (): void => {
    pressed.current = true;
    wayOn?.();
  };
  return (
    <div ref={room} tabIndex={-1} className={styles.part}>
      {state.kind === 'loading' && (
        <output className={styles.coming} aria-label={words.states.loading}>
          <span className={styles.line} />
          <span className={styles.line} />
        </output>
      )}
      {problem && (
        <div className={styles.trouble}>
          <p className={text.text} role="alert">
            {words.states[problem].title}. {words.states[problem].text}
          </p>
          {wayOn && <Button onClick={again}>{words.states.retry}</Button>}
        </div>
      )}
      {state.kind === 'ready' && children(state.value)}
    </div>
  );
}

/** The same as a panel of its own. */
export function PartPanel<T>({ title, quiet = false, ...part }: Omit<TitledPanelProps, 'children'> & PartProps<T>) {
  return (
    <TitledPanel title={title} quiet={quiet}>
      <Part {...part} />
    </TitledPanel>
  );
}
