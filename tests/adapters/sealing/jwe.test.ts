import { describe, expect, it } from '@jest/globals';
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, importJWK } from 'jose';
import { contentKey, pointOf, sealJwe } from '../../../bot/adapters/sealing/jwe.ts';
import type { PublicKey } from '../../../bot/ports.ts';

async function device() {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const { x = '', y = '' } = await exportJWK(publicKey);
  const key: PublicKey = { kty: 'EC', crv: 'P-256', x, y };
  return { key, privateKey };
}
const plaintext = new TextEncoder().encode('{"q":"load","o":2}'.padEnd(96));

describe('a JWE to a device', () => {
  it('has the content key of RFC 7518, appendix C', () => {
    const agreed = Buffer.from('9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4', 'hex');
    expect(contentKey(agreed, 'A128GCM', 128, { apu: 'Alice', apv: 'Bob' }).toString('base64url')).toBe('VqqN6vgjbSBcIijNcacQGg');
  });

  it('is opened by jose, and by no other key', async () => {
    const { key, privateKey } = await device();
    const sealed = sealJwe(pointOf(key), plaintext);
    expect((await compactDecrypt(sealed, privateKey)).plaintext).toEqual(plaintext);
    await expect(compactDecrypt(sealed, (await device()).privateKey)).rejects.toThrow();
  });

  it('looks as jose’s own do, member for member, and takes a new ephemeral key each time', async () => {
    const { key } = await device();
    const theirs = await new CompactEncrypt(plaintext)
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
      .encrypt(await importJWK({ ...key }, 'ECDH-ES'));
    const many = Array.from({ length: 20 }, () => sealJwe(pointOf(key), plaintext));
    const shapeOf = (jwe: string): string =>
      Buffer.from(jwe.split('.')[0] ?? '', 'base64url')
        .toString()
        .replaceAll(/"[\w-]{43}"/g, '""');
    for (const ours of many) {
      expect(shapeOf(ours)).toBe(shapeOf(theirs));
      expect(ours.split('.').map(({ length }) => length)).toEqual(theirs.split('.').map(({ length }) => length));
    }
    for (const part of [0, 2, 3, 4]) expect(new Set(many.map((jwe) => jwe.split('.')[part])).size).toBe(many.length);
  });

  it('is made for points of the curve alone', async () => {
    const { key } = await device();
    for (const wrong of [
      { ...key, y: key.x },
      { ...key, x: 'AQAB' },
      { ...key, x: '', y: '' },
    ])
      expect(() => pointOf(wrong)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});
