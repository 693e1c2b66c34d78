import { teamsLightTheme, type Theme } from '@fluentui/react-components';

/**
 * Fluent's theme for a host's theme name; `glass` is drawn over a dark room. The light one is here from the beginning; the others come when a
 * host has them. An unknown name gets the default look, and so does one whose file does not come: the page can be read all the same.
 */
export async function fluentTheme(name: string): Promise<Theme> {
  try {
    if (name === 'contrast') return (await import('./themes/contrast.ts')).theme;
    if (name === 'dark' || name === 'glass') return (await import('./themes/dark.ts')).theme;
  } catch {
    // The connection is gone, or there is another build since.
  }
  return teamsLightTheme;
}

const contrast = window.matchMedia('(forced-colors: active)');
const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** Outside a host the browser's own wishes count. */
export const browserTheme = (): string => (contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'default');

/** Calls back at every change of those wishes. */
export function followBrowserTheme(tell: (name: string) => void): void {
  for (const wish of [contrast, dark]) wish.addEventListener('change', () => tell(browserTheme()));
}
