import type { ZodMiniType } from 'zod/mini';
import type { Action, Viewer } from '../../domain/access.ts';
import { ok } from './reply.ts';
import { bodyOf, type Route } from './route.ts';

/** Something that people read at an address and change there; what they get back after a change is what they would read. */
export interface Changeable<Ask> {
  readonly path: string;
  /** Names of the two routes. */
  readonly names: { readonly read: string; readonly change: string };
  readonly who: { readonly read: Action; readonly change: Action };
  readonly ask: ZodMiniType<Ask>;
  show(viewer: Viewer): Promise<object>;
  change(viewer: Viewer, ask: Ask): Promise<void>;
}

export const readAndChange = <Ask>({ path, names, who, ask, show, change }: Changeable<Ask>): readonly Route[] => [
  { name: names.read, method: 'GET', path, who: who.read, answer: async (viewer) => ok(await show(viewer)) },
  {
    name: names.change,
    method: 'POST',
    path,
    who: who.change,
    async answer(viewer, request) {
      await change(viewer, await bodyOf(request, ask));
      return ok(await show(viewer));
    },
  },
];
