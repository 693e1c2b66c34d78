/** What an administrator reads beside the work: helplines with their date, and the privacy notice. */
import type { SignpostsBody } from '../../bot/contract/signposts.ts';
import { dayName } from '../../words/formats.ts';
import { admin } from '#words/tab/admin.ts';
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

export function HelplineLines({ helplines, nation, roleTitle, toConfirm }: SignpostsBody) {
  const text = useTextStyles();
  return (
    <>
      <p className={text.text}>{admin.helplines.speaks(nation.name, [roleTitle, nation.plan, nation.code, nation.safeguardingLead])}</p>
      {toConfirm && <p className={text.text}>{toConfirm}</p>}
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
