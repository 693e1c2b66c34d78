import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import type { PersonBody } from '../bot/contract/me.ts';
import { apiFor, demoToken, type Api } from './api.ts';
import { PageSkeleton } from './components/PageSkeleton.tsx';
import { ProblemPanel } from './components/ProblemPanel.tsx';
import { StatePanel } from './components/StatePanel.tsx';
import { placeOf } from './place.ts';
import { fetchAhead, Shell } from './Shell.tsx';
import { start, type Start } from './start.ts';
import { fluentTheme } from './themes.ts';
import { words } from './words.ts';

const Add = lazy(() => import('./pages/Add.tsx'));
const Pick = lazy(() => import('./pages/Pick.tsx'));
const ViewerBar = lazy(() => import('./components/ViewerBar.tsx'));

const useStyles = makeStyles({
  room: { minHeight: '100vh', backgroundColor: tokens.colorNeutralBackground3, color: tokens.colorNeutralForeground1 },
});

/** Local mode: choose a demo person, then see what that person sees. The choice lives in memory, as the tokens do. */
function Demo({ people }: { readonly people: readonly PersonBody[] }) {
  const [person, setPerson] = useState<PersonBody>();
  const api = useMemo((): Api | undefined => person && apiFor(demoToken(person.objectId)), [person]);
  const ready = useCallback(() => {}, []);
  if (!api || !person) return <Pick people={people} onPick={setPerson} />;
  return (
    <Shell key={person.objectId} api={api} onReady={ready} viewer={<ViewerBar person={person} onChange={() => setPerson(undefined)} />} />
  );
}

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

export function App() {
  const styles = useStyles();
  const [theme, setTheme] = useState('default');
  const [begun, setBegun] = useState<Start>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    if (place !== 'add') fetchAhead(place === 'shared');
    const begin = async (): Promise<void> => {
      const next = await start(setTheme);
      if (current) setBegun(next);
    };
    void begin();
    return () => {
      current = false;
    };
  }, [attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return (
    <FluentProvider theme={fluentTheme(theme)} className={styles.room}>
      <Suspense fallback={<PageSkeleton />}>{begun ? <Started begun={begun} onRetry={retry} /> : <PageSkeleton />}</Suspense>
    </FluentProvider>
  );
}
