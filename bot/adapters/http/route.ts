import type { IncomingMessage } from 'node:http';
import type { Role } from '../../domain/roster.ts';
import { access, may, type Action, type Viewer } from '../../domain/access.ts';
import type { PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import { readJsonBody } from './readBody.ts';
import type { Reply } from './reply.ts';
import type { TokenCheck } from './tokenCheck.ts';
import type { ZodMiniType } from 'zod/mini';

interface Address {
  /** In the log, in place of the address, which could carry ids. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** For a signed-in person on the roster whose roles allow it (domain/access.ts). */
interface ViewerRoute extends Address {
  readonly who: Action;
  answer(viewer: Viewer, request: IncomingMessage): Promise<Reply>;
}

/** `channel`: whom the bot's own token check lets in. `laptop`: anybody, on a laptop's own address only. */
interface OpenRoute extends Address {
  readonly who: 'anyone' | 'channel' | 'laptop';
  answer(request: IncomingMessage): Promise<Reply>;
}

export type Route = ViewerRoute | OpenRoute;

export interface Gate {
  readonly checkToken: TokenCheck;
  /** Who the roster says this person is; rejects with `not-on-roster`. */
  readonly viewerOf: (person: PersonId) => Promise<Viewer>;
  /** In a tenant: takes away what their token does not bear out (appRoles.ts). */
  readonly narrow?: (viewer: Viewer, authorization: string | undefined) => Viewer;
}

/** Runs a route for those who may call it. Rejects with a HeldError otherwise, before the route sees anything of the request. */
export async function runRoute(route: Route, gate: Gate, request: IncomingMessage): Promise<Reply> {
  if (!isForViewers(route)) return route.answer(request);
  const { authorization } = request.headers;
  const known = await gate.viewerOf(await gate.checkToken(authorization));
  const viewer = gate.narrow ? gate.narrow(known, authorization) : known;
  if (!may(viewer, route.who)) throw new HeldError('not-allowed');
  return route.answer(viewer, request);
}

const isForViewers = (route: Route): route is ViewerRoute => Object.hasOwn(access, route.who);

/** The body as its schema gives it. Rejects with `bad-request` or `too-large`. `limit` in bytes, where more than usual is allowed. */
export async function bodyOf<T>(request: IncomingMessage, schema: ZodMiniType<T>, limit?: number): Promise<T> {
  const parsed = schema.safeParse(await readJsonBody(request, limit));
  if (!parsed.success) throw new HeldError('bad-request');
  return parsed.data;
}

/** The roles that a route is for; undefined for routes that are not for people. */
export const rolesOf = (route: Route): readonly Role[] | undefined => (isForViewers(route) ? access[route.who] : undefined);
