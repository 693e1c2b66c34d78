import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { routeTable, type RoutesDeps } from '../../bot/adapters/http/routes.ts';
import type { Route } from '../../bot/adapters/http/route.ts';
import { paths } from '../../bot/contract/paths.ts';
import { BallotBox } from '../../bot/domain/disclosure/ballotBox.ts';
import { rulesFor } from '../../bot/domain/disclosure/policy.ts';
import { releaseUnder } from '../../bot/domain/disclosure/releaseUnder.ts';
import { asQuestionId, unitIdOf } from '../../bot/domain/ids.ts';
import { bank } from '../../bot/domain/questions/bank.ts';
import type { Published, ReleaseStore } from '../../bot/ports.ts';
import { readReleases } from '../../bot/usecases/readReleases.ts';
import { sealAnswer } from '../../bot/usecases/sealAnswer.ts';
import { settingsOf } from '../../bot/usecases/settings.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { World } from '../helpers/world.ts';
import type { AttackContext, AttackResult } from './attack.ts';
import { livePolling } from './attacks/01-live-polling.ts';
import { repetition } from './attacks/10-repetition.ts';
import { plantedAccounts } from './attacks/11-planted-accounts.ts';
import { storageJoin } from './attacks/12-storage-join.ts';
import { ciphertext } from './attacks/13-ciphertext.ts';
import { canary } from './attacks/14-canary.ts';
import { killed } from './attacks/15-killed.ts';
import { afterTheCut } from './attacks/16-after-the-cut.ts';
import { apiBypass } from './attacks/17-api-bypass.ts';
import { flags } from './attacks/18-flags.ts';
import { keepCopies, outerUnderW, schoolInHeader, trusting } from './system/broken.ts';
import { closeLab } from './system/lab.ts';

const context: AttackContext = { profile: 'short', seed: 7, progress: () => undefined };
const impatient: AttackContext = { ...context, impatient: true };

// No verdict depends on time; a busy machine may take long.
jest.setTimeout(300_000);

afterAll(closeLab);

/** An attack that cannot fail proves nothing: against this broken product it must, for this reason. */
async function fails(attack: Promise<AttackResult>, because: RegExp): Promise<void> {
  const { pass, metric, bound, notes } = await attack;
  expect(pass).toBe(false);
  expect(metric).toBeGreaterThan(bound);
  expect(notes.join('\n')).toMatch(because);
}

describe('a broken product does not withstand', () => {
  it('1: a page that counts answers as they come', async () => {
    const before = new Map<World, ReadonlySet<string>>();
    const routes = (deps: RoutesDeps, world: World): readonly Route[] => [
      ...routeTable(deps).filter(({ name }) => name !== 'booking'),
      {
        name: 'booking',
        method: 'GET',
        path: paths.booking,
        who: 'readBooking',
        async answer() {
          const etags: string[] = [];
          const period = (await world.tables.periods.list()).at(-1)?.value.id;
          if (period) for await (const page of world.tables.envelopes.pages(period)) etags.push(...page.map(({ etag }) => etag));
          const first = before.get(world) ?? new Set(etags);
          before.set(world, first);
          return { status: 200, body: { answered: etags.filter((etag) => !first.has(etag)).length } };
        },
      },
    ];
    await fails(livePolling(impatient, { routes }), /\/api\/booking .* differs while the period is open/);
  });

  it('10: a store of releases that overwrites', async () => {
    let latest: Published | undefined;
    const releases = (store: ReleaseStore): ReleaseStore => ({
      ...store,
      find: async () => latest,
      async publish(release, cells) {
        await store.publish(release, cells).catch(() => undefined);
        return (latest = { release, cells, hash: 'none' });
      },
    });
    await fails(repetition(impatient, { releases }), /a second release of the period was taken/);
  });

  it('11: a door that does not ask the roster', async () => {
    const tries: NonNullable<Parameters<typeof plantedAccounts>[1]>['tries'] = (web, person) => ({
      'take part': async () =>
        web.people.save({ ...(await settingsOf({ ...web, calendar: englandDates }, person)), participation: 'takingPart' }),
    });
    await fails(plantedAccounts(impatient, { tries }), /“take part” of an account that may not was taken/);
  });

  it('12: a touch that leaves rows and ledger as they are', async () => {
    const web: NonNullable<Parameters<typeof storageJoin>[1]>['web'] = (deps) => ({
      ...deps,
      envelopes: { ...deps.envelopes, rewrite: async () => [] },
      ledger: { ...deps.ledger, rewrite: async () => [] },
    });
    await fails(storageJoin(impatient, { web, people: 48 }), /times of rows and ledger: [1-9]\d/);
  });

  it('12: outer envelopes under W_p while the period runs', async () => {
    const attack = storageJoin(impatient, { web: outerUnderW, people: 32, nights: 6 });
    await fails(attack, /with the keys of records: new copies and inner changes, with W_p: [2-9]\d/);
    await fails(attack, /^with W_p: inner changes and who was asked, known from elsewhere: [2-9]\d/m);
  });

  it('13: answers that are not padded', async () => {
    await fails(
      ciphertext(impatient, {
        sealer: (sealer) => ({
          ...sealer,
          sealAnswer: (row, slot, answer) => sealer.sealAnswer(row, slot, answer).subarray(answer.question.length),
        }),
      }),
      /have \d+ lengths/,
    );
  });

  it('13: an opener that does not look where an envelope belongs', async () => {
    await fails(
      ciphertext(impatient, { opener: (deps) => ({ ...deps, opening: trusting(deps.opening) }) }),
      /tampering changed what the others’ answers gave/,
    );
  });

  it('14: a log line that names person and answer', async () => {
    const leak: NonNullable<Parameters<typeof canary>[1]>['leak'] = async ({ bot, person, given }) =>
      bot.world.log.info({ person, asked: given.question.id }, 'answered');
    await fails(canary(impatient, { leak }), /person and answer together in a log line/);
  });

  it('14: an answer kept in plain, with nobody beside it', async () => {
    const leak: NonNullable<Parameters<typeof canary>[1]>['leak'] = async ({ bot, given }) => {
      const content = JSON.stringify({ p: given.period, n: 3, q: given.question.id, o: given.option });
      await appendFile(join(bot.world.keys, 'note.txt'), Buffer.from(`note: ${content}`).toString('base64'));
    };
    await fails(canary(impatient, { leak }), /the answer in key file note\.txt/);
  });

  it('14 (R14): a check-in with a text field, and a question without options', async () => {
    const cards = [{ type: 'AdaptiveCard', body: [{ type: 'Container', items: [{ type: 'Input.Text', id: 'more' }] }] }];
    await fails(canary(impatient, { cards }), /a check-in card has Input\.Text/);
    const [load] = bank.values();
    if (!load) throw new Error('empty bank');
    const questions = new Map([[asQuestionId('say-more'), { ...load, id: asQuestionId('say-more'), options: [] }]]);
    await fails(canary(impatient, { questions }), /question say-more has no options/);
  });

  it('15: an acknowledgement before the store has the answer', async () => {
    const acknowledge: NonNullable<Parameters<typeof killed>[1]>['acknowledge'] = (web, answer) =>
      sealAnswer(web, answer).catch(() => undefined);
    await fails(killed(impatient, { acknowledge }), /(answers|copies) lost or doubled.*: web killed/);
  });

  it('16: a vault that keeps a copy of the key of places', async () => {
    await fails(
      afterTheCut(impatient, {
        web: (deps, world) => ({
          ...deps,
          vault: {
            ...deps.vault,
            async destroyPlacesKey(period) {
              await keepCopies(world, ['web']);
              await deps.vault.destroyPlacesKey(period);
            },
          },
        }),
      }),
      /a place can be recomputed/,
    );
  });

  it('16: a vault that keeps copies of the opener’s keys', async () => {
    await fails(
      afterTheCut(impatient, {
        opener: (deps, world) => ({
          ...deps,
          vault: {
            ...deps.vault,
            async destroyPeriodKeys(period) {
              await keepCopies(world, ['opener', 'shared']);
              return deps.vault.destroyPeriodKeys(period);
            },
          },
        }),
      }),
      /rows of an old dump opened/,
    );
  });

  it('16: keys of private records that outlive the cut', async () => {
    const web: NonNullable<Parameters<typeof afterTheCut>[1]>['web'] = (deps) => ({ ...deps, cutRecords: async () => true });
    const attack = afterTheCut(context, { web });
    await fails(attack, /2\d of 28 people tied to their rows by times of waiting copies and of rows/);
    await fails(attack, /keys that are left open private records of that afternoon/);
  });

  it('16: headers that say which school they come from', async () => {
    await fails(afterTheCut(impatient, { web: schoolInHeader }), /headers of one unit can be told apart/);
  });

  it('17: an API that does not ask whose unit it is, or takes it from the address', async () => {
    const instead = (deps: RoutesDeps, answer: Route & { name: 'releases' }): readonly Route[] => [
      ...routeTable(deps).filter(({ name }) => name !== 'releases'),
      answer,
    ];
    const unitsOf = (url: string | undefined) => new URL(url ?? '/', 'http://held').searchParams.getAll('unit');
    const routes = (deps: RoutesDeps): readonly Route[] =>
      instead(deps, {
        name: 'releases',
        method: 'GET',
        path: paths.releases,
        who: 'readReleases',
        async answer(viewer, request) {
          const units = [...viewer.units, ...unitsOf(request.url).map((path) => ({ id: unitIdOf(path), path }))];
          return { status: 200, body: { releases: readReleases(await deps.releases.list(), { units }) } };
        },
      });
    await fails(apiBypass(impatient, { routes }), /unit=\S+ changed the answer/);
  });

  it('17 (R2): a gate that gives a single school its own figure', async () => {
    await fails(
      apiBypass(impatient, {
        disclose: ({ period, box, units, plan, policy, earlier }) =>
          releaseUnder(
            { ...rulesFor(policy), leastSchools: 1, largestSchool: { of: 1, in: 1 } },
            BallotBox.takeAll(box),
            period,
            units,
            plan,
            earlier,
          ),
      }),
      /one school has a figure of its own/,
    );
  });

  it('18: an opener that looks at people’s settings', async () => {
    await fails(
      flags(impatient, {
        opener: (deps, world) => ({
          ...deps,
          envelopes: {
            ...deps.envelopes,
            async *pages(period) {
              const people = await world.tables.people.all();
              for await (const page of deps.envelopes.pages(period)) yield people.size === 0 ? page.slice(0, 6) : page;
            },
          },
        }),
      }),
      /what was taken away while the period was cut changed the release/,
    );
  });
});
