/** A panel with its heading; most of every page but the first. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useId, type ReactNode } from 'react';
import { Panel } from './Panel.tsx';

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalM },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
});

export interface TitledPanelProps {
  readonly title: string;
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

export function TitledPanel({ title, quiet = false, children }: TitledPanelProps) {
  const styles = useStyles();
  const id = useId();
  return (
    <Panel as="section" labelledBy={id} quiet={quiet}>
      <div className={styles.stack}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {children}
      </div>
    </Panel>
  );
}
