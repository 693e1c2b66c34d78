/** The page when there is nothing to show yet, or something is in the way. Says what, and what can be done. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useLayoutEffect, type ReactNode } from 'react';
import { words } from '#words/tab.ts';
import { pageTitleId, titled } from './pageTitle.ts';

const useStyles = makeStyles({
  state: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    maxWidth: '44ch',
    marginInline: 'auto',
    paddingBlock: '12vh',
    paddingInline: tokens.spacingHorizontalL,
    textAlign: 'center',
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    textWrap: 'balance',
    outline: 'none',
  },
  text: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, color: tokens.colorNeutralForeground2 },
  mark: { color: tokens.colorBrandForeground1 },
});

/** The product's mark: something held. */
export function Mark({ size = 40 }: { readonly size?: number }) {
  const styles = useStyles();
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M5 15c0 6.5 4.5 11 11 11s11-4.5 11-11" fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      <circle cx="16" cy="11" r="4" fill="currentColor" />
    </svg>
  );
}

export interface StatePanelProps {
  readonly title: string;
  readonly text: string;
  readonly onRetry?: () => void;
  readonly children?: ReactNode;
}

export function StatePanel({ title, text, onRetry, children }: StatePanelProps) {
  const styles = useStyles();
  useLayoutEffect(() => {
    const before = document.title;
    document.title = titled(title);
    return () => {
      document.title = before;
    };
  }, [title]);
  return (
    <main className={styles.state}>
      <Mark />
      <h1 className={styles.title} id={pageTitleId} tabIndex={-1}>
        {title}
      </h1>
      <p className={styles.text} role={onRetry ? 'alert' : undefined}>
        {text}
      </p>
      {onRetry && (
        <Button appearance="primary" onClick={onRetry}>
          {words.states.retry}
        </Button>
      )}
      {children}
    </main>
  );
}
