/** "My supervision", for SENCos: the next session, what to keep for it, what the supervisor will see, the agreement and the records. */
import { Button } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import { paths } from '../../bot/contract/paths.ts';
import {
  calendarBody,
  flagOutcomeBody,
  mySupervisionBody,
  type FlagAsk,
  type FlagBody,
  type MySupervisionAsk,
  type MySupervisionBody,
  type SessionBody,
  type WarningBody,
} from '../../bot/contract/supervision.ts';
import { signpostsBody, type SignpostsBody } from '../../bot/contract/signposts.ts';
import { ApiProblem, type Api } from '../api.ts';
import { BookingPanel } from '../components/Aside.tsx';
import { DoingLine } from '../components/DoingLine.tsx';
import { HelpNow } from '../components/HelpNow.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { AgendaList } from '../components/supervision/AgendaList.tsx';
import { Agreement, isAgreed } from '../components/supervision/AgreementPanel.tsx';
import { DigestView } from '../components/supervision/DigestView.tsx';
import { FlagForm, type FlagWords } from '../components/supervision/FlagForm.tsx';
import { FlagList } from '../components/supervision/FlagList.tsx';
import { NetworkPanel } from '../components/supervision/NetworkPanel.tsx';
import { RecordsPanel } from '../components/supervision/RecordsPanel.tsx';
import { useDate } from '../components/supervision/useDate.ts';
import { SessionEditor } from '../components/supervision/SessionEditor.tsx';
import { WishesForm } from '../components/supervision/WishesForm.tsx';
import { useTextStyles } from '../components/text.ts';
import { TitledPanel } from '../components/TitledPanel.tsx';
import { Unfold } from '../components/Unfold.tsx';
import { download } from '../csv.ts';
import { dayName } from '../../words/formats.ts';
import type { PageProps } from '../pages.ts';
import { useDoing, useRead } from '../read.ts';
import { supervision } from '#words/tab/supervision.ts';

interface RoomProps extends Pick<PageProps, 'api'> {
  readonly mine: MySupervisionBody;
  readonly put: (mine: MySupervisionBody) => void;
}

/** A fresh id, so that a tap that is sent twice keeps one topic. */
const freshId = (): string => crypto.randomUUID().replaceAll('-', '');

/** Changes of what is kept: what the server asks about comes back, and what somebody changed meanwhile is shown. */
function useFlags({ api, put }: Pick<RoomProps, 'api' | 'put'>) {
  const { doing, run } = useDoing();
  const [lost, setLost] = useState<{ readonly id: string; readonly words: FlagWords }>();
  const [lostWishes, setLostWishes] = useState<MySupervisionBody['wishes']>();
  const send = useCallback(
    (ask: FlagAsk): Promise<readonly WarningBody[] | undefined> =>
      new Promise((resolve) => {
        run(async () => {
          try {
            const outcome = await api.post(paths.supervisionFlags, ask, flagOutcomeBody);
            if (outcome.kind === 'done') put(outcome.mine);
            if (outcome.kind === 'done' && ask.do === 'wishes') setLostWishes(undefined);
            resolve(outcome.kind === 'asked' ? outcome.warnings : []);
          } catch (error) {
            resolve(undefined);
            if (error instanceof ApiProblem && error.problem === 'changed') {
              // The words alone: the version that they answer to is the one that stands now.
              if (ask.do === 'edit') setLost({ id: ask.id, words: { topic: ask.topic, note: ask.note, hope: ask.hope } });
              if (ask.do === 'wishes') {
                const { access, notToday } = ask;
                setLostWishes({ ...(access === undefined ? {} : { access }), ...(notToday ? { notToday } : {}) });
              }
              put(await api.get(paths.supervision, mySupervisionBody));
            }
            throw error;
          }
        });
      }),
    [api, put, run],
  );
  return { doing, send, lost, settle: () => setLost(undefined), lostWishes, settleWishes: () => setLostWishes(undefined) };
}

function SessionPanel({ api, mine, put }: RoomProps) {
  const { session, entitlement, today, offer } = mine;
  const text = useTextStyles();
  const { doing, run } = useDoing();
  const file = useDoing();
  const { lost, settle, send } = useDate();
  const set = (next: SessionBody | undefined): void => {
    const ask: MySupervisionAsk = { do: 'session', ...(next ? { session: next } : {}), ...(session ? { was: session } : {}) };
    const post = async (): Promise<void> => put(await api.post(paths.supervision, ask, mySupervisionBody));
    run(() => send(next, post, async () => put(await api.get(paths.supervision, mySupervisionBody))));
  };
  const save = (): void =>
    file.run(async () => {
      const { name, text: content } = await api.get(paths.supervisionCalendar, calendarBody);
      download(name, content, 'text/calendar');
    });
  return (
    <TitledPanel title={supervision.session.title}>
      <SessionEditor
        key={JSON.stringify([session, lost])}
        session={session}
        entitlement={entitlement}
        today={today}
        busy={doing === 'busy'}
        onSet={set}
        lost={lost}
        onSettled={settle}
      />
      <DoingLine doing={doing} done={supervision.session.saved} />
      {session && (
        <div className={text.row}>
          <Button onClick={save}>{supervision.session.file}</Button>
        </div>
      )}
      <DoingLine doing={file.doing === 'done' ? 'idle' : file.doing} done="" />
      {offer && (
        <p className={text.small}>
          {supervision.session.offer(offer.school, offer.minutes, supervision.session.rhythm[offer.every], offer.cover)}
        </p>
      )}
      <Unfold label={supervision.session.agenda}>
        <AgendaList />
      </Unfold>
    </TitledPanel>
  );
}

function KeepPanels({ api, mine, put }: RoomProps) {
  const text = useTextStyles();
  const { doing, send, lost, settle, lostWishes, settleWishes } = useFlags({ api, put });
  const busy = doing === 'busy';
  const edit = ({ id, version }: FlagBody, words: FlagWords, sure: boolean) => send({ do: 'edit', id, version, ...words, sure });
  return (
    <>
      <TitledPanel title={supervision.keep.title}>
        <p className={text.text}>{supervision.keep.lede}</p>
        <FlagForm busy={busy} onKeep={(words, sure) => send({ do: 'keep', id: freshId(), ...words, sure })} />
      </TitledPanel>
      <TitledPanel title={supervision.list.title}>
        <FlagList
          flags={mine.flags}
          agreed={isAgreed(mine.contract)}
          supervised
          busy={busy}
          onChange={(ask) => void send(ask)}
          onEdit={edit}
          lost={lost}
          onSettled={settle}
        />
        <DoingLine doing={doing} done={supervision.list.done} />
        <WishesForm
          key={JSON.stringify([mine.wishes, lostWishes])}
          wishes={mine.wishes}
          busy={busy}
          onSave={(wishes, sure) => send({ do: 'wishes', ...wishes, was: mine.wishes, sure })}
          lost={lostWishes}
          onSettled={settleWishes}
        />
      </TitledPanel>
    </>
  );
}

/** Nobody supervises this person now: what they kept for somebody who has left, or in an earlier role, is theirs to take back. */
function AlonePanel({ api, mine, put, before }: RoomProps & { readonly before: boolean }) {
  const text = useTextStyles();
  const { doing, send, settle } = useFlags({ api, put });
  return (
    <TitledPanel title={supervision.list.title}>
      <p className={text.text}>{before ? supervision.before.text : supervision.none}</p>
      {mine.flags.length > 0 && (
        <FlagList
          flags={mine.flags}
          agreed={false}
          supervised={false}
          before={before}
          busy={doing === 'busy'}
          onChange={(ask) => void send(ask)}
          onEdit={() => Promise.resolve(undefined)}
          lost={undefined}
          onSettled={settle}
        />
      )}
      <DoingLine doing={doing} done={supervision.list.done} />
    </TitledPanel>
  );
}

function PreviewPanel({ mine }: { readonly mine: MySupervisionBody }) {
  const text = useTextStyles();
  const when = (): string => {
    if (mine.entitlement.format === 'group') return supervision.preview.group;
    if (!isAgreed(mine.contract)) return supervision.preview.notAgreed;
    return mine.nextDigest ? supervision.preview.on(dayName(mine.nextDigest)) : '';
  };
  return (
    <TitledPanel title={supervision.preview.title} quiet>
      <DigestView digest={mine.preview} />
      {when() !== '' && <p className={text.small}>{when()}</p>}
    </TitledPanel>
  );
}

function ContractPanel({ api, mine, put }: RoomProps) {
  const { doing, run } = useDoing();
  const { contract } = mine;
  return (
    <TitledPanel title={supervision.contract.title}>
      <Agreement
        key={`${contract.copies} ${contract.years}`}
        contract={contract}
        side="supervisee"
        busy={doing === 'busy'}
        onAgree={(terms) => run(async () => put(await api.post(paths.supervision, { do: 'agree', terms }, mySupervisionBody)))}
      />
      <DoingLine doing={doing} done={supervision.contract.saved} />
    </TitledPanel>
  );
}

interface Place {
  readonly mine: MySupervisionBody;
  /** Undefined when they could not be read: nothing here waits for them. */
  readonly signposts: SignpostsBody | undefined;
}

async function readPlace(api: Api): Promise<Place> {
  const [mine, signposts] = await Promise.all([
    api.get(paths.supervision, mySupervisionBody),
    api.get(paths.signposts, signpostsBody).catch(() => undefined),
  ]);
  return { mine, signposts };
}

export default function Supervision({ api, me, onReady }: PageProps) {
  const text = useTextStyles();
  const { state, retry, put } = useRead(useCallback(() => readPlace(api), [api]));
  useEffect(() => {
    if (state.kind !== 'loading') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  const { mine, signposts } = state.value;
  const { session, first } = mine.supervisor?.booking ?? {};
  const links = [
    ...(session ? [{ title: supervision.booking.session, url: session }] : []),
    ...(first ? [{ title: supervision.booking.first, url: first }] : []),
  ];
  // No SENCo any more: what they kept is theirs to read, save and delete; nothing else here is for them.
  const before = !me.roles.includes('senco');
  const room = { api, mine, put: (next: MySupervisionBody): void => put({ mine: next, signposts }) };
  return (
    <PageFrame
      title={supervision.title}
      lede={before ? supervision.before.lede : supervision.lede}
      aside={
        <>
          {mine.supervisor && <PreviewPanel mine={mine} />}
          {!before && <BookingPanel booking={{ links: links.length > 0 ? links : (signposts?.booking ?? []) }} />}
          {!before && <NetworkPanel api={api} />}
          {signposts && <HelpNow helplines={signposts.helplines} />}
        </>
      }
    >
      <div className={text.column}>
        {mine.supervisor ? (
          <>
            {!isAgreed(mine.contract) && <ContractPanel {...room} />}
            <SessionPanel {...room} />
            <KeepPanels {...room} />
          </>
        ) : (
          <AlonePanel {...room} before={before} />
        )}
        <RecordsPanel api={api} before={before} />
        {mine.supervisor && isAgreed(mine.contract) && <ContractPanel {...room} />}
      </div>
    </PageFrame>
  );
}
