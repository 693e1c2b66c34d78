/** How the tab begins: inside a host, on a laptop in local mode, or somewhere it cannot work. */
import type { PersonBody } from '../bot/contract/me.ts';
import { pageIds } from '../bot/contract/pages.ts';
import { apiFor, ApiProblem, type Api, type Problem } from './api.ts';
import type { Host, SharedTab } from './teams.ts';
import { browserTheme, followBrowserTheme } from './themes.ts';

/** Where the look comes from: how it is now, and how to hear of changes. */
export interface Look {
  readonly theme: string;
  readonly onTheme: (tell: (name: string) => void) => void;
}

export type Start = { readonly look: Look } & (
  | {
      readonly kind: 'hosted';
      readonly api: Api;
      readonly tellReady: () => Promise<void>;
      readonly offerTab: (tab: SharedTab) => Promise<void>;
    }
  | { readonly kind: 'demo'; readonly people: readonly PersonBody[] }
  | { readonly kind: 'outside' }
  | { readonly kind: 'problem'; readonly problem: Problem }
);

/** `framed`: something frames the tab that has not answered as Teams does. */
async function startAlone(framed: boolean): Promise<Start> {
  const look: Look = { theme: browserTheme(), onTheme: followBrowserTheme };
  try {
    const { demoPeople } = await import('./local.ts');
    const people = await demoPeople();
    if (people) return { look, kind: 'demo', people };
    return framed ? { look, kind: 'problem', problem: 'late' } : { look, kind: 'outside' };
  } catch (error) {
    return { look, kind: 'problem', problem: error instanceof ApiProblem ? error.problem : 'failed' };
  }
}

/**
 * `joined` is undefined outside a host. A frame that is no Teams host, an editor's preview for instance, is as good as standing alone in
 * local mode; elsewhere it is a host that is slow to answer, and may be asked again.
 */
export async function start(joined: Promise<Host> | undefined): Promise<Start> {
  const host = await joined?.catch(() => undefined);
  if (!host) return startAlone(joined !== undefined);
  // Where somebody has walked on within the tab since, they stay.
  if (window.location.hash === '' && pageIds.some((page) => page === host.page)) window.history.replaceState(null, '', `#${host.page}`);
  return { look: host, kind: 'hosted', api: apiFor(host.token), tellReady: host.tellReady, offerTab: host.offerTab };
}
