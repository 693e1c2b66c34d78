import { FluentProvider, makeStyles, tokens, type Theme } from '@fluentui/react-components';
import { lazy, StrictMode, Suspense, useCallback, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { PageSkeleton } from './components/PageSkeleton.tsx';
import { ProblemPanel } from './components/ProblemPanel.tsx';
import { StatePanel } from './components/StatePanel.tsx';
import { placeOf } from './place.ts';
import { fetchAhead, readAhead, Shell } from './Shell.tsx';
import { start, type Start } from './start.ts';
import type { Host } from './teams.ts';
import { fluentTheme } from './themes.ts';
import { words } from '#words/tab.ts';

const Add = lazy(() => import('./pages/Add.tsx'));
const Demo = lazy(() => import('./pages/Demo.tsx'));

const useStyles = makeStyles({
  room: { minHeight: '100vh', backgroundColor: tokens.colorNeutralBackground3, color: tokens.colorNeutralForeground1 },
});

const place = placeOf(window.location);

function Started({ begun, onRetry }: { readonly begun: Start; readonly onRetry: () => void }) {
  const tellReady = begun.kind === 'hosted' ? begun.tellReady : undefined;
  const onReady = useCallback(() => {
    // The host may have gone meanwhile; the page stands without it.
    tellReady?.().catch(() => undefined);
  }, [tellReady]);
  if (begun.kind === 'demo') return <Demo people={begun.people} />;
  if (begun.kind === 'outside') return <StatePanel {...words.states.outside} />;
  if (begun.kind === 'problem') return <ProblemPanel problem={begun.problem} onRetry={onRetry} />;
  if (place === 'add') return <Add offer={begun.offerTab} onReady={onReady} />;
  return <Shell api={begun.api} shared={place === 'shared'} onReady={onReady} />;
}

/** How it began, until that is tried again, and how it looks. */
interface Shown {
  readonly begun: Start | undefined;
  readonly look: Start['look'];
  readonly theme: Theme;
}

const shownOf = async (begun: Start): Promise<Shown> => ({ begun, look: begun.look, theme: await fluentTheme(begun.look.theme) });

function App({ first, again }: { readonly first: Shown; readonly again: () => Promise<Start> }) {
  const styles = useStyles();
  const [{ begun, look, theme }, setShown] = useState(first);
  useEffect(() => {
    // The name that was told last, however long the one before takes to come.
    let told: string | undefined;
    let current = true;
    look.onTheme((name) => {
      told = name;
      void fluentTheme(name).then((found) => {
        if (current && told === name) setShown((now) => ({ ...now, theme: found }));
      });
    });
    return () => {
      current = false;
    };
  }, [look]);
  const retry = useCallback(() => {
    setShown((now) => ({ ...now, begun: undefined }));
    void again().then(shownOf).then(setShown);
  }, [again]);
  return (
    <FluentProvider theme={theme} className={styles.room}>
      <Suspense fallback={<PageSkeleton />}>{begun ? <Started begun={begun} onRetry={retry} /> : <PageSkeleton />}</Suspense>
    </FluentProvider>
  );
}

/** Shows the tab in `root`, in place of the shape that stands there, once it is known what to show. `join`: asks the host once more. */
export async function showTab(root: Element, joined: Promise<Host> | undefined, join: () => Promise<Host> | undefined): Promise<void> {
  const shared = place === 'shared';
  if (place !== 'add') fetchAhead(shared);
  const begun = await start(joined);
  const [first] = await Promise.all([
    shownOf(begun),
    begun.kind === 'hosted' && place !== 'add' ? readAhead(begun.api, shared) : undefined,
  ]);
  createRoot(root).render(
    <StrictMode>
      <App first={first} again={() => start(join())} />
    </StrictMode>,
  );
}
