/** Names, not offsets: only a name knows when its clocks change. */
const name = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

/** The IANA time zone that a text names, as this machine writes it; undefined for anything else. */
export function timeZoneNamed(text: string): string | undefined {
  if (text.length > 64 || !name.test(text)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
