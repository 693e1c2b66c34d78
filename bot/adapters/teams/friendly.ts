import { HeldError } from '../../errors.ts';
import type { Logger } from '../../ports.ts';
import type { PeriodWatch } from '../../usecases/periodWatch.ts';
import { words } from '#words/chat.ts';
import { longDay } from '../../../words/formats.ts';
import { said } from '../../../words/nation.ts';

/** Words for a failure, with the date where one helps. Never the failure's own text. Reports to the log what an operator should know. */
export function friendly({ watch, log }: { readonly watch: PeriodWatch; readonly log: Logger }, cause: unknown): string {
  const error = cause instanceof HeldError ? cause : new HeldError('internal', undefined, { cause });
  if (error.code === 'internal') log.error({ code: error.code, kind: nameOf(cause) }, 'a turn failed');
  else log.info({ code: error.code }, 'a turn was refused');
  const starts = watch.next?.starts;
  const date = starts === undefined ? undefined : longDay(starts);
  switch (error.code) {
    case 'not-on-roster':
      return said(words.notOnRoster);
    case 'not-eligible':
      return said(words.notEligible);
    case 'period-closed':
      return date === undefined ? error.words : words.closedUntil(date);
    case 'joins-next-period':
      return date === undefined ? error.words : words.joinsOn(date);
    default:
      return error.words;
  }
}

/** The class of an unexpected failure; its message may quote data. */
const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : typeof cause);
