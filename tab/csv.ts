/** The released figures as a file: exactly what was published, nothing computed. */
import type { QuestionBody } from '../bot/contract/questions.ts';
import type { FigureBody, UnitReleaseBody } from '../bot/contract/releases.ts';
import { words } from '#words/tab.ts';

/** RFC 4180. A text that a spreadsheet would run as a formula gets a space before it. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? ` ${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function figureCells(figure: FigureBody, options: readonly string[]): readonly (string | number)[] {
  if ('mean' in figure) return [figure.mean, figure.step, figure.clamped ?? '', ''];
  if ('top' in figure) return ['', '', '', options[figure.top] ?? figure.top];
  if ('shares' in figure) return ['', '', '', figure.shares.map((share, i) => `${options[i] ?? i}: ${share}`).join('; ')];
  return ['', '', '', figure.label];
}

/** UTF-8 with a byte order mark, so that spreadsheets read accents; a line for each figure, oldest half-term first. */
export function figuresCsv(releases: readonly UnitReleaseBody[], questions: ReadonlyMap<string, QuestionBody>): string {
  const lines = releases.flatMap(({ period, unit, respondents, figures }) =>
    figures.map((figure) => {
      const question = questions.get(figure.question);
      const start = [period.id, period.starts, period.ends, unit.path, respondents ?? '', figure.question, question?.asks ?? ''];
      return [...start, ...figureCells(figure, question?.options ?? [])];
    }),
  );
  return `\uFEFF${[words.csv.columns, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Hands a file to the browser. */
export function download(name: string, text: string, type = 'text/csv'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
