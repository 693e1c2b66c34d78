/** `npm run package`: the app package for Teams, dist/held-{environment}.zip. Names come from the environment or env/.env.{environment}. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { AppManifestUtils, type AppManifest } from '@microsoft/app-manifest';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { fillManifest } from './fillManifest.ts';

/** What is to be checked; the check itself is the tool's. */
const anyManifest = z.custom<AppManifest>((value) => typeof value === 'object' && value !== null);
const registrationShape = z.looseObject({
  identifierUris: z.array(z.string()),
  api: z.looseObject({ preAuthorizedApplications: z.array(z.looseObject({})) }),
  appRoles: z.array(z.looseObject({})),
  signInAudience: z.string(),
});
const root = fileURLToPath(new URL('..', import.meta.url));
const environment = process.argv[2] ?? 'dev';
const file = join(root, 'env', `.env.${environment}`);
const values = { ...(existsSync(file) ? parseEnv(await readFile(file, 'utf8')) : {}), ...process.env };

try {
  const manifest = fillManifest(await readFile(join(root, 'appPackage/manifest.json'), 'utf8'), values);
  const faults = await AppManifestUtils.validateAgainstSchema(anyManifest.parse(JSON.parse(manifest)));
  if (faults.length > 0) throw new Error(`The manifest is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  const icons = await Promise.all(
    ['color.png', 'outline.png'].map(async (name) => [name, new Uint8Array(await readFile(join(root, 'appPackage', name)))] as const),
  );
  // One time for all: the same sources give the same bytes.
  const zip = zipSync({ 'manifest.json': strToU8(manifest), ...Object.fromEntries(icons) }, { mtime: '2020-01-01', level: 9 });
  await mkdir(join(root, 'dist'), { recursive: true });
  const out = join(root, 'dist', `held-${environment}.zip`);
  await writeFile(out, zip);
  // What Entra is to know of the tab, as Microsoft Graph takes it: docs/deploy.md sends it.
  const registration: unknown = JSON.parse(
    fillManifest(await readFile(join(root, 'appPackage/aad.manifest.json'), 'utf8'), { AAD_APP_OBJECT_ID: '-', ...values }),
  );
  const { identifierUris, api, appRoles, signInAudience } = registrationShape.parse(registration);
  const { preAuthorizedApplications, ...scopes } = api;
  const write = (name: string, content: object): Promise<void> =>
    writeFile(join(root, 'dist', `${name}.json`), JSON.stringify(content, undefined, 2));
  // Two requests: Graph refuses one that makes a scope and names it to a client at once.
  await write(`entra-${environment}`, { identifierUris, api: scopes, appRoles, signInAudience });
  await write(`entra-${environment}-clients`, { api: { preAuthorizedApplications } });
  console.log(`${out}: ${zip.length} bytes. Upload it in the Teams admin centre, or: teamsapp publish --env ${environment}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
