/** `npm run bundle`: what is deployed, and nothing else, in dist/web and dist/opener; prints its size. */
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import { zipSync } from 'fflate';
import { build as buildTab } from 'vite';
import packageFile from '../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** CommonJS packages ask for Node's own modules by `require`, which a module has not. */
const banner = { js: "import { createRequire as heldRequire } from 'node:module'; const require = heldRequire(import.meta.url);" };

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  splitting: true,
  banner,
  logLevel: 'warning',
  // What nothing of ours reaches: restify's probes, speed-ups of sockets.
  external: ['dtrace-provider', 'bufferutil', 'utf-8-validate'],
  metafile: true,
};

async function bundle(entries: Readonly<Record<string, string>>, outdir: string): Promise<readonly string[]> {
  const { metafile } = await build({ ...common, entryPoints: { ...entries }, outdir });
  if (!metafile) throw new Error('esbuild did not say what it took in.');
  return Object.keys(metafile.inputs);
}

const manifest = (start: string): string =>
  JSON.stringify({
    name: packageFile.name,
    version: packageFile.version,
    private: true,
    type: 'module',
    scripts: { start },
    engines: packageFile.engines,
  });

const [web, opener] = [join(dist, 'web'), join(dist, 'opener')];
await Promise.all([rm(web, { recursive: true, force: true }), rm(opener, { recursive: true, force: true })]);
await mkdir(web, { recursive: true });
await mkdir(opener, { recursive: true });
// Beside each other as in the repository, so that the web process finds the tab where it looks for it.
const inputs = [
  ...(await bundle({ main: join(root, 'bot/main.ts') }, join(web, 'bot'))),
  ...(await bundle({ opener: join(root, 'bot/opener.ts'), openWorker: join(root, 'bot/adapters/sealing/openWorker.ts') }, opener)),
];
await buildTab({ configFile: join(root, 'tab/vite.config.ts'), logLevel: 'warn', build: { outDir: join(web, 'dist/tab') } });
await writeFile(join(web, 'package.json'), manifest('node bot/main.js'));
await writeFile(join(opener, 'package.json'), manifest('node opener.js'));
await cp(join(root, 'infra/opener.Dockerfile'), join(opener, 'Dockerfile'));

const strangers = inputs.filter((path) =>
  /(^|\/)(tests|bot\/local)\/|node_modules\/(azurite|@microsoft\/m365agentsplayground|tsx|jest)/.test(path),
);
if (strangers.length > 0) throw new Error(`Not for production: ${strangers.slice(0, 5).join(', ')}`);

await writeFile(join(dist, 'web.zip'), zipSync(await contentOf(web), { mtime: '2020-01-01', level: 9 }));

for (const [name, folder] of Object.entries({ web, opener })) {
  const { files, bytes, packed } = await sizeOf(folder);
  const mebibytes = (n: number): string => `${(n / 1024 / 1024).toFixed(2)} MiB`;
  console.log(`dist/${name}: ${files} files, ${mebibytes(bytes)}, ${mebibytes(packed)} packed`);
}
/** By path below the folder, as App Service takes it. */
async function contentOf(folder: string): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const files = await Promise.all(
    paths.map(async (path) => [relative(folder, path).split(sep).join('/'), new Uint8Array(await readFile(path))] as const),
  );
  return Object.fromEntries(files);
}

async function sizeOf(folder: string): Promise<{ files: number; bytes: number; packed: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  let [bytes, packed] = [0, 0];
  for (const path of paths) {
    bytes += (await stat(path)).size;
    packed += gzipSync(await readFile(path)).length;
  }
  return { files: paths.length, bytes, packed };
}
