/** For administrators: the roster, links, how things are, helplines, privacy. Never an answer. */
import { useCallback } from 'react';
import { operationsBody } from '../../bot/contract/operations.ts';
import { paths } from '../../bot/contract/paths.ts';
import { signpostsBody } from '../../bot/contract/signposts.ts';
import { HelplineLines, PrivacyPanel } from '../components/AdminNotes.tsx';
import { LinksEditor } from '../components/LinksEditor.tsx';
import { OperationsLines } from '../components/OperationsLines.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { PartPanel } from '../components/Part.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { RosterImport } from '../components/RosterImport.tsx';
import { NetworkEditor } from '../components/supervision/NetworkEditor.tsx';
import { UpkeepPanel } from '../components/supervision/UpkeepPanel.tsx';
import { QuietDays } from '../components/QuietDays.tsx';
import { TermDates } from '../components/TermDates.tsx';
import { useTextStyles } from '../components/text.ts';
import type { PageProps } from '../pages.ts';
import { useParts } from '../parts.ts';
import { useRead } from '../read.ts';
import { admin } from '#words/tab/admin.ts';

export default function Admin({ api, me, onReady }: PageProps) {
  const text = useTextStyles();
  const operations = useRead(useCallback(() => api.get(paths.operations, operationsBody), [api]));
  const signposts = useRead(useCallback(() => api.get(paths.signposts, signpostsBody), [api]));
  const { state, retry } = useParts([operations, signposts], onReady);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  /** After something was kept. Where reading again fails, what is shown is a moment old: it was kept all the same. */
  const again = async (): Promise<void> => {
    const fresh = await api.get(paths.operations, operationsBody).catch(() => undefined);
    if (fresh) operations.put(fresh);
  };
  return (
    <PageFrame
      title={admin.title}
      lede={admin.lede}
      aside={
        <>
          <PartPanel title={admin.helplines.title} quiet reading={signposts}>
            {(read) => <HelplineLines {...read} />}
          </PartPanel>
          <UpkeepPanel api={api} />
          <PrivacyPanel />
        </>
      }
    >
      <div className={text.column}>
        <RosterImport api={api} onApplied={again} />
        <PartPanel title={admin.state.title} reading={operations}>
          {(now) => <OperationsLines operations={now} />}
        </PartPanel>
        <TermDates api={api} onConfirmed={again} />
        <QuietDays api={api} />
        <PartPanel title={admin.links.title} reading={signposts}>
          {(now) => (
            <LinksEditor signposts={now} onSave={async (ask) => signposts.put(await api.post(paths.signposts, ask, signpostsBody))} />
          )}
        </PartPanel>
        <NetworkEditor api={api} units={me.units} />
      </div>
    </PageFrame>
  );
}
