/** How the tab begins: inside a host, on a laptop in local mode, or somewhere it cannot work. */
import type { PersonBody } from '../bot/contract/me.ts';
import { pageIds } from '../bot/contract/pages.ts';
import { apiFor, ApiProblem, demoPeople, type Api, type Problem } from './api.ts';
import type { SharedTab } from './teams.ts';
import { followBrowserTheme } from './themes.ts';

export type Start =
  | {
      readonly kind: 'hosted';
      readonly api: Api;
      readonly tellReady: () => Promise<void>;
      readonly offerTab: ((tab: SharedTab) => void) | undefined;
    }
  | { readonly kind: 'demo'; readonly people: readonly PersonBody[] }
  | { readonly kind: 'outside' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A host frames the tab, or (Teams on a phone) gives the page a native interface. Standing alone is known at once, without waiting. */
const inHost = (): boolean => window.parent !== window || 'nativeInterface' in window;

async function startHosted(onTheme: (name: string) => void): Promise<Start | undefined> {
  const { canOffer, hostToken, joinHost, offerTab, tellHostReady } = await import('./teams.ts');
  try {
    const named = await joinHost(onTheme);
    // Where somebody has walked on within the tab since, they stay.
    if (window.location.hash === '' && pageIds.some((page) => page === named)) window.history.replaceState(null, '', `#${named}`);
  } catch {
    // A frame that is no Teams host, an editor's preview for instance: carry on as standing alone.
    return undefined;
  }
  return { kind: 'hosted', api: apiFor(hostToken), tellReady: tellHostReady, offerTab: canOffer() ? offerTab : undefined };
}

async function startAlone(onTheme: (name: string) => void): Promise<Start> {
  followBrowserTheme(onTheme);
  try {
    const people = await demoPeople();
    return people ? { kind: 'demo', people } : { kind: 'outside' };
  } catch (error) {
    return { kind: 'problem', problem: error instanceof ApiProblem ? error.problem : 'failed' };
  }
}

export async function start(onTheme: (name: string) => void): Promise<Start> {
  return (inHost() ? await startHosted(onTheme) : undefined) ?? startAlone(onTheme);
}
