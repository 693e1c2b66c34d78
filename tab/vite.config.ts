import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme } from '@fluentui/react-components';
import griffel from '@griffel/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { locale } from '#words/locale.ts';
import { words } from '#words/tab.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * teams-js asks a content network for the list of hosts it may talk to, on every load. The tab makes no third-party request: it serves
 * the same list itself, as bundled with this version of teams-js. The build fails if a new version asks elsewhere.
 */
function ownHostList(): Plugin {
  const asked = 'https://res.cdn.office.net/teams-js/validDomains/json/validDomains.json';
  const file = 'teams-hosts.json';
  const lists = here('../node_modules/@microsoft/teams-js/dist/esm/packages/teams-js/src/artifactsForCDN/validDomains.json.js');
  let replaced = false;
  return {
    name: 'own-host-list',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('@microsoft/teams-js') || !code.includes(asked)) return undefined;
      replaced = true;
      return { code: code.replace(`new URL("${asked}")`, `new URL("${file}",document.baseURI)`), map: null };
    },
    generateBundle(_options, bundle) {
      const hosts = [...readFileSync(lists, 'utf8').matchAll(/"([^"]+\.[^"]+)"/g)].map((match) => match[1]);
      const asksStill = Object.values(bundle).some((part) => part.type === 'chunk' && part.code.includes(new URL(asked).host));
      if (!replaced || asksStill || hosts.length === 0) {
        this.error(
          'teams-js changed how it fetches its list of hosts. Look at tab/vite.config.ts: the tab may make no third-party request.',
        );
      }
      this.emitFile({ type: 'asset', fileName: file, source: JSON.stringify({ validOrigins: hosts }) });
    },
  };
}

/**
 * teams-js brings a logger that stays silent unless somebody turns it on in a browser's console: 2.5 kB before the first figure, for nobody. It is
 * left silent. A version that imports it otherwise does not build.
 */
function silentTeamsLog(): Plugin {
  const logger = [
    'const quiet = Object.assign(() => undefined, { enabled: false, extend: () => quiet });',
    'export const b = { debug: Object.assign(() => quiet, { formatArgs: () => undefined }) };',
  ].join('\n');
  return {
    name: 'silent-teams-log',
    apply: 'build',
    enforce: 'pre',
    load: (id) => (/@microsoft\/teams-js\/.*\/debug\/src\/browser\.js$/.test(id) ? logger : undefined),
  };
}

/** Vite's helper fetches styles and preloads with each part that is loaded later; the tab's parts have neither, so it is left out. */
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    enforce: 'pre',
    load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : undefined),
  };
}

/** What most people need first, all asked for at once: otherwise each is heard of only when another has come. */
const atOnce = ['join.ts', 'App.tsx', 'pages/Hear.tsx'];

const nameOf = (source: string): string => source.replace(/^.*\/|\.\w+$/g, '').toLowerCase();

/** Completes `index.html`: its language and words from the catalogue, and the code that will be needed first. */
function firstPage(): Plugin {
  return {
    name: 'first-page',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((part) => part.type === 'chunk');
        const first = atOnce.flatMap((source) => {
          // The part that holds it, and the few bytes that lead there.
          const parts = chunks.filter(({ moduleIds, facadeModuleId }) => [...moduleIds, facadeModuleId].includes(here(source)));
          if (bundle && parts.length === 0) throw new Error(`No part of the build holds ${source}: look at tab/vite.config.ts.`);
          return parts;
        });
        const files = new Set(first.flatMap(({ fileName, imports }) => [fileName, ...imports]));
        const join = chunks.find(({ facadeModuleId }) => facadeModuleId === here('join.ts'));
        return {
          html: html.replace('%lang%', locale).replace('%title%', words.product).replace('%loading%', words.pages.loading),
          tags: [
            ...(join
              ? [{ tag: 'script', attrs: { type: 'module', src: `/tab/${join.fileName}` }, injectTo: 'head-prepend' as const }]
              : []),
            ...[...files]
              .filter((file) => !html.includes(file) && file !== join?.fileName)
              .map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', href: `/tab/${file}` }, injectTo: 'head' as const })),
          ],
        };
      },
    },
  };
}

const printFile = 'print.css';

/**
 * Paper is white in every theme: a style sheet for print alone, which no first paint waits for, gives each token that the themes differ in its
 * light value. Here and not in the page, because a host may print without a script having its turn.
 */
function lightOnPaper(): Plugin {
  const light: Readonly<Record<string, string | number>> = { ...teamsLightTheme };
  const others: readonly Readonly<Record<string, string | number>>[] = [{ ...teamsDarkTheme }, { ...teamsHighContrastTheme }];
  const values = Object.entries(light).flatMap(([token, value]) =>
    others.some((other) => other[token] !== value) ? `--${token}:${value} !important` : [],
  );
  return {
    name: 'light-on-paper',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: printFile, source: `.fui-FluentProvider{${values.join(';')}}\n` });
    },
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'stylesheet', media: 'print', href: `/tab/${printFile}` }, injectTo: 'head' as const },
    ],
  };
}

export default defineConfig({
  root: here('.'),
  base: '/tab/',
  publicDir: false,
  plugins: [react(), griffel(), plainImports(), silentTeamsLog(), ownHostList(), lightOnPaper(), firstPage()],
  build: {
    outDir: here('../dist/tab'),
    emptyOutDir: true,
    target: 'es2022',
    // No data: URLs: the tab's Content-Security-Policy allows none. What is needed first is named in index.html.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: here('index.html'), join: here('join.ts') },
      output: {
        codeSplitting: {
          // Each with everything that comes with it in one file: the bundler would make twenty, and a request costs more than what it brings.
          groups: atOnce.map((source, i) => ({ name: nameOf(source), test: here(source), priority: -i })),
        },
      },
    },
  },
});
