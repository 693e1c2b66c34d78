/** The spellings in which a text may hide: plain, UTF-16, hex, base64 in each alignment, URL- and JSON-escaped. */
export function spellings(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    const encoded = shifted.toString('base64').replace(/=+$/, '');
    // The first and last characters also hold bits of the neighbours.
    return encoded.slice(offset === 0 ? 0 : offset + 1, (shifted.length * 8) % 6 === 0 ? undefined : -1);
  });
  const all = [
    text,
    text.toLowerCase(),
    bytes.toString('hex'),
    ...base64,
    ...base64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_')),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
  ];
  return [...new Set(all)]
    .filter((each) => each.length >= 4)
    .map((each) => Buffer.from(each))
    .concat(Buffer.from(text, 'utf16le'));
}

/** Finds a text in any of its spellings. */
export class Needle {
  readonly name: string;
  readonly #spelled: readonly Buffer[];

  constructor(name: string, text: string) {
    this.name = name;
    this.#spelled = spellings(text);
  }

  isIn(hay: string | Buffer): boolean {
    const bytes = typeof hay === 'string' ? Buffer.from(hay) : hay;
    return this.#spelled.some((each) => bytes.includes(each));
  }
}
