/** What an administrator reads beside the work: helplines with their date, and the privacy notice. */
import type { SignpostsBody } from '../../bot/contract/signposts.ts';
import { dayName } from '../halfTerms.ts';
import { admin } from '../words/admin.ts';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';

function Lines({ lines }: { readonly lines: readonly string[] }) {
  const text = useTextStyles();
  return (
    <ul className={text.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

export function HelplineLines({ helplines }: { readonly helplines: SignpostsBody['helplines'] }) {
  const text = useTextStyles();
  return (
    <>
      <p className={text.text}>{admin.helplines.checked(dayName(helplines.lastChecked))}</p>
      <Lines lines={[...helplines.child, ...helplines.yourself]} />
    </>
  );
}

export function PrivacyPanel() {
  return (
    <TitledPanel title={admin.privacy.title} quiet>
      <Lines lines={admin.privacy.lines} />
    </TitledPanel>
  );
}
