/** For supervisors: who they meet and what those chose to say; then the hour, what is said beforehand, booking and reading. */
import { useCallback, useEffect } from 'react';
import { paths } from '../../bot/contract/paths.ts';
import { signpostsBody, type SignpostsBody } from '../../bot/contract/signposts.ts';
import { libraryBody, supervisingBody, topicWords, type LibraryBody, type SupervisingBody } from '../../bot/contract/supervision.ts';
import type { Api } from '../api.ts';
import { HelpNow } from '../components/HelpNow.tsx';
import { Links } from '../components/Links.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { AgendaList } from '../components/supervision/AgendaList.tsx';
import { BookingEditor } from '../components/supervision/BookingEditor.tsx';
import { LibraryPanel } from '../components/supervision/LibraryPanel.tsx';
import { SuperviseePanel } from '../components/supervision/SuperviseePanel.tsx';
import { useTextStyles } from '../components/text.ts';
import { TitledPanel } from '../components/TitledPanel.tsx';
import { halfTermName } from '../halfTerms.ts';
import type { PageProps } from '../pages.ts';
import { useRead } from '../read.ts';
import { mine, supervise } from '#words/tab/mine.ts';
import { supervising, supervision } from '#words/tab/supervision.ts';

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  const text = useTextStyles();
  return (
    <TitledPanel title={title}>
      <ul className={text.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </TitledPanel>
  );
}

interface Desk {
  readonly all: SupervisingBody;
  readonly library: LibraryBody;
  /** Undefined when they could not be read: who is met does not wait for them. */
  readonly signposts: SignpostsBody | undefined;
}

async function readDesk(api: Api): Promise<Desk> {
  const [all, library, signposts] = await Promise.all([
    api.get(paths.supervisees, supervisingBody),
    api.get(paths.supervisionReading, libraryBody),
    api.get(paths.signposts, signpostsBody).catch(() => undefined),
  ]);
  return { all, library, signposts };
}

function Groups({ groups }: { readonly groups: SupervisingBody['groups'] }) {
  const text = useTextStyles();
  if (groups.length === 0) return null;
  return (
    <TitledPanel title={supervising.groupTitle}>
      {groups.map(({ period, topics }) => (
        <div key={period}>
          <p className={text.small}>{supervising.group(halfTermName(period))}</p>
          <p className={text.text}>{topics.length === 0 ? supervising.groupNone : topics.map((topic) => topicWords[topic]).join(' · ')}</p>
        </div>
      ))}
    </TitledPanel>
  );
}

export default function Supervise({ api, onReady }: PageProps) {
  const text = useTextStyles();
  const { state, retry, put } = useRead(useCallback(() => readDesk(api), [api]));
  useEffect(() => {
    if (state.kind !== 'loading') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  const desk = state.value;
  const { all, library, signposts } = desk;
  const putAll = (next: SupervisingBody): void => put({ ...desk, all: next });
  return (
    <PageFrame
      title={supervise.title}
      lede={supervise.lede}
      aside={
        <>
          <TitledPanel title={supervision.session.agenda}>
            <AgendaList />
          </TitledPanel>
          <Lines title={supervise.limits.title} lines={supervise.limits.lines} />
          <Lines title={supervise.lenses.title} lines={supervise.lenses.lines} />
          {signposts && (
            <TitledPanel title={mine.network.title} quiet>
              <Links links={signposts.resources} none={mine.network.none} />
            </TitledPanel>
          )}
          {signposts && <HelpNow helplines={signposts.helplines} />}
        </>
      }
    >
      <div className={text.column}>
        {all.supervisees.length + all.unreadable.length === 0 && (
          <TitledPanel title={supervising.digests}>
            <p className={text.text}>{supervising.none}</p>
          </TitledPanel>
        )}
        {all.unreadable.map((name) => (
          <TitledPanel key={name} title={name}>
            <p className={text.text}>{supervising.unreadable}</p>
          </TitledPanel>
        ))}
        {all.supervisees.map((supervisee) => (
          <SuperviseePanel
            key={supervisee.objectId}
            api={api}
            supervisee={supervisee}
            today={all.today}
            library={library.reading}
            put={putAll}
          />
        ))}
        <Groups groups={all.groups} />
        <BookingEditor
          booking={all.booking}
          onSave={async (booking) => putAll(await api.post(paths.supervisorBooking, booking, supervisingBody))}
        />
        <LibraryPanel api={api} library={library} put={(next) => put({ ...desk, library: next })} />
      </div>
    </PageFrame>
  );
}
