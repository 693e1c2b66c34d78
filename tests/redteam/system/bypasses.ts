import { paths } from '../../../bot/contract/paths.ts';
import type { TokenChanges } from '../../helpers/server.ts';

/** What somebody may send that they should not get anything by. */
export interface Bypass {
  readonly name: string;
  readonly path: string;
  readonly init?: RequestInit;
}

export interface Wanted {
  /** Units, schools, people and periods that are not the caller's to see. */
  readonly units: readonly string[];
  readonly schools: readonly string[];
  readonly people: readonly string[];
  readonly periods: readonly string[];
}

const names = ['unit', 'unitId', 'units', 'path', 'school', 'schoolId', 'person', 'objectId', 'oid', 'as', 'role', 'period', 'question'];
const finer = [
  'precision=2',
  'digits=4',
  'step=0.01',
  'raw=true',
  'k=1',
  'minimum=1',
  'by=role',
  'groupBy=school',
  'format=csv',
  '$select=*',
  '$filter=1 eq 1',
  'include=cells,rosters',
  'debug=1',
  'n=true',
  'since=2000-01-01',
  'version=0',
  '__proto__[k]=1',
];

/** Parameters beside the releases: none means anything, so each answer must be the bytes of the plain one. */
export function parameters({ units, schools, people, periods }: Wanted): readonly Bypass[] {
  const values = [...units, ...schools, ...people, ...periods, 'admin', '*'];
  const asked = [...names.flatMap((name) => values.map((value) => `${name}=${encodeURIComponent(value)}`)), ...finer];
  return asked.map((query) => ({ name: `?${query}`, path: `${paths.releases}?${query}` }));
}

/** Headers by which proxies and platforms name somebody else. */
export function headers({ people }: Wanted): readonly Bypass[] {
  const [other = ''] = people;
  const principal = Buffer.from(JSON.stringify({ claims: [{ typ: 'oid', val: other }] })).toString('base64');
  const sent: Readonly<Record<string, string>> = {
    'X-MS-CLIENT-PRINCIPAL-ID': other,
    'X-MS-CLIENT-PRINCIPAL': principal,
    'X-Forwarded-User': other,
    'X-Original-URL': `${paths.releases}?unit=*`,
    'X-Rewrite-URL': paths.releases,
    'X-HTTP-Method-Override': 'DELETE',
    'X-Unit': '*',
    Cookie: `oid=${other}`,
  };
  return Object.entries(sent).map(([name, value]) => ({ name, path: paths.releases, init: { headers: { [name]: value } } }));
}

/** Addresses that another product might have. None exists, so all answers must be one and the same. */
export function addresses({ units, schools, people, periods }: Wanted): readonly Bypass[] {
  const below = [...units, ...schools, ...people, ...periods].map((id) => `${paths.releases}/${encodeURIComponent(id)}`);
  const others = [
    'units',
    'schools',
    'people',
    'roster',
    'periods',
    'envelopes',
    'answers',
    'ledger',
    'frozen',
    'cells',
    'flags',
    'status',
    'admin',
    'export',
    'raw',
  ];
  const all = [
    ...below,
    ...others.map((name) => `/api/${name}`),
    ...units.map((id) => `/api/units/${encodeURIComponent(id)}/releases`),
    `${paths.releases}.csv`,
    `${paths.releases}%2fall`,
    `/api/v1/releases`,
    paths.localToken,
    paths.localPeople,
    paths.localClock,
  ];
  return all.map((path) => ({ name: path, path }));
}

/** Tokens that somebody else issued, or for something else. All must be refused in one and the same way. */
export function tokens(stranger: string): Readonly<Record<string, TokenChanges>> {
  return {
    'another tenant': { claims: { tid: stranger } },
    'another issuer': { claims: { iss: 'https://elsewhere.test/v2.0' } },
    'another audience': { claims: { aud: stranger } },
    'no scope': { claims: { scp: '' } },
    'another scope': { claims: { scp: 'openid profile' } },
    'an application, not a person': { claims: { scp: undefined, roles: ['admin'] } },
    expired: { claims: { exp: 1 } },
    'not yet valid': { claims: { nbf: 4_000_000_000 } },
    'no person': { claims: { oid: undefined } },
  };
}
