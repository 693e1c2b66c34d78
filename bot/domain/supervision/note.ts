/** Characters of a flag's note, and of what is said about access needs. */
export const longestNote = 140;
export const longestAccess = 140;

/** What a person is asked about before a text of theirs is kept. Shown once, and stored nowhere. */
export const noteWarnings = ['link', 'name'] as const;
export type NoteWarning = (typeof noteWarnings)[number];

const link = /(?:https?:\/\/|www\.)\S|\b[\w-]+\.(?:com|org|net|uk|io|gov|info|co|sch)\b(?:\/\S*)?/iu;
/** Two or more capitalised words in a row, with what stands between the parts of names. */
const fullName = /(?<![\p{L}])\p{Lu}[\p{Ll}’'-]+(?:\s+(?:(?:de|van|der|den|von|al|el|bin|ap|mac|o)[\s’'-]+)?\p{Lu}[\p{L}’'-]+)+/gu;
/** Capitalised words of the work, which are nobody's name. */
const work = new Set(
  'annual review education health care plan code practice local authority special needs head teacher deputy assistant year reception key stage early years social worker educational psychologist speech language therapist team around child family monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december the a an this that my our we i it is was when after before not and but or if so maybe still'.split(
    ' ',
  ),
);

/** The text as it is kept: one line, one spelling of accents. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/**
 * What looks like a link, or like somebody's full name. A guess on purpose: it asks the person once more and decides nothing. Names in other
 * scripts and single first names pass.
 */
export function warningsAbout(text: string): readonly NoteWarning[] {
  const named = [...text.matchAll(fullName)].some(([words]) => {
    const strange = words.split(/\s+/).filter((word) => !work.has(word.toLowerCase()) && /^\p{Lu}/u.test(word));
    return strange.length > 1;
  });
  return [...(link.test(text) ? (['link'] as const) : []), ...(named ? (['name'] as const) : [])];
}
