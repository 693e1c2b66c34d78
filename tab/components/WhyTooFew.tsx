/** What the one label of every suppression means (R12): the same words whatever the reason. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { words } from '#words/tab.ts';
import { Unfold } from './Unfold.tsx';

const useStyles = makeStyles({
  dots: { display: 'inline-block', borderLeft: `2px dotted ${tokens.colorNeutralStroke1}`, height: '1em', marginInlineEnd: '0.5em' },
  text: { margin: 0 },
});

export interface WhyTooFewProps {
  /** Say the label itself too: for a chart in which only an earlier half-term lacks its figure. */
  readonly named: boolean;
}

export function WhyTooFew({ named }: WhyTooFewProps) {
  const styles = useStyles();
  const label = named ? (
    <>
      <span className={styles.dots} aria-hidden="true" />
      {words.figure.tooFew}
    </>
  ) : (
    words.figure.whyLabel
  );
  return (
    <Unfold label={label}>
      <p className={styles.text}>{words.figure.whyTooFew}</p>
    </Unfold>
  );
}
