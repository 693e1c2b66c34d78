/** A calm surface that everything on a page stands on. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  panel: {
    position: 'relative',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXXL,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    '@media (max-width: 479px)': { padding: tokens.spacingHorizontalL },
  },
  quiet: { backgroundColor: 'transparent', boxShadow: 'none', border: `1px solid ${tokens.colorNeutralStroke2}` },
});

export interface PanelProps {
  readonly as?: 'section' | 'article' | 'div';
  readonly labelledBy?: string;
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

export function Panel({ as: Element = 'div', labelledBy, quiet = false, children }: PanelProps) {
  const styles = useStyles();
  return (
    <Element aria-labelledby={labelledBy} className={mergeClasses(styles.panel, quiet && styles.quiet)}>
      {children}
    </Element>
  );
}
