import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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

export default defineConfig({
  root: here('.'),
  base: '/tab/',
  publicDir: false,
  plugins: [react(), ownHostList()],
  build: {
    outDir: here('../dist/tab'),
    emptyOutDir: true,
    target: 'es2022',
    // No data: URLs and no inline preload script: the tab's Content-Security-Policy allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
