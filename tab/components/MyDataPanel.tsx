/** What Held keeps about the viewer, as a file of their own. Read only when asked for, and shown nowhere: screens are shared. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Api } from '../api.ts';
import { words } from '../words.ts';
import { AsidePanel } from './Aside.tsx';

const useStyles = makeStyles({
  text: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, color: tokens.colorNeutralForeground2 },
});

export function MyDataPanel({ api }: { readonly api: Pick<Api, 'myData'> }) {
  const styles = useStyles();
  const [said, setSaid] = useState('');
  const save = async (): Promise<void> => {
    try {
      saveFile(words.myData.file, JSON.stringify(await api.myData(), undefined, 2));
      setSaid(words.myData.saved);
    } catch {
      setSaid(words.myData.failed);
    }
  };
  return (
    <AsidePanel title={words.myData.title} quiet>
      <p className={styles.text}>{words.myData.text}</p>
      <Button onClick={() => void save()}>{words.myData.save}</Button>
      <p className={styles.text} role="status">
        {said}
      </p>
    </AsidePanel>
  );
}

function saveFile(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
