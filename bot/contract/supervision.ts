import * as z from 'zod/mini';
import { networkKinds } from '../domain/supervision/board.ts';
import { copyChoices, yearsKept } from '../domain/supervision/contract.ts';
import { actionOwners } from '../domain/supervision/drawer.ts';
import { longestAccess, longestNote, noteWarnings } from '../domain/supervision/note.ts';
import { agenda, formats, rhythms, sessionMinutes } from '../domain/supervision/session.ts';
import { hopeIds, hopeWords, topicIds, topicWords } from '../domain/supervision/topics.ts';
import { dateBody } from './releases.ts';

export { agenda, hopeIds, hopeWords, longestAccess, longestNote, topicIds, topicWords };

// What people write is bounded where it comes in; how it is tidied is the domain's.

const id = z.string().check(z.regex(/^[\w-]{16,64}$/));
const person = z.guid();
const unit = z.string().check(z.minLength(1), z.maxLength(200));
const time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const minutes = z.int().check(z.minimum(sessionMinutes.least), z.maximum(sessionMinutes.most));
const version = z.int().check(z.nonnegative());
/** Longer than what is kept: a note over length is refused with words, not as a request that cannot be read. */
const written = z.string().check(z.maxLength(2_000));
export const httpsBody = z.url({ protocol: /^https$/ }).check(z.maxLength(500));

export const topicBody = z.enum(topicIds);
export type TopicBody = z.infer<typeof topicBody>;
export const hopeBody = z.enum(hopeIds);
export type HopeBody = z.infer<typeof hopeBody>;
export const rhythmBody = z.enum(rhythms);
export type RhythmBody = z.infer<typeof rhythmBody>;
export const formatBody = z.enum(formats);
export type FormatBody = z.infer<typeof formatBody>;
export const ownerBody = z.enum(actionOwners);
export const kindBody = z.enum(networkKinds);
export type KindBody = z.infer<typeof kindBody>;
export const warningBody = z.enum(noteWarnings);
export type WarningBody = z.infer<typeof warningBody>;

export const termsBody = z.strictObject({
  copies: z.enum(copyChoices),
  years: z.int().check(z.minimum(yearsKept.least), z.maximum(yearsKept.most)),
});
export type TermsBody = z.infer<typeof termsBody>;
export const contractBody = z.strictObject({ ...termsBody.shape, superviseeOn: z.optional(dateBody), supervisorOn: z.optional(dateBody) });
export type ContractBody = z.infer<typeof contractBody>;

export const sessionBody = z.strictObject({ date: dateBody, time, minutes, every: z.optional(rhythmBody) });
export type SessionBody = z.infer<typeof sessionBody>;
export const entitlementBody = z.strictObject({ minutes, every: rhythmBody, format: formatBody });
export type EntitlementBody = z.infer<typeof entitlementBody>;
export const bookingOfBody = z.strictObject({ session: z.optional(httpsBody), first: z.optional(httpsBody) });
export type BookingOfBody = z.infer<typeof bookingOfBody>;

const line = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));
export const agreedActionBody = z.strictObject({ what: line(140), owner: ownerBody, by: z.optional(dateBody) });
export type AgreedActionBody = z.infer<typeof agreedActionBody>;
export const readingBody = z.strictObject({ title: line(100), url: httpsBody, why: z.string().check(z.trim(), z.maxLength(140)) });
export type ReadingBody = z.infer<typeof readingBody>;

const wishesBody = z.strictObject({ access: z.optional(z.string()), notToday: z.optional(z.literal(true)) });
const flagShape = {
  id: z.string(),
  version,
  topic: topicBody,
  note: z.optional(z.string()),
  hope: z.optional(hopeBody),
  sentOn: z.optional(dateBody),
  discussedOn: z.optional(dateBody),
};

/** What a supervisor reads, and what a supervisee previews: one shape. */
export const digestBody = z.strictObject({
  on: z.optional(dateBody),
  topics: z.array(z.strictObject(flagShape)),
  wishes: wishesBody,
  actions: z.array(agreedActionBody),
  session: z.optional(sessionBody),
});
export type DigestBody = z.infer<typeof digestBody>;

export const offerBody = z.strictObject({ minutes, every: rhythmBody, cover: z.boolean() });
export type OfferBody = z.infer<typeof offerBody>;
/** `answered`: somebody is there whom to ask to join. */
export const networkBody = z.strictObject({
  id: z.string(),
  unit,
  kind: kindBody,
  title: z.string(),
  url: httpsBody,
  answered: z.boolean(),
});
export type NetworkBody = z.infer<typeof networkBody>;

/** `GET /api/supervision`: a supervisee's own. */
export const mySupervisionBody = z.strictObject({
  today: dateBody,
  supervisor: z.optional(z.strictObject({ name: z.string(), booking: bookingOfBody })),
  entitlement: entitlementBody,
  contract: contractBody,
  session: z.optional(sessionBody),
  flags: z.array(z.strictObject({ ...flagShape, keptOn: dateBody, forEarlier: z.boolean(), inGroup: z.optional(z.literal(true)) })),
  wishes: wishesBody,
  /** Own records, in number: for a page that only says that there are some. */
  records: z.int().check(z.nonnegative()),
  nextDigest: z.optional(dateBody),
  preview: digestBody,
  offer: z.optional(z.strictObject({ ...offerBody.shape, school: z.string(), statedOn: dateBody })),
});
export type MySupervisionBody = z.infer<typeof mySupervisionBody>;
export type FlagBody = MySupervisionBody['flags'][number];

const flagText = { topic: topicBody, note: z.optional(written), hope: z.optional(hopeBody), sure: z.boolean() };
/** `POST /api/supervision/flags`. `version` and `was`: what the person saw; where something else stands now, they are asked. */
export const flagAsk = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('keep'), id, ...flagText }),
  z.strictObject({ do: z.literal('edit'), id: z.string().check(z.maxLength(64)), version, ...flagText }),
  z.strictObject({ do: z.literal('withdraw'), id: z.string().check(z.maxLength(64)), version }),
  z.strictObject({ do: z.literal('release'), id: z.string().check(z.maxLength(64)), version }),
  z.strictObject({ do: z.literal('readdress'), id: z.string().check(z.maxLength(64)), version }),
  z.strictObject({
    do: z.literal('wishes'),
    access: z.optional(written),
    notToday: z.optional(z.literal(true)),
    was: wishesBody,
    sure: z.boolean(),
  }),
]);
export type FlagAsk = z.infer<typeof flagAsk>;
/** `asked`: nothing is kept yet; say it again with `sure` to keep the words. */
export const flagOutcomeBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('asked'), warnings: z.array(warningBody) }),
  z.strictObject({ kind: z.literal('done'), mine: mySupervisionBody }),
]);

const agreeShape = { do: z.literal('agree'), terms: termsBody };
/** `was`: the date that the person saw; absent where they saw none. */
const sessionShape = { do: z.literal('session'), session: z.optional(sessionBody), was: z.optional(sessionBody) };
/** `POST /api/supervision`: what a supervisee agrees or sets with their supervisor. */
export const mySupervisionAsk = z.discriminatedUnion('do', [z.strictObject(agreeShape), z.strictObject(sessionShape)]);
export type MySupervisionAsk = z.infer<typeof mySupervisionAsk>;

const recordText = {
  date: dateBody,
  minutes,
  format: formatBody,
  focus: z.string().check(z.trim(), z.maxLength(600)),
  mine: z.string().check(z.trim(), z.maxLength(600)),
  shared: z.string().check(z.trim(), z.maxLength(600)),
  systems: z.string().check(z.trim(), z.maxLength(600)),
  actions: z.array(agreedActionBody).check(z.maxLength(6)),
  reading: z.array(readingBody).check(z.maxLength(5)),
  mayLeave: z.string().check(z.trim(), z.maxLength(600)),
  nextDate: z.optional(dateBody),
};
export const recordOfSessionBody = z.strictObject({
  id: z.string(),
  version,
  ...recordText,
  draftedOn: dateBody,
  confirmedOn: z.optional(dateBody),
  added: z.optional(z.string()),
  supervisorKeeps: z.boolean(),
  /** With the supervisor of the moment, by the owner's choice. */
  isShared: z.boolean(),
  keptUntil: dateBody,
});
export type SessionRecordBody = z.infer<typeof recordOfSessionBody>;
/** `GET /api/supervision/records`: newest first. */
export const recordsBody = z.strictObject({ records: z.array(recordOfSessionBody) });
export type RecordsBody = z.infer<typeof recordsBody>;

/** `POST /api/supervision/records`: what the owner does. */
export const recordChangeAsk = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('add'),
    id: z.string().check(z.maxLength(64)),
    version,
    added: z.string().check(z.trim(), z.maxLength(1_000)),
  }),
  z.strictObject({ do: z.literal('confirm'), id: z.string().check(z.maxLength(64)), version }),
  z.strictObject({ do: z.literal('share'), id: z.string().check(z.maxLength(64)), shared: z.boolean() }),
  z.strictObject({ do: z.literal('delete'), id: z.string().check(z.maxLength(64)) }),
]);
export type RecordChangeAsk = z.infer<typeof recordChangeAsk>;

/** `GET /api/supervision/calendar`: a file's text. */
export const calendarBody = z.strictObject({ name: z.string(), text: z.string() });

/** `POST /api/supervision/supervisee`: about one's own supervisee. */
export const superviseeAsk = z.discriminatedUnion('do', [
  z.strictObject({ ...agreeShape, person }),
  z.strictObject({ ...sessionShape, person }),
  z.strictObject({ do: z.literal('discuss'), person, ids: z.array(z.string().check(z.maxLength(64))).check(z.maxLength(40)) }),
  z.strictObject({ do: z.literal('draft'), person, id, version, ...recordText }),
]);
export type SuperviseeAsk = z.infer<typeof superviseeAsk>;

/** `GET /api/supervision/supervisees`. */
export const supervisingBody = z.strictObject({
  today: dateBody,
  supervisees: z.array(
    z.strictObject({
      objectId: person,
      name: z.string(),
      school: z.string(),
      entitlement: entitlementBody,
      contract: contractBody,
      digest: digestBody,
      toDraft: z.array(z.strictObject({ date: dateBody, by: dateBody })),
    }),
  ),
  /** Names of those whose part cannot be opened. */
  unreadable: z.array(z.string()),
  groups: z.array(z.strictObject({ period: z.string(), on: dateBody, topics: z.array(topicBody) })),
  booking: bookingOfBody,
});
export type SupervisingBody = z.infer<typeof supervisingBody>;
export type SuperviseeBody = SupervisingBody['supervisees'][number];

/** `POST /api/supervision/booking`: a supervisor's own links. */
export const bookingOfAsk = bookingOfBody;

/** `GET` and `POST /api/supervision/reading`: the supervisors' library. */
export const libraryBody = z.strictObject({ reading: z.array(readingBody) });
export type LibraryBody = z.infer<typeof libraryBody>;
export const libraryAsk = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('keep'), ...readingBody.shape }),
  z.strictObject({ do: z.literal('remove'), url: httpsBody }),
]);
export type LibraryAsk = z.infer<typeof libraryAsk>;

/** `GET /api/supervision/network`: links of one's units. `asks`: who asked to join, for those who keep links. */
export const networkLinksBody = z.strictObject({
  links: z.array(networkBody),
  asks: z.array(z.strictObject({ id: z.string(), title: z.string(), name: z.string(), askedOn: dateBody })),
});
export type NetworkLinksBody = z.infer<typeof networkLinksBody>;
/** `POST /api/supervision/network`, for leaders and administrators. */
export const networkAsk = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('keep'), id, unit, kind: kindBody, title: line(100), url: httpsBody }),
  z.strictObject({ do: z.literal('remove'), id, unit }),
  z.strictObject({ do: z.literal('answered'), ask: z.string().check(z.maxLength(160)) }),
]);
export type NetworkAsk = z.infer<typeof networkAsk>;
/** `POST /api/supervision/join`. */
export const joinAsk = z.strictObject({ id });

/** `GET /api/supervision/coverage`, for leaders. */
export const coverageBody = z.strictObject({
  school: z.string(),
  offer: z.optional(z.strictObject({ ...offerBody.shape, statedOn: dateBody })),
  units: z.array(
    z.strictObject({
      unit: z.strictObject({ id: z.string(), path: z.string() }),
      schools: z.int().check(z.nonnegative()),
      offered: z.int().check(z.nonnegative()),
      entitlement: entitlementBody,
    }),
  ),
});
export type CoverageBody = z.infer<typeof coverageBody>;
/** `POST /api/supervision/coverage`. */
export const coverageAsk = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('offer'), ...offerBody.shape }),
  z.strictObject({ do: z.literal('entitlement'), unit, entitlement: entitlementBody }),
]);
export type CoverageAsk = z.infer<typeof coverageAsk>;

/** `GET /api/supervision/upkeep`, for administrators: what the daily work did last, in counts. `unsure`: supervisors whose last card may not have come. */
export const upkeepBody = z.strictObject({
  unsure: z.array(z.string()),
  works: z.array(z.strictObject({ work: z.string(), day: dateBody, did: z.record(z.string(), z.number()) })),
});
export type UpkeepBody = z.infer<typeof upkeepBody>;

/** In `GET /api/my-data`: what lies in the caller's own drawer, on their desk, and their records. */
export const heldOfSupervisionBody = z.strictObject({
  topics: z.array(z.strictObject({ ...flagShape, keptOn: dateBody, supervisorId: person })),
  wishes: wishesBody,
  /** The wishes that went with the last digest. */
  sent: z.optional(z.strictObject({ on: dateBody, wishes: wishesBody })),
  agreement: z.optional(contractBody),
  session: z.optional(sessionBody),
  sessions: z.array(dateBody),
  actions: z.array(agreedActionBody),
  records: z.array(recordOfSessionBody),
  groupDigests: z.array(z.strictObject({ period: z.string(), on: dateBody, topics: z.array(topicBody) })),
  askedToJoin: z.array(z.strictObject({ title: z.string(), name: z.string(), askedOn: dateBody })),
});
export type HeldOfSupervisionBody = z.infer<typeof heldOfSupervisionBody>;
