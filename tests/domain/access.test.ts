import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { access, may, unitAndAbove, type Action, type Viewer } from '../../bot/domain/access.ts';
import { roles, type Role } from '../../bot/domain/roster.ts';
import { personId } from '../helpers/server.ts';

const viewer = (held: readonly Role[]): Viewer => ({ person: personId(1), displayName: 'A', roles: held, units: [] });
const actions = Object.keys(access).filter((name): name is Action => Object.hasOwn(access, name));

describe('who may do what', () => {
  it('is this table', () => {
    const table = Object.fromEntries(actions.map((action) => [action, roles.filter((role) => may(viewer([role]), action))]));
    expect(table).toEqual({
      readMe: ['senco', 'leader', 'supervisor', 'admin'],
      readReleases: ['senco', 'leader', 'supervisor', 'admin'],
      readQuestions: ['senco', 'leader', 'supervisor', 'admin'],
      readBooking: ['senco', 'leader', 'supervisor', 'admin'],
      readPeriod: ['senco', 'leader', 'supervisor', 'admin'],
      readSignposts: ['senco', 'leader', 'supervisor', 'admin'],
      changeSignposts: ['admin'],
      readActions: ['senco', 'leader', 'supervisor', 'admin'],
      changeActions: ['leader'],
      readMine: ['senco'],
      changeMine: ['senco'],
      keepRecord: ['senco'],
      importRoster: ['admin'],
      readOffered: ['senco', 'leader', 'supervisor', 'admin'],
      readOperations: ['admin'],
      changeTermDates: ['admin'],
      readMyData: ['senco', 'leader', 'supervisor', 'admin'],
      keepSupervision: ['senco'],
      ownSupervision: ['senco', 'leader', 'supervisor', 'admin'],
      supervise: ['supervisor'],
      readNetwork: ['senco', 'leader', 'supervisor', 'admin'],
      changeNetwork: ['leader', 'admin'],
      askToJoin: ['senco'],
      stateCoverage: ['leader'],
      readUpkeep: ['admin'],
    });
  });

  it('needs one of a person’s roles, and is nothing without any', () => {
    expect(may(viewer(['admin', 'leader']), 'readReleases')).toBe(true);
    expect(actions.some((action) => may(viewer([]), action))).toBe(false);
  });
});

describe('the units a person sees', () => {
  it('are their own and those above, nearest first', () => {
    expect(unitAndAbove('Network/Northern Trust/East').map(({ id, path }) => `${id} ${path}`)).toEqual([
      'network.northern-trust.east Network/Northern Trust/East',
      'network.northern-trust Network/Northern Trust',
      'network Network',
    ]);
  });

  it('are never one beside or below', () => {
    const level = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,8}$/);
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 5 }), (levels) => {
        const path = levels.join('/');
        const seen = unitAndAbove(path).map((unit) => unit.path);
        expect(seen).toHaveLength(levels.length);
        expect(seen.every((each) => path === each || path.startsWith(`${each}/`))).toBe(true);
      }),
    );
  });
});
