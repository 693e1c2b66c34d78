/** Where somebody adds the tab to a team or chat: what will stand there, for whom. It asks the server for nothing. */
import { useEffect, useState } from 'react';
import { tabPlaces } from '../../bot/contract/paths.ts';
import { PageFrame } from '../components/PageFrame.tsx';
import { StatePanel } from '../components/StatePanel.tsx';
import { useTextStyles } from '../components/text.ts';
import type { SharedTab } from '../teams.ts';
import { words } from '#words/tab.ts';
import { add } from '#words/tab/add.ts';

export interface AddProps {
  /** Lets the host's Save button work; rejects where there is none. */
  readonly offer: (tab: SharedTab) => Promise<void>;
  readonly onReady: () => void;
}

export default function Add({ offer, onReady }: AddProps) {
  const text = useTextStyles();
  const [possible, setPossible] = useState(true);
  useEffect(() => {
    document.title = `${add.title} – ${words.product}`;
    const begin = async (): Promise<void> => {
      await offer({ name: words.pages.hear, url: new URL(tabPlaces.shared, window.location.origin).href, failed: add.failed });
    };
    void begin()
      .catch(() => setPossible(false))
      .finally(onReady);
  }, [offer, onReady]);
  if (!possible) return <StatePanel {...add.notHere} />;
  return (
    <PageFrame title={add.title} lede={add.lede}>
      <ul className={text.lines}>
        {add.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </PageFrame>
  );
}
