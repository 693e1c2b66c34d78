/** The papers against the code: what they name exists, what exists they name, and they promise no more than the product does. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { metricNames } from '../../bot/adapters/metrics/metricNames.ts';
import { queueNames } from '../../bot/adapters/queues/openQueues.ts';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import { alarmNames } from '../../bot/domain/alarms.ts';
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

describe('the runbook', () => {
  it('has a page for every alarm of the deployment, and no other', async () => {
    const { variables } = await readBicep(join(root, 'infra/modules/monitoring.bicep'));
    const alarms = ['alarms', 'changes'].flatMap((list) =>
      z
        .array(z.object({ name: z.string() }))
        .parse(JSON.parse(JSON.stringify(variables[list])))
        .map(({ name }) => name),
    );
    const pages = [...paper('docs/runbook.md').matchAll(/^## ([a-z-]+)$/gm)].map((found) => found[1] ?? '');
    expect(alarms.length).toBeGreaterThan(9);
    expect(pages.toSorted()).toEqual(alarms.toSorted());
  });

  it('says of each what it is and what to do; of all but the table of half-terms why it matters', () => {
    const pages = paper('docs/runbook.md')
      .split(/^## (?=[a-z-]+$)/m)
      .slice(1);
    for (const page of pages.filter((each) => !each.startsWith('period-alarm')))
      for (const part of ['**What**', '**Why', '**Do**'])
        expect([page.split('\n')[0], page.includes(part)]).toEqual([page.split('\n')[0], true]);
  });

  it('has a line for every alarm of a half-term, and for none that does not exist', () => {
    const table = /## period-alarm\n([^]*?)\n## /.exec(paper('docs/runbook.md'))?.[1] ?? '';
    const explained = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, names = '']) =>
      [...names.matchAll(/`(\w+)`/g)].map((found) => found[1] ?? ''),
    );
    expect(explained.toSorted()).toEqual([...alarmNames].toSorted());
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
