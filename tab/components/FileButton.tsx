/** A button that asks for a file. The browser's own input is hidden behind it: its words cannot be ours. */
import { Button } from '@fluentui/react-components';
import { useRef } from 'react';
import { useHidden } from './hidden.ts';

export interface FileButtonProps {
  readonly accept: string;
  readonly busy: boolean;
  readonly primary?: boolean;
  readonly describedBy?: string;
  readonly onFile: (file: File) => void;
  readonly children: string;
}

export function FileButton({ accept, busy, primary = false, describedBy, onFile, children }: FileButtonProps) {
  const styles = useHidden();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        className={styles.hidden}
        type="file"
        accept={accept}
        tabIndex={-1}
        aria-label={children}
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          // The same file, mended, may be chosen again.
          target.value = '';
          if (chosen) onFile(chosen);
        }}
      />
      <Button
        appearance={primary ? 'primary' : 'secondary'}
        {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
        disabledFocusable={busy}
        onClick={() => input.current?.click()}
      >
        {children}
      </Button>
    </>
  );
}
