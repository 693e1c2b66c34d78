/**
 * Canonical JSON, so that the same value always has the same bytes and hash: object keys sorted by UTF-16 code unit, no spaces, numbers
 * and strings as `JSON.stringify` writes them (RFC 8785). Fields that are `undefined` are absent. Arrays keep their order: whoever
 * builds a value sorts what has no order of its own. Throws a TypeError for anything that JSON cannot hold exactly.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in canonical JSON.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonical(item)).join(',')}]`;
  if (typeof value !== 'object' || !isPlain(value)) throw new TypeError(`A ${kindOf(value)} has no place in canonical JSON.`);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}

// A Map or a Date would silently become `{}` or a string: two different values with the same bytes.
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

const kindOf = (value: unknown): string => (typeof value === 'object' ? (value?.constructor.name ?? 'null') : typeof value);
