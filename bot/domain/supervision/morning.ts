import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../ids.ts';
import { isTermDay, type SchoolDays } from '../prompting/schoolCalendar.ts';
import { isAgreed } from './contract.ts';
import { bondWith, wishesOf, withBond, withHeld, type Bond, type Drawer } from './drawer.ts';
import { isWaiting, keptAfterDiscussion, keptUndiscussed, withoutToday, type Flag } from './flag.ts';
import { sessionAfter, workdayBefore, type Format, type SessionTime } from './session.ts';

/** What a morning knows when it opens one drawer. Dates are local. */
export interface MorningContext {
  readonly today: string;
  /** Of the roster; undefined where nobody supervises this person now. */
  readonly supervisor: PersonId | undefined;
  readonly format: Format;
  readonly days: SchoolDays;
  /** Last day that the calendar knows. */
  readonly until: string;
}

/** What a morning found to say, and to whom. Never what it is about. */
export interface MorningNews {
  /** To the supervisor: a digest went. */
  readonly digest: boolean;
  /** To the supervisee: a digest goes on the next working day. */
  readonly preview: boolean;
  /** To both: a session is today. */
  readonly agenda: boolean;
  /** Flags whose time was over. */
  readonly forgotten: number;
}

export interface Morning extends MorningNews {
  readonly drawer: Drawer;
}

const add = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/**
 * One day's work on one drawer. Pure, and done twice it does the same as once: what went is named by its session or week in the drawer
 * itself, so that a crash or a second process can only find it done.
 */
export function morning(before: Drawer, context: MorningContext): Morning {
  const { today, supervisor } = context;
  const kept = before.flags.filter((flag) => !isOver(flag, today));
  const swept: Drawer = { ...before, flags: kept };
  const forgotten = before.flags.length - kept.length;
  const nothing = { digest: false, preview: false, agenda: false, forgotten };
  // With nobody to meet, nothing is wished of a session.
  if (supervisor === undefined) return { ...nothing, drawer: { ...swept, wishes: {} } };
  const held = afterSessions(swept, context, supervisor);
  if (context.format === 'group' || !isAgreed(bondWith(held, supervisor).contract))
    return agendaOf({ ...nothing, drawer: held }, context, supervisor);
  return agendaOf(previewOf(digestOf({ ...nothing, drawer: held }, context, supervisor), context, supervisor), context, supervisor);
}

function isOver({ discussedOn, sentOn }: Flag, today: string): boolean {
  if (discussedOn !== undefined) return add(discussedOn, keptAfterDiscussion) <= today;
  return sentOn !== undefined && add(sentOn, keptUndiscussed) <= today;
}

/** Sessions that are over move to those held; a series goes on to its next date. */
function afterSessions(drawer: Drawer, { today, days, until }: MorningContext, supervisor: PersonId): Drawer {
  const { session: planned, ...bond } = bondWith(drawer, supervisor);
  let session = planned;
  const over: string[] = [];
  while (session && session.date < today) {
    over.push(session.date);
    session = sessionAfter(session, days, until);
  }
  const next = withBond(drawer, supervisor, () => ({ ...bond, ...(session ? { session } : {}) }));
  return over.length === 0 ? next : withHeld(next, supervisor, over);
}

export interface PlannedDigest {
  /** Of which session or week it is. */
  readonly key: string;
  /** Local date on which it goes. */
  readonly due: string;
  readonly weekly?: true;
}

const forSession = ({ date }: SessionTime, days: SchoolDays): PlannedDigest => ({ key: `session ${date}`, due: workdayBefore(days, date) });
const forWeek = (first: string): PlannedDigest => ({ key: `week ${first}`, due: first, weekly: true });

/** The digest whose day has come: before a session the working day before it; without a session, weekly, on the week's first term day. */
export function dueDigest(session: SessionTime | undefined, today: string, days: SchoolDays): PlannedDigest | undefined {
  const first = firstTermDayOfWeek(Temporal.PlainDate.from(today), days);
  const planned = session ? forSession(session, days) : first === undefined ? undefined : forWeek(first);
  return planned && planned.due <= today ? planned : undefined;
}

/** The first digest that goes on a later day; undefined where the calendar has no term day within the summer. */
export function comingDigest(session: SessionTime | undefined, today: string, days: SchoolDays): PlannedDigest | undefined {
  if (session) {
    const planned = forSession(session, days);
    return planned.due > today ? planned : undefined;
  }
  const start = Temporal.PlainDate.from(today);
  for (let weeks = 0; weeks <= 10; weeks += 1) {
    const first = firstTermDayOfWeek(start.add({ weeks }), days);
    if (first !== undefined && first > today) return forWeek(first);
  }
  return undefined;
}

function firstTermDayOfWeek(day: Temporal.PlainDate, days: SchoolDays): string | undefined {
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  const week = [0, 1, 2, 3, 4].map((offset) => monday.add({ days: offset }));
  return week.find((each) => isTermDay(days, each))?.toString();
}

function digestOf(morning: Morning, { today, days }: MorningContext, supervisor: PersonId): Morning {
  const bond = bondWith(morning.drawer, supervisor);
  const due = dueDigest(bond.session, today, days);
  // One that was missed goes on the next working day, not at a weekend.
  const works = due !== undefined && (due.due === today || isTermDay(days, Temporal.PlainDate.from(today)));
  if (!works || isServed(due, bond)) return morning;
  return { ...morning, digest: true, drawer: sendTo(morning.drawer, supervisor, due, today) };
}

/** It went; or it is a week's, and that week has had its session, or a digest for one: the day after brings no second. */
const isServed = ({ key, due, weekly }: PlannedDigest, { digest, held }: Pick<Bond, 'digest' | 'held'>): boolean =>
  digest?.key === key || (weekly === true && [digest?.on, held.at(-1)].some((day) => day !== undefined && day >= due));

function sendTo(drawer: Drawer, supervisor: PersonId, { key, weekly }: PlannedDigest, today: string): Drawer {
  const { supervisor: _whose, ...wishes } = wishesOf(drawer, supervisor);
  // A week's digest is for no session after which this could end.
  const kept = weekly ? withoutToday(drawer.wishes) : drawer.wishes;
  const sent = drawer.flags.map((flag) => (flag.supervisor === supervisor && isWaiting(flag) ? { ...flag, sentOn: today } : flag));
  return withBond({ ...drawer, flags: sent, wishes: kept }, supervisor, (bond) => ({ ...bond, digest: { key, on: today, wishes } }));
}

/** A working day ahead the supervisee is told that they can look. */
function previewOf(morning: Morning, { today, days }: MorningContext, supervisor: PersonId): Morning {
  const bond = bondWith(morning.drawer, supervisor);
  const coming = comingDigest(bond.session, today, days);
  if (!coming || bond.told.preview === coming.key || workdayBefore(days, coming.due) > today) return morning;
  const drawer = withBond(morning.drawer, supervisor, (each) => ({ ...each, told: { ...each.told, preview: coming.key } }));
  return { ...morning, preview: true, drawer };
}

function agendaOf(morning: Morning, { today }: MorningContext, supervisor: PersonId): Morning {
  const { session, told } = bondWith(morning.drawer, supervisor);
  if (session?.date !== today || told.agenda === today) return morning;
  const drawer = withBond(morning.drawer, supervisor, (bond) => ({ ...bond, told: { ...bond.told, agenda: today } }));
  return { ...morning, agenda: true, drawer };
}
