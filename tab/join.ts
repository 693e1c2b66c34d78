/**
 * The first lines that run: joining the host begins before React is even read, so that it answers while the rest is made ready. A script of
 * its own in `index.html`, before `main.ts`.
 */
import { joinHost, type Host } from './teams.ts';

/** A host frames the tab, or (Teams on a phone) gives the page a native interface. Standing alone is known at once, without waiting. */
const inHost = window.parent !== window || 'nativeInterface' in window;

/** Undefined outside a host; rejects where what frames the tab is none, or is silent. */
export const join = (): Promise<Host> | undefined => (inHost ? joinHost() : undefined);

export const joined = join();
// Heard of where the outcome is waited for.
joined?.catch(() => undefined);
