/** A certificate authority for one test: what it signs is believed by nobody else. */
import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

export interface Authority {
  /** PEM of the authority's own certificate, and the file it lies in. */
  readonly ca: string;
  readonly caFile: string;
  /** PEM of a certificate for every name of the cloud and this machine, its key, and their files. */
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const names = [
  '*.vault.azure.net',
  '*.table.core.windows.net',
  '*.queue.core.windows.net',
  'login.microsoftonline.com',
  '*.in.applicationinsights.azure.com',
  'localhost',
];
/** Long ago and far ahead: a test may move its processes' calendar. */
const validity = { notBefore: new Date('2020-01-01'), notAfter: new Date('2100-01-01') };

export async function createAuthority(dir: string): Promise<Authority> {
  x509.cryptoProvider.set(crypto);
  const caKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=Held test authority',
    ...validity,
    signingAlgorithm: algorithm,
    keys: caKeys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)],
  });
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: 'CN=Held test servers',
    issuer: root.subject,
    ...validity,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: 'dns' as const, value })),
        { type: 'ip' as const, value: '127.0.0.1' },
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replaceAll(/.{64}/g, '$&\n').trim()}\n-----END PRIVATE KEY-----\n`;
  const files = { caFile: join(dir, 'ca.pem'), certFile: join(dir, 'server.pem'), keyFile: join(dir, 'server.key') };
  const made = { ca: root.toString('pem'), cert: leaf.toString('pem'), key };
  await Promise.all([writeFile(files.caFile, made.ca), writeFile(files.certFile, made.cert), writeFile(files.keyFile, key)]);
  return { ...made, ...files };
}
