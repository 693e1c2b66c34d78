import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
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

function App({ first, again }: { readonly first: Start; readonly again: () => Promise<Start> }) {
  const styles = useStyles();
  const { look } = first;
  const [theme, setTheme] = useState(look.theme);
  const [begun, setBegun] = useState<Start | undefined>(first);
  useEffect(() => look.onTheme(setTheme), [look]);
  const retry = useCallback(() => {
    setBegun(undefined);
    void again().then(setBegun);
  }, [again]);
  return (
    <FluentProvider theme={fluentTheme(theme)} className={styles.room}>
      <Suspense fallback={<PageSkeleton />}>{begun ? <Started begun={begun} onRetry={retry} /> : <PageSkeleton />}</Suspense>
    </FluentProvider>
  );
}

/** Shows the tab in `root`, in place of the shape that stands there, once it is known what to show. */
export async function showTab(root: Element, joined: Promise<Host> | undefined): Promise<void> {
  const shared = place === 'shared';
  if (place !== 'add') fetchAhead(shared);
  const again = (): Promise<Start> => start(joined);
  const first = await again();
  if (first.kind === 'hosted' && place !== 'add') await readAhead(first.api, shared);
  createRoot(root).render(
    <StrictMode>
      <App first={first} again={again} />
    </StrictMode>,
  );
}
