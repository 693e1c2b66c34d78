/** Where somebody adds the tab to a team or chat: what will stand there, for whom. It asks the server for nothing. */
import { useEffect } from 'react';
import { tabPlaces } from '../../bot/contract/paths.ts';
import { PageFrame } from '../components/PageFrame.tsx';
import { StatePanel } from '../components/StatePanel.tsx';
import { useTextStyles } from '../components/text.ts';
import type { SharedTab } from '../teams.ts';
import { words } from '../words.ts';

export interface AddProps {
  /** Lets the host's Save button work; undefined where there is none. */
  readonly offer: ((tab: SharedTab) => void) | undefined;
  readonly onReady: () => void;
}

export default function Add({ offer, onReady }: AddProps) {
  const text = useTextStyles();
  useEffect(() => {
    document.title = `${words.add.title} – ${words.product}`;
    offer?.({ name: words.pages.hear, url: new URL(tabPlaces.shared, window.location.origin).href, failed: words.add.failed });
    onReady();
  }, [offer, onReady]);
  if (!offer) return <StatePanel {...words.add.notHere} />;
  return (
    <PageFrame title={words.add.title} lede={words.add.lede}>
      <ul className={text.lines}>
        {words.add.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </PageFrame>
  );
}
