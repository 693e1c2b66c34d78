/** The papers against the code: what they name exists, what exists they name, and they promise no more than the product does. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { metricNames } from '../../bot/adapters/metrics/metricNames.ts';
import { queueNames } from '../../bot/adapters/queues/openQueues.ts';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import { readBicep } from '../helpers/bicep.ts';
import { root } from '../helpers/checks.ts';

const top = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
let papers: ReadonlyMap<string, string>;
beforeAll(async () => {
  const names = [...top, ...(await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
  papers = new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(root, name), 'utf8')] as const)));
});
const paper = (name: string): string => papers.get(name) ?? '';

describe('the papers', () => {
  it('are all here', () => {
    const needed = [
      'deploy',
      'operate',
      'runbook',
      'architecture',
      'security',
      'dpia',
      'privacy-notice',
      'records-of-processing',
      'lawful-basis',
      'retention',
      'accessibility',
      'launch-guide',
      'cost',
    ];
    expect([...papers.keys()]).toEqual(expect.arrayContaining(needed.map((name) => `docs/${name}.md`)));
    expect(existsSync(join(root, 'LICENSE'))).toBe(true);
  });

  it('never say more than is so', () => {
    for (const [name, text] of papers)
      expect([
        name,
        /(is|are|stays?|remains?|fully|completely|100%) anonym(ous|ised)|untraceable|GDPR[- ]compliant|unhackable|guarantees? (privacy|confidentiality)/i.exec(
          text,
        )?.[0],
      ]).toEqual([name, undefined]);
  });

  it('say what was not exercised in a live tenant', () => {
    for (const name of ['docs/deploy.md', 'docs/dpia.md']) expect(paper(name)).toMatch(/live\s+tenant/);
  });

  it('point only to files that exist', () => {
    for (const [name, text] of papers) {
      const named = [...text.matchAll(/`((?:bot|tab|tests|appPackage|docs|infra|env|build)\/[\w./-]+\w)`/g)].map((found) => found[1] ?? '');
      expect([name, named.filter((path) => !existsSync(join(root, path)) && path !== 'env/.env.prod')]).toEqual([name, []]);
    }
  });
});

describe('docs/deploy.md', () => {
  /** Which test runs what stands in a block that needs no Azure. */
  const runBy: Readonly<Record<string, string>> = {
    'npm ci': '.ci/run',
    'npm run check': 'tests/run.ts',
    'npm run bundle': 'tests/build/build.test.ts',
    'npm run bom': 'tests/build/build.test.ts',
    'npm run package -- prod': 'tests/appPackage/manifest.test.ts',
    'npm run held -- doctor': 'tests/cli/doctor.test.ts',
    'npm run held -- roster import people.csv --dry-run': 'tests/cli/commands.test.ts',
    'npm run held -- roster import people.csv': 'tests/azure/mainJob.test.ts',
    'npm run held -- calendar confirm': 'tests/azure/mainJob.test.ts',
    'npm run held -- period start': 'tests/azure/mainJob.test.ts',
    'npm run held -- period status': 'tests/cli/commands.test.ts',
  };
  const blocks = (): { azure: boolean; lines: string[]; before: string }[] =>
    [...paper('docs/deploy.md').matchAll(/([^\n]*(?:\n(?!```)[^\n]*)*)\n```sh( azure)?\n([^]*?)```/g)].map(
      ([, before = '', azure, body = '']) => ({
        azure: azure !== undefined,
        lines: body.trim().split('\n'),
        before,
      }),
    );

  it('has every command run by a test, or marked as needing Azure', async () => {
    const own = blocks()
      .filter(({ azure }) => !azure)
      .flatMap(({ lines }) => lines);
    expect(own.toSorted()).toEqual(Object.keys(runBy).toSorted());
    for (const [command, test] of Object.entries(runBy)) expect([command, existsSync(join(root, test))]).toEqual([command, true]);
    const { scripts } = z
      .looseObject({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    for (const command of own) {
      const script = /^npm run (\S+)/.exec(command)?.[1];
      expect([command, script === undefined || script in scripts]).toEqual([command, true]);
    }
  });

  it('names in commands for Azure only files, parameters and outputs that exist', async () => {
    const main = await readBicep(join(root, 'infra/main.bicep'));
    const text = blocks()
      .filter(({ azure }) => azure)
      .flatMap(({ lines }) => lines)
      .join('\n');
    for (const [, file = ''] of text.matchAll(/(infra\/[\w.]+)/g)) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    for (const [, parameters = ''] of text.matchAll(/--parameters (\w+=.*)$/gm)) {
      for (const [, name = ''] of parameters.matchAll(/(\w+)="/g)) expect([...main.params.keys()]).toContain(name);
    }
    expect(text.match(/deployment group create/g)).toHaveLength(2);
  });
});

describe('the runbook', () => {
  it('has a page for every alarm of the deployment, and no other', async () => {
    const { variables } = await readBicep(join(root, 'infra/modules/monitoring.bicep'));
    const alarms = z
      .array(z.object({ name: z.string() }))
      .parse(JSON.parse(JSON.stringify(variables['alarms'])))
      .map(({ name }) => name);
    const pages = [...paper('docs/runbook.md').matchAll(/^## ([a-z-]+)$/gm)].map((found) => found[1] ?? '');
    expect(pages.toSorted()).toEqual(alarms.toSorted());
  });

  it('explains every alarm of a half-term', async () => {
    const sources = await Promise.all(
      ['bot/ports.ts', 'bot/domain/period.ts', 'bot/usecases/releasePeriod.ts'].map((file) => readFile(join(root, file), 'utf8')),
    );
    const [ports = '', period = '', release = ''] = sources;
    const setAside = [...(/type SetAside =([^;]+);/.exec(ports)?.[1] ?? '').matchAll(/'(\w+)'/g)].map((found) => found[1] ?? '');
    const own = [...period.matchAll(/\{ (\w+): 1 \}/g)].map((found) => found[1] ?? '');
    const counted = [...release.matchAll(/count\('(\w+)'|\{ (\w+): 1 \}/g)].map((found) => found[1] ?? found[2] ?? '');
    expect(setAside.length).toBeGreaterThan(5);
    expect(own.length).toBeGreaterThan(2);
    for (const name of [...setAside, ...own, ...counted])
      expect([name, paper('docs/runbook.md').includes(`\`${name}\``)]).toEqual([name, true]);
  });

  it('is asked for by figures that exist', async () => {
    const text = await readFile(join(root, 'infra/modules/monitoring.bicep'), 'utf8');
    const asked = [...text.matchAll(/Name == "([\w.]+)"/g)].map((found) => found[1] ?? '');
    expect(asked.length).toBeGreaterThan(6);
    for (const name of asked) expect(Object.keys(metricNames)).toContain(name);
    for (const name of Object.keys(metricNames)) expect(paper('docs/operate.md')).toContain(`\`${name}\``);
  });
});

describe('docs/retention.md', () => {
  it('has a line for every table and queue', () => {
    for (const name of [...Object.values(tableNames), ...Object.values(queueNames)])
      expect([name, paper('docs/retention.md').includes(`\`${name}\``)]).toEqual([name, true]);
  });
});
