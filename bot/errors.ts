import { errorWords } from '#words/errors.ts';
import { said } from '../words/nation.ts';

/**
 * Every failure that Held can name. `status` is the HTTP answer; `report` says whether an operator needs a
 * log line; what a person reads is in the catalogue of words. Nothing here, and no detail given with it, may hold an answer, a name or an id of a person.
 */
export const catalogue = {
  'bad-request': { status: 400, report: false },
  'not-signed-in': { status: 401, report: false },
  'not-allowed': { status: 403, report: false },
  'not-found': { status: 404, report: false },
  'tab-not-built': { status: 404, report: true },
  'method-not-allowed': { status: 405, report: false },
  'too-large': { status: 413, report: false },
  'storage-down': { status: 503, report: true },
  'keys-down': { status: 503, report: true },
  'copy-missing': { status: 503, report: true },
  'sign-in-down': { status: 503, report: true },
  'not-on-roster': { status: 403, report: false },
  'not-taking-part': { status: 403, report: false },
  'not-eligible': { status: 403, report: false },
  'period-closed': { status: 409, report: false },
  'joins-next-period': { status: 409, report: false },
  'card-not-yours': { status: 400, report: true },
  'card-too-old': { status: 409, report: false },
  'changed-meanwhile': { status: 409, report: false },
  'no-supervisor': { status: 409, report: false },
  'not-agreed': { status: 409, report: false },
  'too-many': { status: 409, report: false },
  refused: { status: 409, report: false },
  internal: { status: 500, report: true },
} as const satisfies Record<keyof typeof errorWords, { status: number; report: boolean }>;

export type ErrorCode = keyof typeof catalogue;

/** What a person reads. */
export const wordsOf = (code: ErrorCode): string => said(errorWords[code]);

/** A failure from the catalogue. `because` is for operators and the CLI: what, why, fix; without personal data. */
export class HeldError extends Error {
  readonly code: ErrorCode;
  readonly because: string | undefined;

  constructor(code: ErrorCode, because?: string, options?: { cause?: unknown }) {
    super(because ?? wordsOf(code), options);
    this.name = 'HeldError';
    this.code = code;
    this.because = because;
  }

  get words(): string {
    return wordsOf(this.code);
  }
  get status(): number {
    return catalogue[this.code].status;
  }
}
