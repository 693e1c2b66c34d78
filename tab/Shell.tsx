/** Who is looking, which pages they have, and the one that is open. Each page's code comes when it is opened. */
import { mergeClasses } from '@fluentui/react-components';
import {
  Component,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentType,
  type ReactNode,
} from 'react';
import type { MeBody } from '../bot/contract/me.ts';
import { pageIds, type PageId } from '../bot/contract/pages.ts';
import type { Api } from './api.ts';
import { useChoiceStyles } from './components/choices.ts';
import { HearSkeleton } from './components/HearSkeleton.tsx';
import { pageTitleId, titled } from './components/pageTitle.ts';
import { PageSkeleton } from './components/PageSkeleton.tsx';
import { ProblemPanel } from './components/ProblemPanel.tsx';
import { Mark, StatePanel } from './components/StatePanel.tsx';
import { pageAt, pagesFor, refusedAt, type PageProps } from './pages.ts';
import { readingAhead } from './read.ts';
import { words } from '#words/tab.ts';
import { speakFor } from '../words/nation.ts';

const code = {
  admin: () => import('./pages/Admin.tsx'),
  do: () => import('./pages/Do.tsx'),
  governors: () => import('./pages/Governors.tsx'),
  mine: () => import('./pages/Mine.tsx'),
  supervision: () => import('./pages/Supervision.tsx'),
  supervise: () => import('./pages/Supervise.tsx'),
  hear: () => import('./pages/Hear.tsx'),
} as const satisfies Record<PageId, () => Promise<unknown>>;
const Admin = lazy(code.admin);
const Do = lazy(code.do);
const Governors = lazy(code.governors);
const Mine = lazy(code.mine);
const Supervision = lazy(code.supervision);
const Supervise = lazy(code.supervise);
const Hear = lazy(code.hear);

/** The page that the address names; most people come for the figures, and in a shared place there is nothing else. */
const likely = (shared: boolean): PageId => (shared ? undefined : pageIds.find((page) => window.location.hash === `#${page}`)) ?? 'hear';

/** The page of figures where its code is here already: it is shown at once, where a lazy one would first show its shape. */
let hearNow: ComponentType<PageProps> | typeof Hear = Hear;

/** Begins to load the page's code while the host is still being asked who is looking. What fails here is tried again when it is needed. */
export function fetchAhead(shared: boolean): void {
  code[likely(shared)]().catch(() => undefined);
}

const { ahead: readMeAhead, useReading: useMe } = readingAhead(
  async (api) => {
    const me = await api.me();
    speakFor(me.nation);
    return me;
  },
  { once: true },
);

/** A page that comes this soon needs no shape of it first (ms). */
const soonMs = 100;

async function readFiguresAhead(api: Api): Promise<void> {
  try {
    const page = await code.hear();
    hearNow = page.default;
    await page.readAhead(api);
  } catch {
    // Their code did not come. It is asked for again by who shows them.
  }
}

/**
 * Asks who is looking, and for the figures where those are likely to be looked at: the server decides what comes. Resolves once it is known
 * who is looking, a moment later where the figures are still on their way.
 */
export async function readAhead(api: Api, shared: boolean): Promise<void> {
  const figures = likely(shared) === 'hear' ? readFiguresAhead(api) : undefined;
  await readMeAhead(api);
  await Promise.race([figures, new Promise((resolve) => setTimeout(resolve, soonMs))]);
}

function Opened({ page, ...props }: PageProps & { readonly page: PageId }) {
  const HearNow = hearNow;
  switch (page) {
    case 'do':
      return <Do {...props} />;
    case 'hear':
      return <HearNow {...props} />;
    case 'mine':
      return <Mine {...props} />;
    case 'supervision':
      return <Supervision {...props} />;
    case 'supervise':
      return <Supervise {...props} />;
    case 'admin':
      return <Admin {...props} />;
    case 'governors':
      return <Governors {...props} />;
  }
}

/** A page whose code does not come (no connection, or another build since) is told of like a request that failed; to try again is to load anew. */
class Guard extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <ProblemPanel problem={navigator.onLine ? 'failed' : 'offline'} onRetry={() => window.location.reload()} />;
  }
}

function useHash(): string {
  const [hash, setHash] = useState(() => window.location.hash);
  useEffect(() => {
    const follow = (): void => setHash(window.location.hash);
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return hash;
}

/**
 * Gives what a page calls once it is there. After a change of page its title then has the focus: screen readers say it, the keyboard starts
 * there. So it does where the page came anew and what had the focus is gone with what stood there before.
 */
function useArrival(title: string, onReady: () => void): () => void {
  const arrived = useRef<string>();
  // At once, so that a state that comes to stand in the page's place names itself after it.
  useLayoutEffect(() => {
    document.title = titled(title);
  }, [title]);
  return useCallback(() => {
    const lost = document.activeElement === document.body;
    if (arrived.current !== undefined && (lost || arrived.current !== title)) document.getElementById(pageTitleId)?.focus();
    arrived.current = title;
    onReady();
  }, [title, onReady]);
}

/** In place of a page that is not for this person. */
function Refused({ onReady }: { readonly onReady: () => void }) {
  useEffect(onReady, [onReady]);
  return <StatePanel {...words.states.notAllowed} />;
}

export interface ShellProps {
  readonly api: Api;
  /** In a team or chat: what a group hears, and nothing of one person's own. */
  readonly shared?: boolean;
  /** Tells the host that there is something to see. */
  readonly onReady: () => void;
  /** Who is looking, where that can be changed (local mode). */
  readonly viewer?: ReactNode;
}

function Rooms({ api, me, shared = false, onReady, viewer }: ShellProps & { readonly me: MeBody }) {
  const choices = useChoiceStyles();
  const address = useHash();
  const hash = shared ? '#hear' : address;
  const page = refusedAt(hash, me) ? undefined : pageAt(hash, me);
  const ready = useArrival(page ? words.pages[page] : words.states.notAllowed.title, onReady);
  const open = shared ? [] : pagesFor(me);
  return (
    <>
      <a
        className="skip"
        href={`#${pageTitleId}`}
        onClick={(event) => {
          event.preventDefault();
          document.getElementById(pageTitleId)?.focus();
        }}
      >
        {words.pages.skip}
      </a>
      <div className="bar">
        <Mark size={28} />
        {open.length > 1 && (
          <nav aria-label={words.pages.label}>
            <ul className={choices.row}>
              {open.map((each) => (
                <li key={each}>
                  <a
                    className={mergeClasses(choices.choice, each === page && choices.open)}
                    href={`#${each}`}
                    {...(each === page ? { 'aria-current': 'page' as const } : {})}
                  >
                    {words.pages[each]}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {viewer && <div className="bar-viewer">{viewer}</div>}
      </div>
      {!page ? (
        <Refused onReady={ready} />
      ) : (
        <Guard key={page}>
          <Suspense fallback={page === 'hear' ? <HearSkeleton /> : <PageSkeleton />}>
            <Opened page={page} api={api} me={me} shared={shared} onReady={ready} />
          </Suspense>
        </Guard>
      )}
    </>
  );
}

export function Shell({ api, shared = false, onReady, viewer }: ShellProps) {
  const { state, retry } = useMe(api);
  useEffect(() => {
    if (state.kind === 'problem') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  return <Rooms api={api} me={state.value} shared={shared} onReady={onReady} viewer={viewer} />;
}
