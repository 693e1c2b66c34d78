import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRosterCsv, readRosterFile } from '../../../bot/adapters/files/rosterFile.ts';

const header = 'objectId,displayName,roles,school,unit,supervisorId';
const read = (text: string) => parseRosterCsv(new TextEncoder().encode(text), 'people.csv');

describe('a roster file', () => {
  it('is read with or without a byte order mark, with either line ending, with blank lines and quoted commas', () => {
    const lf = read(`${header}\na,"Fen, Ann",senco,S,U,\n\nb,B,senco,S,U,\n`);
    expect(lf.problems).toEqual([]);
    expect(lf.lines.map(({ line }) => line)).toEqual([2, 4]);
    expect(lf.lines[0]?.cells).toEqual({
      objectId: 'a',
      displayName: 'Fen, Ann',
      roles: 'senco',
      school: 'S',
      unit: 'U',
      supervisorId: '',
    });
    expect(read(`\ufeff${header}\r\na,"Fen, Ann",senco,S,U,\r\n\r\nb,B,senco,S,U,\r\n`)).toEqual(lf);
  });

  it('lists lines with missing or extra columns, and goes on', () => {
    expect(read(`${header}\na,b\na,b,c,d,e,\n1,2,3,4,5,6,7\n`)).toMatchObject({
      lines: [{ line: 3 }],
      problems: [
        { line: 2, reason: 'has 2 columns instead of 6' },
        { line: 4, reason: 'has 7 columns instead of 6' },
      ],
    });
  });

  it('says where a quotation mark does not close', () => {
    expect(read(`${header}\na,b,c,d,e,\nx,"y,z\n`).problems[0]?.reason).toMatch(/quotation mark/);
  });

  it.each([
    ['an empty file', ''],
    ['another header', 'id,name\n'],
    ['columns in another order', `${header.split(',').reverse().join(',')}\n`],
  ])('refuses %s by naming the header', (_name, text) =>
    expect(() => read(text)).toThrow(`The first line of people.csv must be: ${header}`),
  );

  it('refuses what is not UTF-8, and says how to save it', () => {
    expect(() => parseRosterCsv(new Uint8Array([0xff, 0xfe, 0x61, 0x00]), 'people.csv')).toThrow(/save it as “CSV UTF-8”/);
  });

  it('is read from disk, and a missing one is named', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'held-roster-'));
    try {
      const path = join(dir, 'people.csv');
      await expect(readRosterFile(path)).rejects.toThrow(`${path} cannot be read`);
      await writeFile(path, `${header}\na,b,c,d,e,f\n`);
      expect((await readRosterFile(path)).lines).toHaveLength(1);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
