/** A session's record as files that leave Held with their owner: a page to print, and JSON. */
import type { SessionRecordBody } from '../bot/contract/supervision.ts';
import { dayName } from '../words/formats.ts';
import { locale } from '#words/locale.ts';
import { supervision } from '#words/tab/supervision.ts';

const { parts, facts } = supervision.records;

export const recordJson = ({ isShared: _shared, version: _version, ...record }: SessionRecordBody): string =>
  `${JSON.stringify(record, undefined, 2)}\n`;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
const part = (title: string, html: string): string => (html === '' ? '' : `<h2>${escaped(title)}</h2>${html}`);
const paragraph = (text: string | undefined): string => (text ? `<p>${escaped(text)}</p>` : '');
const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;

/** A whole page without scripts: it opens and prints in any browser, with or without Held. */
export function recordPage(record: SessionRecordBody): string {
  const title = supervision.records.of(dayName(record.date));
  const actions = record.actions.map(
    ({ what, owner, by }) =>
      `${what} (${supervision.digest.by(supervision.digest.owners[owner], by === undefined ? undefined : dayName(by))})`,
  );
  const reading = record.reading.map((each) => `${each.title}: ${each.url}${each.why === '' ? '' : ` (${each.why})`}`);
  const body = [
    `<h1>${escaped(title)}</h1>`,
    paragraph(facts(record.minutes, supervision.session.format[record.format])),
    part(parts.focus, paragraph(record.focus)),
    part(parts.mine, paragraph(record.mine)),
    part(parts.shared, paragraph(record.shared)),
    part(parts.systems, paragraph(record.systems)),
    part(parts.actions, list(actions)),
    part(parts.reading, list(reading)),
    part(parts.mayLeave, paragraph(record.mayLeave)),
    part(parts.nextDate, paragraph(record.nextDate && dayName(record.nextDate))),
    part(parts.added, paragraph(record.added)),
    `<footer>${escaped(supervision.disclosable)}</footer>`,
  ].join('\n');
  const style =
    'body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1rem;margin:1.25rem 0 0}p{white-space:pre-wrap;margin:.25rem 0}footer{margin-top:2rem;font-size:.875rem}';
  return `<!doctype html>\n<html lang="${locale}">\n<head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head>\n<body>\n${body}\n</body>\n</html>\n`;
}
