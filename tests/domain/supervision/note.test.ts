import { describe, expect, it } from '@jest/globals';
import { tidy, warningsAbout } from '../../../bot/domain/supervision/note.ts';

describe('what a note is asked about', () => {
  it.each([
    ['https://example.org/case', ['link']],
    ['see www.school.example', ['link']],
    ['notes on onedrive.com/abc', ['link']],
    ['Meeting with Jamie Oliver Smith', ['name']],
    ['Jamie O’Brien again', ['name']],
    ['Maria de Souza and bit.ly.com/x', ['link', 'name']],
  ])('%s', (text, expected) => expect(warningsAbout(text)).toEqual(expected));

  it.each([
    'A parent who was in tears',
    'The Annual Review on Monday',
    'Education Health and Care Plan, third draft',
    'My own line: what is Mine and what is Ours',
    'J. again',
    '',
  ])('passes %s', (text) => expect(warningsAbout(text)).toEqual([]));

  it('keeps one line without invisible characters', () => expect(tidy('  a\u202e b\n\tc\u0000 ')).toBe('a b c'));
});
