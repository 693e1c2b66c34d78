import type { Viewer } from '../../domain/access.ts';
import type { PersonId } from '../../domain/ids.ts';
import { type JoinAsk, type NetworkKind, type NetworkLink } from '../../domain/supervision/board.ts';
import { HeldError } from '../../errors.ts';
import { notify, type AnnounceDeps } from './announce.ts';
import { todayOf, type SupervisionDeps } from './supervisionDeps.ts';
import { inOrder } from '../../../words/formats.ts';

/** Links of these units, nearest first. */
export async function networkOf({ boards }: Pick<SupervisionDeps, 'boards'>, units: Viewer['units']): Promise<readonly NetworkLink[]> {
  const lists = await Promise.all(units.map(({ id }) => boards.network.list(id)));
  return lists.flatMap((links) => links.toSorted((a, b) => inOrder(a.title, b.title)));
}

/** A link, and whether somebody is there to ask: who kept it may have left since. */
export interface LinkShown extends NetworkLink {
  readonly answered: boolean;
}

/** Links as people see them. */
export async function readNetwork(deps: Pick<SupervisionDeps, 'boards' | 'roster'>, units: Viewer['units']): Promise<readonly LinkShown[]> {
  const [links, roster] = await Promise.all([networkOf(deps, units), deps.roster.read()]);
  return links.map((link) => ({ ...link, answered: roster.has(link.contact) }));
}

export interface LinkGiven {
  readonly id: string;
  readonly unit: string;
  readonly kind: NetworkKind;
  readonly title: string;
  readonly url: string;
}

/** Keeps a link for one's own unit or one above it, and is whom asks to join it go to. Rejects with `not-found` for another unit. */
export async function keepLink(deps: SupervisionDeps, { person, units }: Pick<Viewer, 'person' | 'units'>, link: LinkGiven): Promise<void> {
  if (!units.some(({ id }) => id === link.unit)) throw new HeldError('not-found');
  await deps.boards.network.put(link.unit, link.id, { ...link, contact: person });
}

export async function removeLink(deps: SupervisionDeps, { units }: Pick<Viewer, 'units'>, unit: string, id: string): Promise<void> {
  if (!units.some((each) => each.id === unit)) throw new HeldError('not-found');
  await deps.boards.network.remove(unit, id);
}

/** Most asks that wait with one person: a desk has room for no more. */
const mostAsks = 15;

/** Asks to join, by the person's own choice: their name goes to whoever keeps the link, and nobody else. */
export async function askToJoin(deps: AnnounceDeps, viewer: Pick<Viewer, 'person' | 'units' | 'displayName'>, id: string): Promise<void> {
  const link = (await networkOf(deps, viewer.units)).find((each) => each.id === id);
  if (!link || !(await deps.roster.find(link.contact))) throw new HeldError('not-found');
  const ask: JoinAsk = { id: `${link.id}.${viewer.person}`, title: link.title, name: viewer.displayName, askedOn: todayOf(deps) };
  const wrote = await deps.rows.changeDesk(link.contact, (desk) => {
    if (desk.asks.some((each) => each.id === ask.id)) return desk;
    if (desk.asks.length >= mostAsks) throw new HeldError('too-many');
    return { ...desk, asks: [...desk.asks, ask] };
  });
  if (wrote) await notify(deps, link.contact, 'ask');
}

export async function readAsks({ rows }: Pick<SupervisionDeps, 'rows'>, person: PersonId): Promise<readonly JoinAsk[]> {
  return (await rows.deskOf(person)).asks;
}

export async function answeredAsk({ rows }: Pick<SupervisionDeps, 'rows'>, person: PersonId, id: string): Promise<void> {
  await rows.changeDesk(person, (desk) => ({ ...desk, asks: desk.asks.filter((ask) => ask.id !== id) }));
}
