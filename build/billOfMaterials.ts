/** `npm run bom`: what production is made of, as CycloneDX in dist/bom.json; fails where a licence is not a free one. */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { componentShape, licenceFaults } from './licences.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist/bom.json');
const tool = join(root, 'node_modules/@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js');

await mkdir(join(root, 'dist'), { recursive: true });
const flags = ['--omit', 'dev', '--output-format', 'JSON', '--output-reproducible', '--output-file', out];
await promisify(execFile)(process.execPath, [tool, ...flags], { cwd: root });
const { specVersion, components } = z
  .looseObject({ specVersion: z.string(), components: z.array(componentShape) })
  .parse(JSON.parse(await readFile(out, 'utf8')));
const faults = licenceFaults(components);
for (const fault of faults) console.error(`  ${fault}`);
console.log(`${out}: CycloneDX ${specVersion}, ${components.length} components, ${faults.length} without a free licence`);
process.exitCode = faults.length > 0 ? 1 : 0;
