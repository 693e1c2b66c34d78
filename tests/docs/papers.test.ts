/** The papers against the code: what they name exists, what exists they name, and they promise no more than the product does. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { metricNames } from '../../bot/adapters/metrics/metricNames.ts';
import { queueNames } from '../../bot/adapters/queues/openQueues.ts';
import { tablesFormat } from '../../bot/adapters/tables/tablesFormat.ts';
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

  it('hold no place that somebody meant to fill in', () => {
    for (const [name, text] of papers) expect([name, text.match(/@@\w+@@|TODO|TBD/g)]).toEqual([name, null]);
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

describe('docs/cost.md', () => {
  it('adds up, and says where its prices come from', async () => {
    const text = paper('docs/cost.md');
    expect(text).toMatch(/Where the prices come from: memory/);
    const prices = Object.fromEntries(
      [...text.matchAll(/^\| ([a-j]) \|.*\| £([\d.]+) \|$/gm)].map(([, letter = '', price]) => [letter, Number(price)]),
    );
    // Every product: plain numbers times a letter, sums of such.
    const worth = (terms: string): number =>
      terms
        .split('+')
        .map((term) => term.split('×').map((factor) => prices[factor.trim()] ?? Number(factor)))
        .reduce((sum, factors) => sum + factors.reduce((product, factor) => product * factor, 1), 0);
    const products = [...text.matchAll(/([\d.]+(?: × [\d.]+)* × [a-j](?: \+ \d+ × [a-j])*) = £([\d.]+)/g)];
    expect(products.length).toBeGreaterThan(9);
    for (const [whole, terms = '', pounds] of products)
      expect([whole, Math.abs(worth(terms) - Number(pounds)) < 0.01]).toEqual([whole, true]);
    const table = /## The sums\n([^]*?)\n\n(?=With)/.exec(text)?.[1] ?? '';
    const rows = table.split('\n').filter((line) => /^\| (?!---|\|)/.test(line));
    const poundsOf = (cell: string): number => Number(/£([\d.]+)/.exec(cell)?.[1] ?? 0);
    for (const column of [2, 3, 4]) {
      const cells = rows.map((row) => poundsOf(row.split(' | ')[column - 1] ?? ''));
      const total = cells.at(-1) ?? 0;
      expect(total).toBeCloseTo(
        cells.slice(0, -1).reduce((sum, each) => sum + each, 0),
        2,
      );
    }
  });

  it('counts the alarms, and names the budgets, that infra/ has', async () => {
    const { variables } = await readBicep(join(root, 'infra/modules/monitoring.bicep'));
    const alarms = z.array(z.object({ every: z.string() })).parse(JSON.parse(JSON.stringify(variables['alarms'])));
    const often = alarms.filter(({ every }) => every === 'PT15M').length;
    expect(paper('docs/cost.md')).toContain(`${often} × i + ${alarms.length - often} × j`);
    for (const name of ['dev', 'prod', 'county']) {
      const file = await readFile(join(root, `infra/${name}.parameters.json`), 'utf8');
      expect(paper('docs/cost.md')).toContain(`£${/"monthlyBudget": \{ "value": (\d+)/.exec(file)?.[1]}`);
    }
  });
});

describe('docs/privacy-notice.md', () => {
  /** By the words that a remaining risk begins with in docs/anonymity.md: how the notice says it to those it is about. */
  const saidAs: Readonly<Record<string, string>> = {
    'The moment of answering.': 'For the moment of answering, the program holds you and your answer together',
    'A web process that was taken over': 'Somebody who took the program over while a half-term is open',
    'Somebody who can write to the storage': 'Somebody who may write to our storage could delete answers',
    'Who may write where releases lie': 'Whoever gave themselves the right to write where the pictures lie',
    'Somebody who watches the storage all the time': 'Whoever watched our storage all the time',
    'Kept for good': 'Kept for good with every picture',
    'A day’s copy between two nights': "A copy of one day's storage shows how many places were written",
    'Seven planted accounts': 'Somebody who invented seven people on the list of your group',
    'Somebody who knows the others’ answers': 'would guess yours right in up to one case in ten',
    'Copies that are not ours.': "How long Microsoft's disks hold what was deleted",
  };

  it('names every risk that remains, and the section of remaining risks no other', () => {
    const remains = /## What remains\n([^]*?)\n## /.exec(paper('docs/anonymity.md'))?.[1] ?? '';
    const risks = [...remains.matchAll(/^- \*\*(.+?)\*\*/gm)].map(([, risk = '']) => risk);
    expect(risks.toSorted()).toEqual(Object.keys(saidAs).toSorted());
    for (const words of Object.values(saidAs)) expect([words, paper('docs/privacy-notice.md').includes(words)]).toEqual([words, true]);
  });
});

describe('CHANGELOG.md', () => {
  it('heads with this version, and names the format of what is stored', async () => {
    const { version } = z.looseObject({ version: z.string() }).parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    const [, newest = ''] = /^## (\d[^]*?)(?=^## |(?![^]))/m.exec(paper('CHANGELOG.md')) ?? [];
    expect(newest.startsWith(version)).toBe(true);
    expect(newest).toContain(`Stored format ${tablesFormat}.`);
  });
});

describe('docs/retention.md', () => {
  it('has a line for every table and queue', () => {
    for (const name of [...Object.values(tableNames), ...Object.values(queueNames)])
      expect([name, paper('docs/retention.md').includes(`\`${name}\``)]).toEqual([name, true]);
  });
});
