/** "My place", for SENCos: when Held may ask, the private record, what is held, and taking answers back. */
import { useCallback, useEffect } from 'react';
import { doneNothing, mineBody, type MineAsk, type MineBody } from '../../bot/contract/mine.ts';
import { paths } from '../../bot/contract/paths.ts';
import { signpostsBody, type SignpostsBody } from '../../bot/contract/signposts.ts';
import type { Api } from '../api.ts';
import { BookingPanel } from '../components/Aside.tsx';
import { Confirm } from '../components/Confirm.tsx';
import { DoingLine } from '../components/DoingLine.tsx';
import { HeldAbout } from '../components/HeldAbout.tsx';
import { HelpNow } from '../components/HelpNow.tsx';
import { Links } from '../components/Links.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { PromptSettings } from '../components/PromptSettings.tsx';
import { RecordPanel } from '../components/RecordPanel.tsx';
import { useTextStyles } from '../components/text.ts';
import { TitledPanel } from '../components/TitledPanel.tsx';
import type { PageProps } from '../pages.ts';
import { useDoing, useRead } from '../read.ts';
import { mine } from '#words/tab/mine.ts';

interface Place {
  readonly mine: MineBody;
  readonly signposts: SignpostsBody | undefined;
}

async function readPlace(api: Api): Promise<Place> {
  const [body, signposts] = await Promise.all([
    api.get(paths.mine, mineBody),
    api.get(paths.signposts, signpostsBody).catch(() => undefined),
  ]);
  return { mine: body, signposts };
}

function Withdraw({ api, open }: { readonly api: Api; readonly open: boolean }) {
  const text = useTextStyles();
  const { doing, run } = useDoing();
  const withdraw = (): void => run(async () => void (await api.post(paths.withdraw, {}, doneNothing)));
  return (
    <TitledPanel title={mine.withdraw.title}>
      <p className={text.text}>{open ? mine.withdraw.text : mine.withdraw.closed}</p>
      {open && (
        <Confirm
          ask={mine.withdraw.ask}
          sure={mine.withdraw.sure}
          yes={mine.withdraw.yes}
          no={mine.withdraw.no}
          busy={doing === 'busy'}
          onYes={withdraw}
        />
      )}
      <DoingLine doing={doing} done={mine.withdraw.done} />
    </TitledPanel>
  );
}

export default function Mine({ api, me, onReady }: PageProps) {
  const text = useTextStyles();
  const { state, retry, put } = useRead(useCallback(() => readPlace(api), [api]));
  const { doing, run } = useDoing();
  useEffect(() => {
    if (state.kind !== 'loading') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  const { mine: body, signposts } = state.value;
  const change = (ask: MineAsk): void => run(async () => put({ signposts, mine: await api.post(paths.mine, ask, mineBody) }));
  return (
    <PageFrame
      title={mine.title}
      lede={mine.lede}
      aside={
        <>
          <BookingPanel booking={signposts && { links: signposts.booking }} />
          {signposts && <HelpNow helplines={signposts.helplines} />}
          {signposts && (
            <TitledPanel title={mine.network.title} quiet>
              <Links links={signposts.resources} none={mine.network.none} />
            </TitledPanel>
          )}
        </>
      }
    >
      <div className={text.column}>
        <PromptSettings settings={body.settings} budget={body.budget} doing={doing} onChange={change} />
        <RecordPanel api={api} person={me.objectId} />
        <HeldAbout mine={body} api={api} />
        <Withdraw api={api} open={body.open} />
      </div>
    </PageFrame>
  );
}
