import { z } from 'zod';
import { parsePersonId } from '../../domain/ids.ts';
import { copyChoices } from '../../domain/supervision/contract.ts';
import { actionOwners } from '../../domain/supervision/drawer.ts';
import { formats, rhythms } from '../../domain/supervision/session.ts';
import { hopeIds, topicIds } from '../../domain/supervision/topics.ts';

// What drawers, desks and records look like inside their seal. Read with care all the same: another version may have written them.

const person = z.string().transform((text, context) => {
  const id = parsePersonId(text);
  if (id) return id;
  context.addIssue({ code: 'custom', message: 'not an id' });
  return z.NEVER;
});
const date = z.iso.date();
const optional = <T extends z.ZodType>(type: T) => type.exactOptional();

const action = z.object({ what: z.string(), owner: z.enum(actionOwners), by: optional(date) });

const flag = z.object({
  id: z.string(),
  version: z.int(),
  topic: z.enum(topicIds),
  note: optional(z.string()),
  hope: optional(z.enum(hopeIds)),
  supervisor: person,
  keptOn: date,
  sentOn: optional(date),
  inGroup: optional(z.literal(true)),
  discussedOn: optional(date),
});

const wishes = z.object({ access: optional(z.string()), notToday: optional(z.literal(true)) });

const contract = z.object({
  copies: z.enum(copyChoices),
  years: z.int(),
  superviseeOn: optional(date),
  supervisorOn: optional(date),
});

const session = z.object({ date, time: z.string(), minutes: z.int(), every: optional(z.enum(rhythms)), entry: z.string() });

const bond = z.object({
  supervisor: person,
  contract,
  session: optional(session),
  held: z.array(date),
  sessions: optional(z.int()),
  deleted: optional(z.array(z.string())),
  actions: z.array(action),
  digest: optional(z.object({ key: z.string(), on: date, wishes: optional(wishes) })),
  told: z.object({ preview: optional(z.string()), agenda: optional(z.string()) }),
});

export const drawerShape = z.object({
  person,
  flags: z.array(flag),
  wishes: wishes.extend({ supervisor: optional(person) }),
  records: z.array(z.object({ id: z.string(), date, closesOn: date, endsOn: date })),
  bond: optional(bond),
});

export const deskShape = z.object({
  person,
  news: z.boolean(),
  announcedOn: optional(date),
  morningOn: optional(date),
  sendingOn: optional(date),
  agendaOn: optional(date),
  groups: z.array(z.object({ period: z.string(), on: date, topics: z.array(z.enum(topicIds)) })),
  asks: z.array(z.object({ id: z.string(), title: z.string(), name: z.string(), askedOn: date })),
});

export const recordShape = z.object({
  id: z.string(),
  person,
  supervisor: person,
  version: z.int(),
  date,
  draftedOn: date,
  confirmedOn: optional(date),
  minutes: z.int(),
  format: z.enum(formats),
  focus: z.string(),
  mine: z.string(),
  shared: z.string(),
  systems: z.string(),
  actions: z.array(action),
  reading: z.array(z.object({ title: z.string(), url: z.string(), why: z.string() })),
  mayLeave: z.string(),
  nextDate: optional(date),
  added: optional(z.string()),
  supervisorKeeps: z.boolean(),
  sharedWith: optional(person),
  years: z.int(),
});
