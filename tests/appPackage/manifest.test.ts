import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { z } from 'zod';
import { unzipSync, strFromU8 } from 'fflate';
import { parse as parseYaml } from 'yaml';
import { administratorRole } from '../../bot/adapters/http/appRoles.ts';
import { scope } from '../../bot/adapters/http/tokenCheck.ts';
import { commands } from '#words/commands.ts';
import { paths, tabPlaces } from '../../bot/contract/paths.ts';
import { fillManifest } from '../../build/fillManifest.ts';
import { root } from '../helpers/checks.ts';

const read = (file: string): Promise<Buffer> => readFile(join(root, 'appPackage', file));

const manifestShape = z.looseObject({
  name: z.looseObject({ short: z.string() }),
  bots: z.array(
    z.looseObject({
      scopes: z.array(z.string()),
      commandLists: z.array(z.looseObject({ commands: z.array(z.looseObject({ title: z.string() })) })),
    }),
  ),
  staticTabs: z.array(z.looseObject({ scopes: z.array(z.string()), contentUrl: z.string() })),
  configurableTabs: z.array(
    z.looseObject({
      scopes: z.array(z.string()),
      context: z.array(z.string()),
      configurationUrl: z.string(),
      canUpdateConfiguration: z.boolean(),
    }),
  ),
  validDomains: z.array(z.string()),
  authorization: z.looseObject({
    permissions: z.looseObject({ resourceSpecific: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  }),
});
type Manifest = z.infer<typeof manifestShape>;

const filling: Readonly<Record<string, string>> = {
  TEAMS_APP_ID: '6f1d1c0a-55d1-4a5d-9f6e-0d7c2d0b1a01',
  BOT_ID: '6f1d1c0a-55d1-4a5d-9f6e-0d7c2d0b1a02',
  AAD_APP_CLIENT_ID: '6f1d1c0a-55d1-4a5d-9f6e-0d7c2d0b1a03',
  BOT_DOMAIN: 'held.example.sch.uk',
  ORGANISATION: 'Northern Trust',
  WEBSITE_URL: 'https://trust.example.sch.uk/held',
  PRIVACY_URL: 'https://trust.example.sch.uk/held/privacy',
  TERMS_URL: 'https://trust.example.sch.uk/held/terms',
};

const filledManifest = async (): Promise<Manifest> =>
  manifestShape.parse(JSON.parse(fillManifest((await read('manifest.json')).toString('utf8'), filling)));

// In a process of its own, because the validator requires an ES module, which Node can and Jest cannot.
const validator = `
  import { AppManifestUtils } from '@microsoft/app-manifest';
  import { text } from 'node:stream/consumers';
  console.log(JSON.stringify(await AppManifestUtils.validateAgainstSchema(JSON.parse(await text(process.stdin)))));
`;

function faultsOf(manifest: Manifest): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, ['--input-type=module', '-e', validator], { cwd: root }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr, { cause: error }));
      else resolve(z.array(z.string()).parse(JSON.parse(stdout)));
    });
    child.stdin?.end(JSON.stringify(manifest));
  });
}

describe('the app manifest', () => {
  it('is valid against the schema it names', async () => {
    expect(await faultsOf(await filledManifest())).toEqual([]);
  });

  it('would fail with a fault in it', async () => {
    const manifest = await filledManifest();
    const broken = { ...manifest, name: { short: 'x'.repeat(31) } };
    expect(await faultsOf(broken)).not.toEqual([]);
  });

  it('asks for the meeting permissions and nothing more', async () => {
    const { authorization } = await filledManifest();
    expect(authorization.permissions.resourceSpecific.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'OnlineMeeting.ReadBasic.Chat Application',
      'ChannelMeeting.ReadBasic.Group Application',
      'OnlineMeetingParticipant.Read.Chat Application',
    ]);
  });

  it('lists exactly the words that the bot knows', async () => {
    const { bots } = await filledManifest();
    const listed = bots.flatMap(({ commandLists }) => commandLists.flatMap((list) => list.commands.map(({ title }) => title)));
    expect(listed.toSorted()).toEqual(Object.values(commands).toSorted());
  });

  it('names one bot in the three scopes and one personal tab', async () => {
    const { bots, staticTabs } = await filledManifest();
    expect(bots.map(({ scopes }) => scopes)).toEqual([['personal', 'team', 'groupChat']]);
    expect(staticTabs.map(({ scopes, contentUrl }) => [scopes, contentUrl])).toEqual([[['personal'], 'https://held.example.sch.uk/tab/']]);
  });
});

describe('the tab of a team or group chat', () => {
  it('is added at the page made for it, on a domain that the app names, and never in a meeting', async () => {
    const { configurableTabs, validDomains } = await filledManifest();
    expect(configurableTabs).toHaveLength(1);
    const [tab] = configurableTabs;
    const { host, pathname, search } = new URL(tab?.configurationUrl ?? '');
    expect(`${pathname}${search}`).toBe(tabPlaces.add);
    expect(validDomains).toEqual([host]);
    // Figures of a group do not belong where parents and guests may be.
    expect(tab).toMatchObject({ scopes: ['team', 'groupChat'], context: ['channelTab', 'privateChatTab'], canUpdateConfiguration: false });
  });
});

describe('ids and addresses', () => {
  const identity = z.looseObject({
    validDomains: z.array(z.string()),
    webApplicationInfo: z.object({ id: z.string(), resource: z.string() }),
    bots: z.array(z.looseObject({ botId: z.string() })),
  });
  const entra = z.looseObject({
    identifierUris: z.array(z.string()),
    appRoles: z.array(z.looseObject({ value: z.string() })),
    api: z.looseObject({
      requestedAccessTokenVersion: z.number(),
      oauth2PermissionScopes: z.array(z.looseObject({ id: z.string(), value: z.string() })),
      preAuthorizedApplications: z.array(z.object({ appId: z.guid(), delegatedPermissionIds: z.array(z.string()) })),
    }),
  });

  it('are the same in the manifest, the app registration and the code', async () => {
    const manifest = identity.parse(await filledManifest());
    const registration = entra.parse(
      JSON.parse(fillManifest((await read('aad.manifest.json')).toString(), { ...filling, AAD_APP_OBJECT_ID: filling['BOT_ID'] })),
    );
    expect(manifest.validDomains).toEqual([filling['BOT_DOMAIN']]);
    expect(manifest.bots.map(({ botId }) => botId)).toEqual([filling['BOT_ID']]);
    expect(manifest.webApplicationInfo.id).toBe(filling['AAD_APP_CLIENT_ID']);
    expect(registration.identifierUris).toEqual([manifest.webApplicationInfo.resource]);
    // The API takes tokens of the second version with this one scope.
    expect(registration.api.requestedAccessTokenVersion).toBe(2);
    expect(registration.api.oauth2PermissionScopes.map(({ value }) => value)).toEqual([scope]);
    expect(registration.appRoles.map(({ value }) => value)).toEqual([administratorRole]);
    const [only] = registration.api.oauth2PermissionScopes;
    for (const { delegatedPermissionIds } of registration.api.preAuthorizedApplications) expect(delegatedPermissionIds).toEqual([only?.id]);
  });

  it('of every tab lead to the tab', async () => {
    const { staticTabs } = await filledManifest();
    for (const { contentUrl } of staticTabs) expect(new URL(contentUrl).pathname).toBe(paths.tab);
  });
});

describe('npm run package', () => {
  const script = (env: Readonly<Record<string, string>>) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'build/package.ts', 'tested'], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
  const out = join(root, 'dist/held-tested.zip');

  it('makes a zip of the filled manifest and both icons, twice the same', async () => {
    const { stdout } = await script(filling);
    expect(stdout).toContain(out);
    const first = await readFile(out);
    const files = unzipSync(new Uint8Array(first));
    expect(Object.keys(files).toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(strFromU8(files['manifest.json'] ?? new Uint8Array())).not.toContain('${{');
    await script(filling);
    expect(Buffer.compare(await readFile(out), first)).toBe(0);
    const registration = await readFile(join(root, 'dist/entra-tested.json'), 'utf8');
    expect(JSON.parse(registration)).toMatchObject({
      signInAudience: 'AzureADMyOrg',
      identifierUris: [expect.stringContaining('api://held.example')],
    });
    // Graph refuses a request that makes a scope and names it to a client at once.
    expect(registration).toContain('oauth2PermissionScopes');
    expect(registration).not.toContain('preAuthorizedApplications');
    const clients: unknown = JSON.parse(await readFile(join(root, 'dist/entra-tested-clients.json'), 'utf8'));
    expect(clients).toEqual({
      api: { preAuthorizedApplications: expect.arrayContaining([expect.objectContaining({ appId: expect.any(String) })]) },
    });
    await Promise.all([out, join(root, 'dist/entra-tested.json'), join(root, 'dist/entra-tested-clients.json')].map((file) => rm(file)));
  });

  it('names what nothing fills', async () => {
    const failed: unknown = await script({ ...filling, BOT_ID: '' }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing fills BOT_ID') });
  });
});

describe('teamsapp.yml', () => {
  const step = z.looseObject({ uses: z.string(), with: z.record(z.string(), z.unknown()).optional() });
  const shape = z.looseObject({ version: z.string(), provision: z.array(step), deploy: z.array(step), publish: z.array(step) });

  it('names only files that are here, outputs that infra/ has, and a bundle that is built', async () => {
    const text = await readFile(join(root, 'teamsapp.yml'), 'utf8');
    const { provision, deploy } = shape.parse(parseYaml(text));
    const named = [...text.matchAll(/\.\/((?:appPackage|infra)\/[\w./-]+)/g)]
      .map((found) => found[1] ?? '')
      .filter((path) => path.endsWith('.json') || path.endsWith('.bicep'));
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(provision.map(({ uses }) => uses)).toEqual(
      expect.arrayContaining(['teamsApp/create', 'aadApp/create', 'arm/deploy', 'aadApp/update']),
    );
    const main = await readFile(join(root, 'infra/main.bicep'), 'utf8');
    const outputs = [...main.matchAll(/^output (\w+)/gm)].map((found) => found[1] ?? '');
    const zip = deploy.find(({ uses }) => uses === 'azureAppService/zipDeploy')?.with;
    expect(zip).toMatchObject({ artifactFolder: 'dist/web' });
    expect(outputs).toContain(/\{\{(\w+)\}\}/.exec(String(zip?.['resourceId']))?.[1]);
    for (const name of ['BOT_ID', 'BOT_DOMAIN']) expect(outputs).toContain(name);
  });
});

describe('the icons', () => {
  it.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('%s is a PNG of %d pixels a side', async (file, side) => {
    const png = await read(file);
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    // IHDR, the first chunk: width and height as 32-bit numbers.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([side, side]);
  });

  it('have a transparent outline', async () => {
    // Colour type 6: true colour with alpha.
    expect((await read('outline.png')).readUInt8(25)).toBe(6);
  });
});
