/** Where the tab stands, by its address: with one person, in a team or chat for several, or where somebody adds it to one. */
import { tabPlaces } from '../bot/contract/paths.ts';

export type Place = 'own' | keyof typeof tabPlaces;

/** A host may add parameters of its own, so only ours are compared. */
function standsAt(place: keyof typeof tabPlaces, { origin, search }: Pick<Location, 'origin' | 'search'>): boolean {
  const here = new URLSearchParams(search);
  return [...new URL(tabPlaces[place], origin).searchParams].every(([name, value]) => here.get(name) === value);
}

export function placeOf(location: Pick<Location, 'origin' | 'search'>): Place {
  if (standsAt('add', location)) return 'add';
  return standsAt('shared', location) ? 'shared' : 'own';
}
