import { teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme, type Theme } from '@fluentui/react-components';

/** Fluent's theme for a host's theme name; `glass` is drawn over a dark room. An unknown name gets the default look. */
export function fluentTheme(name: string): Theme {
  if (name === 'contrast') return teamsHighContrastTheme;
  return name === 'dark' || name === 'glass' ? teamsDarkTheme : teamsLightTheme;
}

const contrast = window.matchMedia('(forced-colors: active)');
const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** Outside a host the browser's own wishes count. */
export const browserTheme = (): string => (contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'default');

/** Calls back at every change of those wishes. */
export function followBrowserTheme(tell: (name: string) => void): void {
  for (const wish of [contrast, dark]) wish.addEventListener('change', () => tell(browserTheme()));
}
