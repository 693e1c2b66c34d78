// The import table of the house, as rules. `npm run check` runs them; tests/importRules.test.ts plants one breach of each and
// sees it caught, because a cruise that cannot parse TypeScript sees no modules and passes anything.

// dependency-cruiser 17 parses with SWC but does not tell it which files hold JSX, and so stops at the first .tsx file.
const swc = require('@swc/core');
const parseFileSync = swc.parseFileSync.bind(swc);
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });

const npm = (...names) => `node_modules/(${names.join('|')})(/|$)`;

/** Node's own modules arrive as `fs`, `node:fs/promises`, ... with the type `core`. */
const core = ['core'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that import each other cannot be read one at a time.',
      severity: 'error',
      from: { path: '^(bot|tab|tests|words)/' },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that resolves to nothing would escape every rule below.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(inline|raw|url)$' },
    },
    {
      name: 'domain-imports-domain',
      comment:
        'The domain is pure: no I/O, no clock, no chance, no SDK. The words that it speaks are the catalogue’s. The calendar arithmetic of temporal-polyfill is pure too.',
      severity: 'error',
      from: { path: '^bot/domain/' },
      to: { pathNot: ['^(bot/domain|words)/', npm('temporal-polyfill')] },
    },
    {
      name: 'words-import-words',
      comment: 'The catalogue is words alone: whoever puts it into another language reads nothing else.',
      severity: 'error',
      from: { path: '^words/' },
      to: { pathNot: '^words/' },
    },
    {
      name: 'tab-words-for-the-tab',
      comment: 'What the tab says is never in the server’s bundles. The build of the tab may read it.',
      severity: 'error',
      from: { path: '^bot/' },
      to: { path: '^words/[^/]+/tab(/|\\.ts$)' },
    },
    {
      name: 'server-words-for-the-server',
      comment: 'What the bot says is never loaded with the tab.',
      severity: 'error',
      from: { path: '^tab/' },
      to: { path: '^words/[^/]+/(chat|supervisionChat|commands|errors|nations)\\.ts$' },
    },
    {
      name: 'contract-imports-zod-and-domain',
      severity: 'error',
      from: { path: '^bot/contract/' },
      to: { pathNot: ['^bot/(contract|domain)/', npm('zod')] },
    },
    {
      name: 'errors-import-words',
      severity: 'error',
      from: { path: '^bot/errors\\.ts$' },
      to: { pathNot: '^words/' },
    },
    {
      name: 'ports-import-domain',
      severity: 'error',
      from: { path: '^bot/ports[./]' },
      to: { pathNot: ['^bot/(domain|ports)/', npm('temporal-polyfill')] },
    },
    {
      name: 'usecases-import-domain-ports-errors',
      comment: 'Everything from outside is an argument. Hashing (crypto) and calendar arithmetic are pure; chance comes as a port.',
      severity: 'error',
      from: { path: '^bot/usecases/' },
      to: { pathNot: ['^(bot/(usecases|domain)|words)/', '^bot/(ports|errors)\\.ts$', npm('temporal-polyfill'), '^(node:)?crypto$'] },
    },
    {
      name: 'adapters-import-inwards',
      severity: 'error',
      from: { path: '^bot/adapters/' },
      to: { path: '^(bot|tab|tests)/', pathNot: ['^bot/(adapters|usecases|domain|contract)/', '^bot/(ports|errors)\\.ts$'] },
    },
    {
      name: 'adapters-are-strangers',
      comment: 'One adapter never imports another.',
      severity: 'error',
      from: { path: '^bot/adapters/([^/]+)/' },
      to: { path: '^bot/adapters/', pathNot: '^bot/adapters/$1/' },
    },
    {
      name: 'config-for-entry-points',
      comment: 'Only entry points read settings; everything else is given what it needs.',
      severity: 'error',
      from: { path: '^(bot|tab)/', pathNot: ['^bot/(main|opener|cli|wiring)\\.ts$', '^bot/(local|cli)/', '^bot/config(\\.ts$|/)'] },
      to: { path: '^bot/config(\\.ts$|/)' },
    },
    {
      name: 'entry-points-are-ends',
      comment: 'Nothing of the product imports an entry point; processes start them.',
      severity: 'error',
      from: { path: '^(bot|tab)/' },
      to: { path: '^bot/(main|opener|cli|local/(start|reset|seed))\\.ts$' },
    },
    {
      name: 'local-mode-is-apart',
      comment: 'The laptop’s supervisor and demo never ship in another module’s imports.',
      severity: 'error',
      from: { path: '^bot/', pathNot: '^bot/(local/|cli/|cli\\.ts$)' },
      to: { path: '^bot/local/' },
    },
    {
      name: 'tab-imports-tab-and-contract',
      severity: 'error',
      from: { path: '^tab/' },
      to: { path: '^(bot|tests)/', pathNot: '^bot/contract/' },
    },
    {
      name: 'tab-runs-in-a-browser',
      severity: 'error',
      from: { path: '^tab/', pathNot: '^tab/vite\\.config\\.ts$' },
      to: { dependencyTypes: core },
    },
    {
      name: 'teams-js-in-one-file',
      severity: 'error',
      from: { path: '^(bot|tab)/', pathNot: '^tab/teams\\.ts$' },
      to: { path: npm('@microsoft/teams-js') },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^tests/' },
      to: { path: '^tests/' },
    },
    {
      name: 'botbuilder-in-the-teams-adapter',
      comment: 'botbuilder is in maintenance: moving off it must touch one folder only.',
      severity: 'error',
      from: { path: '^(bot|tab)/', pathNot: '^bot/adapters/teams/' },
      to: { path: npm('botbuilder[^/]*', 'botframework[^/]*', '@microsoft/teamsfx') },
    },
    {
      name: 'teamsfx-in-one-file',
      comment: 'The support of teamsfx has ended: nothing outside that file may know of it.',
      severity: 'error',
      from: { path: '^(bot|tab)/', pathNot: '^bot/adapters/teams/installations\\.ts$' },
      to: { path: npm('@microsoft/teamsfx') },
    },
    {
      name: 'restify-in-the-http-adapter',
      severity: 'error',
      from: { path: '^(bot|tab)/', pathNot: '^bot/adapters/http/' },
      to: { path: npm('restify', 'restify-errors') },
    },
    {
      name: 'tables-sdk-in-its-adapter',
      severity: 'error',
      from: { path: '^(bot|tab)/', pathNot: '^bot/adapters/tables/' },
      to: { path: npm('@azure/data-tables') },
    },
    {
      name: 'queues-sdk-in-its-adapter',
      severity: 'error',
      from: { path: '^(bot|tab)/', pathNot: '^bot/adapters/queues/' },
      to: { path: npm('@azure/storage-queue') },
    },
    {
      name: 'azure-in-adapters',
      severity: 'error',
      from: {
        path: '^(bot|tab)/',
        pathNot: ['^bot/adapters/(tables|queues|vault|calendar|metrics)/', '^bot/(main|opener|cli|wiring)\\.ts$'],
      },
      to: { path: npm('@azure/[^/]+') },
    },
    {
      name: 'sealing-library-in-its-adapters',
      severity: 'error',
      from: { path: '^(bot|tab)/', pathNot: '^bot/adapters/(sealing|vault)/' },
      to: { path: npm('libsodium-wrappers', 'libsodium') },
    },
    {
      name: 'ballot-box-for-disclosure',
      comment:
        'Opened answers lie in the ballot box. Only its filler, its type in the ports and its one reader may know it; and the forecast, which fills boxes with invented answers.',
      severity: 'error',
      from: {
        path: '^(bot|tab)/',
        pathNot: [
          '^bot/ports/keys\\.ts$',
          '^bot/domain/disclosure/disclose\\.ts$',
          '^bot/domain/disclosure/forecast\\.ts$',
          '^bot/adapters/sealing/open[^/]*\\.ts$',
          '^bot/usecases/releasePeriod\\.ts$',
        ],
      },
      to: { path: '^bot/domain/disclosure/ballotBox\\.ts$' },
    },
    {
      name: 'one-gate',
      comment: 'Rules are taken from the policy in one place: nothing in the product releases under others.',
      severity: 'error',
      from: { path: '^(bot|tab)/', pathNot: ['^bot/domain/disclosure/disclose\\.ts$'] },
      to: { path: '^bot/domain/disclosure/releaseUnder\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-cannot-open',
      comment: 'No path of imports leads from the web process to code that opens envelopes.',
      severity: 'error',
      from: { path: '^bot/main\\.ts$' },
      to: { path: ['^bot/adapters/sealing/open', '^bot/adapters/vault/opener'], reachable: true },
    },
    {
      name: 'opener-cannot-seal',
      comment: 'No path of imports leads from the opener to code that places or seals, or to the keys for it.',
      severity: 'error',
      from: { path: '^bot/opener\\.ts$' },
      to: { path: ['^bot/adapters/sealing/seal', '^bot/adapters/vault/web', '^bot/adapters/(teams|http)/'], reachable: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
    },
  },
};
