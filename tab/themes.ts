import { teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme, type Theme } from '@fluentui/react-components';

/** Fluent's theme for a host's theme name; `glass` is drawn over a dark room. An unknown name gets the default look. */
export function fluentTheme(name: string): Theme {
  if (name === 'contrast') return teamsHighContrastTheme;
  return name === 'dark' || name === 'glass' ? teamsDarkTheme : teamsLightTheme;
}

/** Outside a host the browser's own wishes count. Calls back now and at every change. */
export function followBrowserTheme(onTheme: (name: string) => void): void {
  const contrast = window.matchMedia('(forced-colors: active)');
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const tell = (): void => onTheme(contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'default');
  contrast.addEventListener('change', tell);
  dark.addEventListener('change', tell);
  tell();
}
