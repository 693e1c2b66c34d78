/** A step that cannot be undone asks once more, in place; the keyboard then stands on the harmless answer. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTextStyles } from './text.ts';

const useStyles = makeStyles({
  fieldset: { margin: 0, padding: 0, border: 'none', minInlineSize: 0 },
  legend: { padding: 0, paddingBottom: tokens.spacingVerticalS },
});

export interface ConfirmProps {
  /** On the first button. */
  readonly ask: string;
  /** What is said, and asked, before it is done. */
  readonly sure: string;
  readonly yes: string;
  readonly no: string;
  readonly busy: boolean;
  /** A quiet first button, where the step is not what people come for. */
  readonly quiet?: boolean;
  /** A first button that stands out, where the step is what people come for. */
  readonly first?: boolean;
  readonly onYes: () => void;
}

export function Confirm({ ask, sure, yes, no, busy, quiet = false, first = false, onYes }: ConfirmProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const [asking, setAsking] = useState(false);
  const harmless = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLDivElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (asking) harmless.current?.querySelector('button')?.focus();
    else if (asked.current) opener.current?.querySelector('button')?.focus();
    asked.current = asking;
  }, [asking]);
  if (!asking) {
    return (
      <div ref={opener} className={mergeClasses(text.row, quiet && text.flush)}>
        <Button
          disabledFocusable={busy}
          onClick={() => setAsking(true)}
          {...(quiet ? { appearance: 'subtle', size: 'small' } : first ? { appearance: 'primary' } : {})}
        >
          {ask}
        </Button>
      </div>
    );
  }
  return (
    <fieldset className={styles.fieldset}>
      <legend className={mergeClasses(text.text, styles.legend)}>{sure}</legend>
      <div className={text.row}>
        <Button
          appearance="primary"
          onClick={() => {
            setAsking(false);
            onYes();
          }}
        >
          {yes}
        </Button>
        <div ref={harmless}>
          <Button onClick={() => setAsking(false)}>{no}</Button>
        </div>
      </div>
    </fieldset>
  );
}
