import { randomBytes, randomInt } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { columnOf, OuterEnvelope, padded } from '../../../bot/adapters/sealing/format.ts';
import { createSealing } from '../../../bot/adapters/sealing/seal.ts';
import { openTables } from '../../../bot/adapters/tables/openTables.ts';
import { createOpenerKeyFolder, type OpenerKeyFolders } from '../../../bot/adapters/vault/openerKeyFolder.ts';
import { freezeUnits, type PersonToFreeze } from '../../../bot/domain/disclosure/freeze.ts';
import { headerColumn, slotColumn, type EnvelopeRow } from '../../../bot/domain/envelope.ts';
import type { UnitId } from '../../../bot/domain/ids.ts';
import type { Period } from '../../../bot/domain/period.ts';
import { questionOf } from '../../../bot/domain/questions/bank.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import type { OpeningKeys } from '../../../bot/ports.ts';
import { eligiblePeople } from '../../../bot/usecases/eligiblePeople.ts';
import { frozenText } from '../../../bot/usecases/frozenText.ts';
import { pinFreeze } from '../../../bot/usecases/pinFreeze.ts';
import { autumnTwo, rosterOf, sencos } from '../../helpers/world.ts';
import { storeWhileMaking } from '../storeWhileMaking.ts';

export const slots = 24;
const answered = 18;
const peopleANetwork = 24;
const networksARegion = 25;

/** Ciphertexts as they lie in storage, with what opening one by one needs. */
export interface Sample {
  readonly keys: OpeningKeys;
  readonly rows: readonly EnvelopeRow[];
}

export const period: Period = {
  ...autumnTwo,
  state: 'CUT',
  plan: defaultPlan(autumnTwo.id),
  slots,
  // Long enough ago by any clock.
  closedAt: '2026-01-01T00:00:00Z',
};

/**
 * Stores a period that is ready to be opened, and gives back its first rows. The product's own format throughout; only the one-time keys of the inner
 * envelopes are used for a whole row, which opens in the same way and saves minutes of sealing.
 */
export async function storeSealedPeriod(connection: string, folders: OpenerKeyFolders, people: number, sampled: number): Promise<Sample> {
  const tables = openTables(connection);
  await tables.ensure();
  const vault = createOpenerKeyFolder(folders);
  await vault.createPeriodKeys(period.id);
  const keys = await vault.openingKeys(period.id);
  if (!keys) throw new Error('The keys were not made.');
  const sealing = await createSealing();
  const sealer = sealing.sealerFor({ period: period.id, places: randomBytes(32), inner: keys.innerPublic, outer: keys.outer });
  const roster = sencos(people, networksFor(people));
  const eligible = eligiblePeople(rosterOf(roster), new Map());
  const { units, placed } = freezeUnits(eligible satisfies readonly PersonToFreeze[]);
  const content = { period: period.id, units, plan: period.plan, policy: { k: 8 }, slots, codeVersion: 'bench' };
  await tables.frozen.write({ ...content, mac: sealer.mac(frozenText(content)) });
  // As the opener does while a period runs.
  await pinFreeze({ frozen: tables.frozen, vault, pinned: new Set() }, { value: period, etag: '' });

  const outer = new OuterEnvelope(period.id, keys.outer);
  const rowFor = (person: (typeof eligible)[number], unit: UnitId): EnvelopeRow => {
    const rowKey = sealer.placeOf(person.person);
    const seal = oneTimeBox(keys.innerPublic);
    const columns = Array.from({ length: slots }, (_, i): [string, Uint8Array] => {
      const place = { p: period.id, r: rowKey, n: i + 1 };
      const inner = seal(padded(i < answered ? { ...place, ...randomAnswer() } : { ...place, b: 1 }));
      return [slotColumn(i + 1), outer.wrap(rowKey, columnOf(i + 1), inner)];
    });
    const sealedHeader = sealer.sealHeader({ rowKey, unit });
    const header = sealer.rewrapForOpening(rowKey, headerColumn, sealedHeader) ?? sealedHeader;
    return { rowKey, columns: { [headerColumn]: header, ...Object.fromEntries(columns) } };
  };

  const sample: EnvelopeRow[] = [];
  const inUnits = eligible.flatMap((person) => {
    const unit = placed.get(person.lastingId);
    return unit ? [{ person, unit }] : [];
  });
  await storeWhileMaking(
    inUnits,
    ({ person, unit }) => rowFor(person, unit),
    (rows) => {
      sample.push(...rows.slice(0, sampled - sample.length));
      return tables.envelopes.insertMissing(period.id, rows);
    },
  );
  await tables.periods.insert(period);
  return { keys, rows: sample };
}

/** Networks of 24 in regions of 25 networks. */
const networksFor = (people: number): readonly string[] =>
  Array.from(
    { length: Math.ceil(people / peopleANetwork) },
    (_, n) => `England/Region ${Math.floor(n / networksARegion) + 1}/Network ${n + 1}`,
  );

function randomAnswer(): { q: string; o: number } {
  const { questions } = period.plan;
  const question = questions[randomInt(questions.length)];
  if (!question) throw new Error('The plan has no questions.');
  return { q: question, o: randomInt(questionOf(question).options.length) };
}

/** Sealed boxes that share one one-time key: as `crypto_box_seal` makes them, at a fraction of the time, and only for a bench's data. */
function oneTimeBox(recipient: Uint8Array): (content: Uint8Array) => Uint8Array {
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  const shared = sodium.crypto_box_beforenm(recipient, privateKey);
  const nonce = sodium.crypto_generichash(sodium.crypto_box_NONCEBYTES, Buffer.concat([publicKey, recipient]), null);
  return (content) => Buffer.concat([publicKey, sodium.crypto_box_easy_afternm(content, nonce, shared)]);
}
