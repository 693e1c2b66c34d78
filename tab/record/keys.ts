/**
 * A device's key pair and what it opens. Everything here runs on the device. The private half leaves it once, sealed under a recovery code
 * that is shown to the person and kept nowhere; on the device it lies as a key that no script can read out.
 */
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose';
import * as z from 'zod/mini';
import { copyCharacters, copyContent, publicKeyBody, type PublicKeyBody } from '../../bot/contract/record.ts';

const privateKeyBody = z.strictObject({ ...publicKeyBody.shape, d: publicKeyBody.shape.x });

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const usages: KeyUsage[] = ['deriveBits'];

/** Crockford's base 32: no I, L, O or U, which are misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 26 letters of 5 bits: 130 bits. */
const codeLetters = 26;
/** With 130 random bits a code needs no slow derivation; the count is the library's usual one. */
const rounds = 2048;

export interface DeviceKeys {
  readonly publicKey: PublicKeyBody;
  readonly privateKey: CryptoKey;
  /** The private half, for the server to keep: only the code opens it. */
  readonly recovery: string;
  /** Shown once. */
  readonly code: string;
}

export async function makeDeviceKeys(): Promise<DeviceKeys> {
  const pair = await crypto.subtle.generateKey(curve, true, usages);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const publicKey = publicKeyBody.parse({ kty, crv, x, y });
  if (d === undefined) throw new Error('The key pair came without its private half.');
  const code = makeCode();
  const recovery = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ ...publicKey, d })))
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM' })
    .setKeyManagementParameters({ p2c: rounds })
    .encrypt(new TextEncoder().encode(bare(code)));
  return { publicKey, privateKey: await lockedKey({ ...publicKey, d }), recovery, code };
}

/** The private key behind a recovery, on another device. Undefined for a code that does not open it. */
export async function recoverKey(recovery: string, code: string): Promise<CryptoKey | undefined> {
  try {
    const { plaintext } = await compactDecrypt(recovery, new TextEncoder().encode(bare(code)), {
      keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return await lockedKey(privateKeyBody.parse(JSON.parse(new TextDecoder().decode(plaintext))));
  } catch {
    return undefined;
  }
}

/** One own answer and the day it was given. */
export interface OwnAnswer {
  readonly question: string;
  readonly option: number;
  readonly day: string;
  readonly period: string;
}

/** An answer to a question that only this page asks, sealed here: what leaves the device looks like any copy. */
export async function sealNote({ question, option, day, period }: OwnAnswer, publicKey: PublicKeyBody): Promise<string> {
  const content = JSON.stringify({ q: question, o: option, d: day, p: period }).padEnd(copyCharacters);
  const key = await importJWK({ ...publicKey }, 'ECDH-ES');
  return new CompactEncrypt(new TextEncoder().encode(content)).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' }).encrypt(key);
}

/** What the copies hold, oldest first; blanks, and copies made for another key, hold nothing. */
export async function openCopies(copies: readonly string[], key: CryptoKey): Promise<readonly OwnAnswer[]> {
  const opened = await Promise.all(copies.map((copy) => openOne(copy, key)));
  return opened.flat().sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

async function openOne(copy: string, key: CryptoKey): Promise<readonly OwnAnswer[]> {
  try {
    const { plaintext } = await compactDecrypt(copy, key, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const content = copyContent.parse(JSON.parse(new TextDecoder().decode(plaintext)));
    return 'q' in content ? [{ question: content.q, option: content.o, day: content.d, period: content.p }] : [];
  } catch {
    return [];
  }
}

/** Whether a key on this device is the one that the record is kept for: it opens at least the blanks. Nobody's key opens those of nobody. */
export async function opensAny(copies: readonly string[], key: CryptoKey): Promise<boolean> {
  for (const copy of copies) {
    try {
      await compactDecrypt(copy, key);
      return true;
    } catch {
      // Sealed to another key; look at the next.
    }
  }
  return false;
}

const lockedKey = (jwk: JsonWebKey): Promise<CryptoKey> => crypto.subtle.importKey('jwk', jwk, curve, false, usages);

function makeCode(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(codeLetters))].map((byte) => alphabet.charAt(byte & 31));
  return (letters.join('').match(/.{1,5}/g) ?? []).join('-');
}

/** As typed from paper: any case, with or without dashes and spaces, with letters that look alike. */
const bare = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
