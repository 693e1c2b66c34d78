/** For administrators: the roster, links, how things are, helplines, privacy. Never an answer. */
import { useCallback, useEffect } from 'react';
import { operationsBody, type OperationsBody } from '../../bot/contract/operations.ts';
import { paths } from '../../bot/contract/paths.ts';
import { signpostsBody, type SignpostsBody } from '../../bot/contract/signposts.ts';
import type { Api } from '../api.ts';
import { HelplinesPanel, PrivacyPanel } from '../components/AdminNotes.tsx';
import { LinksEditor } from '../components/LinksEditor.tsx';
import { OperationsPanel } from '../components/OperationsPanel.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { RosterImport } from '../components/RosterImport.tsx';
import { NetworkEditor } from '../components/supervision/NetworkEditor.tsx';
import { UpkeepPanel } from '../components/supervision/UpkeepPanel.tsx';
import { QuietDays } from '../components/QuietDays.tsx';
import { TermDates } from '../components/TermDates.tsx';
import { useTextStyles } from '../components/text.ts';
import type { PageProps } from '../pages.ts';
import { useRead } from '../read.ts';
import { admin } from '#words/tab/admin.ts';

interface Desk {
  readonly operations: OperationsBody;
  readonly signposts: SignpostsBody;
}

async function readDesk(api: Api): Promise<Desk> {
  const [operations, signposts] = await Promise.all([api.get(paths.operations, operationsBody), api.get(paths.signposts, signpostsBody)]);
  return { operations, signposts };
}

export default function Admin({ api, me, onReady }: PageProps) {
  const text = useTextStyles();
  const { state, retry, put } = useRead(useCallback(() => readDesk(api), [api]));
  useEffect(() => {
    if (state.kind !== 'loading') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  const { operations, signposts } = state.value;
  /** After something was kept. Where reading again fails, what is shown is a moment old: it was kept all the same. */
  const again = async (): Promise<void> => {
    const fresh = await api.get(paths.operations, operationsBody).catch(() => undefined);
    if (fresh) put({ signposts, operations: fresh });
  };
  return (
    <PageFrame
      title={admin.title}
      lede={admin.lede}
      aside={
        <>
          <HelplinesPanel signposts={signposts} />
          <UpkeepPanel api={api} />
          <PrivacyPanel />
        </>
      }
    >
      <div className={text.column}>
        <RosterImport api={api} onApplied={again} />
        <OperationsPanel operations={operations} />
        <TermDates api={api} onConfirmed={again} />
        <QuietDays api={api} />
        <LinksEditor
          signposts={signposts}
          onSave={async (ask) => put({ operations, signposts: await api.post(paths.signposts, ask, signpostsBody) })}
        />
        <NetworkEditor api={api} units={me.units} />
      </div>
    </PageFrame>
  );
}
