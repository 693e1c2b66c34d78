import type { PersonId } from '../ids.ts';
import type { Rhythm } from './session.ts';
import type { TopicId } from './topics.ts';

// What stands in the open within the organisation: offers, links, where to book. Nothing here is about one supervisee.

/** A head's own statement for their school: never whether it was taken. */
export interface Offer {
  readonly school: string;
  readonly minutes: number;
  readonly every: Rhythm;
  readonly cover: boolean;
  readonly statedOn: string;
}

export const networkKinds = ['cpd', 'network', 'supportGroup'] as const;
export type NetworkKind = (typeof networkKinds)[number];

/** Professional development, a network or a support group, for a unit and those below it. */
export interface NetworkLink {
  readonly id: string;
  readonly unit: string;
  readonly kind: NetworkKind;
  readonly title: string;
  readonly url: string;
  /** To whom “ask to join” goes: who kept the link. */
  readonly contact: PersonId;
}

/** Where one supervisor can be booked. Each an `https:` address. */
export interface Booking {
  readonly session?: string;
  /** The 15-minute first conversation. */
  readonly first?: string;
}

/** As it is kept: whose it is stands beside it, so that it goes when they do. */
export interface KeptBooking extends Booking {
  readonly supervisor: PersonId;
}

/** Somebody chose to ask to join; with whoever keeps the link. */
export interface JoinAsk {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly askedOn: string;
}

/** Days for which an unanswered ask stays. */
export const askKept = 30;

/** What a supervisor or a link's contact has beside their own supervisees' drawers. Sealed like a drawer. */
export interface Desk {
  readonly person: PersonId;
  /** Something came that was not announced yet. */
  readonly news: boolean;
  /** Local date of the last announcement of any kind. */
  readonly announcedOn?: string;
  /** Local date of the last morning whose digests were announced. */
  readonly morningOn?: string;
  /** Local date of an announcement that was begun and whose end nobody knows: its card may have arrived or not. */
  readonly sendingOn?: string;
  /** Date of the last session that the agenda was announced for. */
  readonly agendaOn?: string;
  readonly groups: readonly { readonly period: string; readonly on: string; readonly topics: readonly TopicId[] }[];
  readonly asks: readonly JoinAsk[];
}

/** An announcement of an earlier day is under way no more: whoever sent it died, or had no answer. */
export const isUnsure = ({ sendingOn }: Desk, today: string): boolean => sendingOn !== undefined && sendingOn < today;

export const emptyDesk = (person: PersonId): Desk => ({ person, news: false, groups: [], asks: [] });

/** Schools of a unit that state an offer; which ones is theirs to say. */
export interface OfferCount {
  readonly schools: number;
  readonly offered: number;
}
