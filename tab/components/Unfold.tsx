/** A line that opens to more. The browser's own element: keyboard and screen readers know it. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  unfold: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground2 },
  label: {
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusSmall,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  more: { paddingTop: tokens.spacingVerticalS },
});

export interface UnfoldProps {
  readonly label: ReactNode;
  readonly onOpen?: () => void;
  /** Open from the start. */
  readonly open?: boolean;
  readonly children: ReactNode;
}

export function Unfold({ label, onOpen, open = false, children }: UnfoldProps) {
  const styles = useStyles();
  return (
    <details className={styles.unfold} open={open} onToggle={onOpen}>
      <summary className={styles.label}>{label}</summary>
      <div className={styles.more}>{children}</div>
    </details>
  );
}
