/** Supervision from the domain to the bodies of the contract, field by field: what is not named here is not sent. */
import type {
  AgreedActionBody,
  ContractBody,
  CoverageBody,
  DigestBody,
  HeldOfSupervisionBody,
  MySupervisionBody,
  NetworkLinksBody,
  RecordsBody,
  SessionBody,
  SessionRecordBody,
  SuperviseeBody,
  SupervisingBody,
  UpkeepBody,
} from '../../contract/supervision.ts';
import type { OfferedBody } from '../../contract/offered.ts';
import type { JoinAsk } from '../../domain/supervision/board.ts';
import type { Contract } from '../../domain/supervision/contract.ts';
import type { AgreedAction } from '../../domain/supervision/drawer.ts';
import type { Flag, Wishes } from '../../domain/supervision/flag.ts';
import { endsOn, type SessionRecord } from '../../domain/supervision/record.ts';
import type { Entitlement, Session } from '../../domain/supervision/session.ts';
import type { Coverage, OfferedInUnit } from '../../usecases/supervision/offers.ts';
import type { Digest } from '../../usecases/supervision/readDigest.ts';
import type { Upkeep } from '../../usecases/supervision/readUpkeep.ts';
import type { MySupervision } from '../../usecases/supervision/readMine.ts';
import type { MyData } from '../../usecases/myData.ts';
import type { LinkShown } from '../../usecases/supervision/network.ts';
import type { Supervisee, Supervising } from '../../usecases/supervision/readSupervisees.ts';

const contractOf = ({ copies, years, superviseeOn, supervisorOn }: Contract): ContractBody => ({
  copies,
  years,
  ...(superviseeOn ? { superviseeOn } : {}),
  ...(supervisorOn ? { supervisorOn } : {}),
});

const sessionOf = ({ date, time, minutes, every }: Session): SessionBody => ({ date, time, minutes, ...(every ? { every } : {}) });
const entitlementOf = ({ minutes, every, format }: Entitlement) => ({ minutes, every, format });
const actionOf = ({ what, owner, by }: AgreedAction): AgreedActionBody => ({ what, owner, ...(by ? { by } : {}) });
const wishesOf = ({ access, notToday }: Wishes) => ({ ...(access ? { access } : {}), ...(notToday ? { notToday } : {}) });

const flagOf = ({ id, version, topic, note, hope, sentOn, discussedOn }: Flag) => ({
  id,
  version,
  topic,
  ...(note ? { note } : {}),
  ...(hope ? { hope } : {}),
  ...(sentOn ? { sentOn } : {}),
  ...(discussedOn ? { discussedOn } : {}),
});

const digestOf = ({ on, topics, wishes, actions, session }: Digest): DigestBody => ({
  topics: topics.map(flagOf),
  wishes: wishesOf(wishes),
  actions: actions.map(actionOf),
  ...(on ? { on } : {}),
  ...(session ? { session: sessionOf(session) } : {}),
});

export function mySupervisionOf(mine: MySupervision): MySupervisionBody {
  const { today, supervisor, entitlement, contract, session, flags, wishes, records, nextDigest, preview, offer } = mine;
  return {
    today,
    entitlement: entitlementOf(entitlement),
    contract: contractOf(contract),
    flags: flags.map((flag) => ({
      ...flagOf(flag),
      keptOn: flag.keptOn,
      forEarlier: flag.forEarlier,
      ...(flag.inGroup ? { inGroup: true } : {}),
    })),
    wishes: wishesOf(wishes),
    records,
    preview: digestOf(preview),
    ...(supervisor ? { supervisor: { name: supervisor.name, booking: bookingOf(supervisor.booking) } } : {}),
    ...(session ? { session: sessionOf(session) } : {}),
    ...(nextDigest ? { nextDigest } : {}),
    ...(offer
      ? { offer: { school: offer.school, minutes: offer.minutes, every: offer.every, cover: offer.cover, statedOn: offer.statedOn } }
      : {}),
  };
}

const bookingOf = ({ session, first }: { readonly session?: string; readonly first?: string }) => ({
  ...(session ? { session } : {}),
  ...(first ? { first } : {}),
});

export function supervisingOf({ today, supervisees, unreadable, groups, booking }: Supervising): SupervisingBody {
  return {
    today,
    supervisees: supervisees.map(superviseeOf),
    unreadable: [...unreadable],
    groups: groups.map(({ period, on, topics }) => ({ period, on, topics: [...topics] })),
    booking: bookingOf(booking),
  };
}

const superviseeOf = ({ entry, entitlement, contract, digest, toDraft }: Supervisee): SuperviseeBody => ({
  objectId: entry.person,
  name: entry.displayName,
  school: entry.school,
  entitlement: entitlementOf(entitlement),
  contract: contractOf(contract),
  digest: digestOf(digest),
  toDraft: toDraft.map(({ date, by }) => ({ date, by })),
});

export const recordsOf = (records: readonly SessionRecord[]): RecordsBody => ({ records: records.map(recordOf) });

const recordOf = (record: SessionRecord): SessionRecordBody => ({
  id: record.id,
  version: record.version,
  date: record.date,
  minutes: record.minutes,
  format: record.format,
  focus: record.focus,
  mine: record.mine,
  shared: record.shared,
  systems: record.systems,
  actions: record.actions.map(actionOf),
  reading: record.reading.map(({ title, url, why }) => ({ title, url, why })),
  mayLeave: record.mayLeave,
  draftedOn: record.draftedOn,
  supervisorKeeps: record.supervisorKeeps,
  isShared: record.sharedWith !== undefined,
  keptUntil: endsOn(record),
  ...(record.nextDate ? { nextDate: record.nextDate } : {}),
  ...(record.confirmedOn ? { confirmedOn: record.confirmedOn } : {}),
  ...(record.added ? { added: record.added } : {}),
});

export const networkLinksOf = (links: readonly LinkShown[], asks: readonly JoinAsk[]): NetworkLinksBody => ({
  links: links.map(({ id, unit, kind, title, url, answered }) => ({ id, unit, kind, title, url, answered })),
  asks: asks.map(({ id, title, name, askedOn }) => ({ id, title, name, askedOn })),
});

export const coverageOf = ({ school, offer, units }: Coverage): CoverageBody => ({
  school,
  units: units.map(({ unit, schools, offered, entitlement }) => ({
    unit: { id: unit.id, path: unit.path },
    schools,
    offered,
    entitlement: entitlementOf(entitlement),
  })),
  ...(offer ? { offer: { minutes: offer.minutes, every: offer.every, cover: offer.cover, statedOn: offer.statedOn } } : {}),
});

export const offeredOf = (units: readonly OfferedInUnit[]): OfferedBody => ({
  units: units.map(({ unit, step }) => ({ unit: { id: unit.id, path: unit.path }, ...(step ? { step } : {}) })),
});

export const upkeepOf = ({ works, unsure }: Upkeep): UpkeepBody => ({
  works: works.map(({ work, day, did }) => ({ work, day, did: { ...did } })),
  unsure: [...unsure],
});

export const heldOfSupervisionOf = ({ drawer, desk, records }: MyData['supervision']): HeldOfSupervisionBody => ({
  topics: drawer.flags.map((flag) => ({ ...flagOf(flag), keptOn: flag.keptOn, supervisorId: flag.supervisor })),
  wishes: wishesOf(drawer.wishes),
  sessions: [...(drawer.bond?.held ?? [])],
  actions: (drawer.bond?.actions ?? []).map(actionOf),
  records: records.map(recordOf),
  groupDigests: desk.groups.map(({ period, on, topics }) => ({ period, on, topics: [...topics] })),
  askedToJoin: desk.asks.map(({ title, name, askedOn }) => ({ title, name, askedOn })),
  ...(drawer.bond?.digest ? { sent: { on: drawer.bond.digest.on, wishes: wishesOf(drawer.bond.digest.wishes ?? {}) } } : {}),
  ...(drawer.bond ? { agreement: contractOf(drawer.bond.contract) } : {}),
  ...(drawer.bond?.session ? { session: sessionOf(drawer.bond.session) } : {}),
});
