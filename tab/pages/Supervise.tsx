/** For supervisors: who they meet and what those chose to say; then the hour, what is said beforehand, booking and reading. */
import { useCallback } from 'react';
import { paths } from '../../bot/contract/paths.ts';
import { signpostsBody } from '../../bot/contract/signposts.ts';
import { libraryBody, supervisingBody, topicWords, type ReadingBody, type SupervisingBody } from '../../bot/contract/supervision.ts';
import { HelpNow } from '../components/HelpNow.tsx';
import { Links } from '../components/Links.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { PartPanel } from '../components/Part.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { AgendaList } from '../components/supervision/AgendaList.tsx';
import { BookingEditor } from '../components/supervision/BookingEditor.tsx';
import { LibraryEditor } from '../components/supervision/LibraryEditor.tsx';
import { SuperviseePanel } from '../components/supervision/SuperviseePanel.tsx';
import { useTextStyles } from '../components/text.ts';
import { TitledPanel } from '../components/TitledPanel.tsx';
import { halfTermName } from '../halfTerms.ts';
import type { PageProps } from '../pages.ts';
import { useParts } from '../parts.ts';
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

interface SuperviseesProps extends Pick<PageProps, 'api'> {
  readonly all: SupervisingBody;
  readonly shelf: readonly ReadingBody[];
  readonly put: (all: SupervisingBody) => void;
}

function Supervisees({ api, all, shelf, put }: SuperviseesProps) {
  const text = useTextStyles();
  return (
    <>
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
        <SuperviseePanel key={supervisee.objectId} api={api} supervisee={supervisee} today={all.today} library={shelf} put={put} />
      ))}
      <Groups groups={all.groups} />
      <BookingEditor
        booking={all.booking}
        onSave={async (booking) => put(await api.post(paths.supervisorBooking, booking, supervisingBody))}
      />
    </>
  );
}

export default function Supervise({ api, onReady }: PageProps) {
  const text = useTextStyles();
  const people = useRead(useCallback(() => api.get(paths.supervisees, supervisingBody), [api]));
  const library = useRead(useCallback(() => api.get(paths.supervisionReading, libraryBody), [api]));
  const signposts = useRead(useCallback(() => api.get(paths.signposts, signpostsBody), [api]));
  const { state, retry } = useParts([people, library, signposts], onReady);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  const all = people.state.kind === 'ready' ? people.state.value : undefined;
  // A record can be written without the shelf: reading can be added when it is there.
  const shelf = library.state.kind === 'ready' ? library.state.value.reading : [];
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
          <PartPanel title={mine.network.title} quiet reading={signposts}>
            {({ resources }) => <Links links={resources} none={mine.network.none} />}
          </PartPanel>
          {signposts.state.kind === 'ready' && <HelpNow helplines={signposts.state.value.helplines} />}
        </>
      }
    >
      <div className={text.column}>
        {all ? (
          <Supervisees api={api} all={all} shelf={shelf} put={people.put} />
        ) : (
          <PartPanel title={supervising.digests} reading={people}>
            {() => null}
          </PartPanel>
        )}
        <PartPanel title={supervising.library.title} reading={library}>
          {(now) => <LibraryEditor api={api} library={now} put={library.put} />}
        </PartPanel>
      </div>
    </PageFrame>
  );
}
