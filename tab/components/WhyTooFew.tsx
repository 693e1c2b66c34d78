/** What the one label of every suppression means (R12): the same words whatever the reason. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { words } from '../words.ts';

const useStyles = makeStyles({
  why: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground2 },
  summary: {
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusSmall,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  dots: { display: 'inline-block', borderLeft: `2px dotted ${tokens.colorNeutralStroke1}`, height: '1em', marginInlineEnd: '0.5em' },
  text: { margin: 0, paddingTop: tokens.spacingVerticalXS },
});

export interface WhyTooFewProps {
  /** Say the label itself too: for a chart in which only an earlier half-term lacks its figure. */
  readonly named: boolean;
}

export function WhyTooFew({ named }: WhyTooFewProps) {
  const styles = useStyles();
  return (
    <details className={styles.why}>
      <summary className={styles.summary}>
        {named ? (
          <>
            <span className={styles.dots} aria-hidden="true" />
            {words.figure.tooFew}
          </>
        ) : (
          words.figure.whyLabel
        )}
      </summary>
      <p className={styles.text}>{words.figure.whyTooFew}</p>
    </details>
  );
}
