/** Signposts for danger, for a child, and for oneself. Always there, never brought up by an answer. */
import type { SignpostsBody } from '../../bot/contract/signposts.ts';
import { mine } from '#words/tab/mine.ts';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  const text = useTextStyles();
  return (
    <>
      <h3 className={text.heading}>{title}</h3>
      <ul className={text.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

export function HelpNow({ helplines }: { readonly helplines: SignpostsBody['helplines'] }) {
  const text = useTextStyles();
  return (
    <TitledPanel title={mine.help.title} quiet>
      <Lines title={mine.help.child} lines={helplines.child} />
      <Lines title={mine.help.yourself} lines={helplines.yourself} />
      <p className={text.small}>{mine.help.not}</p>
    </TitledPanel>
  );
}
