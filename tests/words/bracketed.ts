/** A language made of the English one: every text in ⟦brackets⟧, whatever a function of the catalogue says too. What stands outside is in no catalogue. */

const [opens, closes] = ['⟦', '⟧'];

/** Read by the program, not by people: a day of the year, an address. */
const notSaid = new Set(['height', 'codeLink']);

export function bracketed<T>(words: T): T;
export function bracketed(words: unknown): unknown {
  if (typeof words === 'string') return `${opens}${words}${closes}`;
  if (typeof words === 'function') return (...args: readonly unknown[]): unknown => bracketed(Reflect.apply(words, undefined, args));
  if (Array.isArray(words)) return words.map((each) => bracketed(each));
  if (typeof words !== 'object' || words === null || words instanceof RegExp) return words;
  return Object.fromEntries(Object.entries(words).map(([key, each]) => [key, notSaid.has(key) ? each : bracketed(each)]));
}

/** What of a text stands outside every bracket. */
export function outside(text: string): string {
  let depth = 0;
  let found = '';
  for (const character of text) {
    if (character === opens) depth += 1;
    else if (character === closes) depth -= 1;
    else if (depth === 0) found += character;
  }
  if (depth !== 0) throw new Error(`A bracket is open: ${text}`);
  return found;
}

const byLength = (a: string, b: string): number => b.length - a.length;

/** What of a text is neither in the catalogue nor data, a date or a number: letters that some component says of itself. */
export function strangersIn(text: string, data: readonly string[]): string {
  let left = outside(text);
  for (const each of data.toSorted(byLength)) left = left.replaceAll(each, ' ');
  return left
    .replace(/\d+ (January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]{2})( \d{4})?/g, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

/** Every text in a body of JSON: names, units, titles. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length > 2 ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
