import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { commands } from '../../bot/adapters/teams/commands.ts';
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
  authorization: z.looseObject({
    permissions: z.looseObject({ resourceSpecific: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  }),
});
type Manifest = z.infer<typeof manifestShape>;

/** As the deployment tool does: every `${{NAME}}` gets its value, and a name without one is an error. */
async function filledManifest(): Promise<Manifest> {
  const values: Readonly<Record<string, string>> = {
    TEAMS_APP_ID: '6f1d1c0a-55d1-4a5d-9f6e-0d7c2d0b1a01',
    BOT_ID: '6f1d1c0a-55d1-4a5d-9f6e-0d7c2d0b1a02',
    AAD_APP_CLIENT_ID: '6f1d1c0a-55d1-4a5d-9f6e-0d7c2d0b1a03',
    BOT_DOMAIN: 'held.example.sch.uk',
  };
  const text = (await read('manifest.json')).toString('utf8').replaceAll(/\$\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The manifest names \${{${name}}}, which nothing fills.`);
    return value;
  });
  return manifestShape.parse(JSON.parse(text));
}

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
