import { createHash } from 'node:crypto';
import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { parsePersonId, type PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';

export interface TokenCheckOptions {
  readonly issuer: string;
  /** The tab's client id. */
  readonly audience: string;
  /** The one tenant that this deployment serves. */
  readonly tenant: string;
  /** Keys of the issuer: a local set, or a remote one that fetches and caches. */
  readonly keys: JWTVerifyGetKey;
}

/** From an `Authorization` header to the person whom the issuer vouches for. */
export type TokenCheck = (authorization: string | undefined) => Promise<PersonId>;

/** The one scope of the tab's API: a token for anything else of the same client is refused. */
export const scope = 'access_as_user';

/** Signing keys only: `none` and shared-secret algorithms would let anyone who knows a public value sign. */
const algorithms = ['RS256', 'ES256'];

/** Seconds by which the issuer's clock may differ from ours. */
const clockTolerance = 60;

const claims = z.object({ oid: z.string(), tid: z.string(), scp: z.string(), exp: z.number() });

/** A token that was found good, until when that is believed: never past its expiry. */
interface Checked {
  readonly person: PersonId;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Milliseconds, on top of the ten minutes for which jose keeps the issuer's keys: a key that is taken back counts for as long as both at most. */
const longestMemory = 300_000;
const mostRemembered = 10_000;

/**
 * The same check in every mode: signature, issuer, audience, tenant, expiry, not-before, scope, object id. Rejects with `not-signed-in`
 * whatever was wrong, so that the answer tells a forger nothing, and with `sign-in-down` when the issuer's keys cannot be fetched. A page of the
 * tab asks several times with one token: what was found good is remembered for minutes, by a digest.
 */
export function createTokenCheck({ issuer, audience, tenant, keys }: TokenCheckOptions, now = () => Date.now()): TokenCheck {
  const checked = new Map<string, Checked>();
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw new HeldError('not-signed-in');
    // A digest: the token itself is kept nowhere.
    const digest = createHash('sha256').update(token).digest('base64');
    const known = checked.get(digest);
    if (known && now() < known.until) return known.person;
    const { oid, tid, scp, exp } = await verified(token);
    const person = parsePersonId(oid);
    if (!person || tid.toLowerCase() !== tenant.toLowerCase() || !scp.split(' ').includes(scope)) throw new HeldError('not-signed-in');
    remember(digest, { person, until: Math.min(exp * 1_000, now() + longestMemory) });
    return person;
  };

  function remember(digest: string, found: Checked): void {
    checked.delete(digest);
    checked.set(digest, found);
    const [oldest] = checked.keys();
    if (checked.size > mostRemembered && oldest !== undefined) checked.delete(oldest);
  }

  async function verified(token: string): Promise<z.infer<typeof claims>> {
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms, clockTolerance, requiredClaims: ['exp'] });
      return claims.parse(payload);
    } catch (cause) {
      throw new HeldError(keysAreAway(cause) ? 'sign-in-down' : 'not-signed-in', undefined, { cause });
    }
  }
}

/** jose says what is wrong with a token by subclasses of JOSEError; a fetch that failed is a timeout, its bare base class, or not jose's at all. */
function keysAreAway(cause: unknown): boolean {
  if (cause instanceof z.ZodError) return false;
  if (cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid) return true;
  return !(cause instanceof errors.JOSEError) || cause.code === errors.JOSEError.code;
}
