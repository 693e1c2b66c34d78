import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import type { PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import { scope, type TokenCheckOptions } from './tokenCheck.ts';

/** Stands in for Entra on a laptop: signs tokens that the ordinary check accepts. Never built in azure mode. */
export interface LocalIssuer {
  /** What the ordinary token check needs to accept this issuer's tokens. */
  readonly check: TokenCheckOptions;
  token(person: PersonId): Promise<{ readonly token: string; readonly expiresIn: number }>;
}

const issuer = 'held-local-issuer';
const audience = 'held-local-tab';
const tenant = '00000000-0000-4000-8000-000000000000';
const algorithm = 'ES256';
/** Seconds. */
const lifetime = 3_600;

const keyFile = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), d: z.string() });

/** Reads the key pair in `folder`, or makes it at the first start. Tokens keep real time, not the stored clock. */
export async function openLocalIssuer(folder: string): Promise<LocalIssuer> {
  const { d, ...publicHalf } = await keyPair(folder);
  const key = await importJWK({ ...publicHalf, d }, algorithm);
  const keys = createLocalJWKSet({ keys: [{ ...publicHalf, alg: algorithm, use: 'sig' }] });
  return {
    check: { issuer, audience, tenant, keys },
    async token(person) {
      const token = await new SignJWT({ oid: person, tid: tenant, scp: scope })
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${lifetime}s`)
        .sign(key);
      return { token, expiresIn: lifetime };
    },
  };
}

async function keyPair(folder: string): Promise<z.infer<typeof keyFile>> {
  const file = join(folder, 'signing-key.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // `wx`: two first starts at once end with one key, the one that was there first.
  await writeFile(file, JSON.stringify(await freshKey()), { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
    if (!existsAlready(cause)) throw cause;
  });
  const parsed = keyFile.safeParse(parseJson(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new HeldError('keys-down', `${file} is not a signing key of Held. Delete it: the next start makes a new one.`);
}

const existsAlready = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'EEXIST';

async function freshKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return exportJWK(privateKey);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
