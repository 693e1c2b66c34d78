/** A SENCo's own place: settings, what is held, and the private record. */
import { mineAsk, nothingAsk, type MineAsk, type MineBody } from '../../contract/mine.ts';
import { paths } from '../../contract/paths.ts';
import { recordAsk, recordNoteAsk, type RecordBody } from '../../contract/record.ts';
import type { Viewer } from '../../domain/access.ts';
import type { PersonId } from '../../domain/ids.ts';
import { bank } from '../../domain/questions/bank.ts';
import type { CalendarTimes, EnvelopeStore } from '../../ports.ts';
import { HeldError } from '../../errors.ts';
import { askFewer, changeHours } from '../../usecases/changeHours.ts';
import { decline } from '../../usecases/decline.ts';
import { aboutMe, type AboutMe, type MineDeps } from '../../usecases/mine.ts';
import { pause } from '../../usecases/pause.ts';
import type { PeriodWatch } from '../../usecases/periodWatch.ts';
import { beginRecord, endRecord } from '../../usecases/record/changeRecord.ts';
import { keepNote } from '../../usecases/record/keepCopy.ts';
import { readRecord, type SealedRecord } from '../../usecases/record/readRecord.ts';
import type { RecordBook, RecordDeps } from '../../usecases/record/recordBook.ts';
import { askAsBefore, resume } from '../../usecases/resume.ts';
import { takePart } from '../../usecases/takePart.ts';
import { withdrawAnswers } from '../../usecases/withdrawAnswers.ts';
import { questionOf } from './present.ts';
import { readAndChange } from './readAndChange.ts';
import { ok } from './reply.ts';
import { bodyOf, type Route } from './route.ts';

export interface MineRoutesDeps extends MineDeps {
  readonly watch: Pick<PeriodWatch, 'open' | 'during'>;
  readonly envelopes: EnvelopeStore;
  /** Present where the administrator has turned calendars on. */
  readonly calendarTimes?: CalendarTimes;
  readonly record: RecordDeps & { readonly book: RecordBook };
}

export function mineRoutes(deps: MineRoutesDeps): readonly Route[] {
  const ownRecord = async ({ person }: Pick<Viewer, 'person'>): Promise<RecordBody> => recordOf(await readRecord(deps.record, person));
  return [
    ...readAndChange({
      path: paths.mine,
      names: { read: 'mine', change: 'changeMine' },
      who: { read: 'readMine', change: 'changeMine' },
      ask: mineAsk,
      show: async ({ person }) => mineOf(deps, await aboutMe(deps, person)),
      change: ({ person }, ask) => change(deps, person, ask),
    }),
    {
      name: 'withdraw',
      method: 'POST',
      path: paths.withdraw,
      who: 'changeMine',
      async answer({ person }, request) {
        await bodyOf(request, nothingAsk);
        await withdrawAnswers(deps, person);
        return ok({});
      },
    },
    ...readAndChange({
      path: paths.record,
      names: { read: 'record', change: 'recordOn' },
      who: { read: 'keepRecord', change: 'keepRecord' },
      ask: recordAsk,
      show: ownRecord,
      change: ({ person }, ask) => beginRecord(deps.record, person, ask),
    }),
    {
      name: 'recordOff',
      method: 'POST',
      path: paths.recordOff,
      who: 'keepRecord',
      async answer({ person }, request) {
        await bodyOf(request, nothingAsk);
        await endRecord(deps.record, person);
        return ok(await ownRecord({ person }));
      },
    },
    {
      name: 'recordNote',
      method: 'POST',
      path: paths.recordNote,
      who: 'keepRecord',
      async answer({ person }, request) {
        await keepNote(deps.record, person, await bodyOf(request, recordNoteAsk));
        return ok({});
      },
    },
  ];
}

async function change(deps: MineRoutesDeps, person: PersonId, ask: MineAsk): Promise<void> {
  switch (ask.change) {
    case 'hours':
      if (
        !(await changeHours(deps, person, {
          days: ask.workingDays,
          ...ask.hours,
          calendar: deps.calendarTimes ? ask.calendar : undefined,
        }))
      )
        throw new HeldError('bad-request');
      return;
    case 'fewer':
      return void (await askFewer(deps, person));
    case 'pause':
      return void (await pause(deps, person, ask.until));
    case 'resume':
      return void (await resume(deps, person));
    case 'asBefore':
      return void (await askAsBefore(deps, person));
    case 'takePart':
      return void (await takePart(deps, person));
    case 'decline':
      return void (await decline(deps, person));
  }
}

function mineOf(
  { calendarTimes }: Pick<MineRoutesDeps, 'calendarTimes'>,
  { settings, budget, entry, supervisor, ledger, open }: AboutMe,
): MineBody {
  const { participation, workingDays, hours, timeZone, pausedUntil, fewer, calendar } = settings;
  const { displayName, roles, school, unitPath } = entry;
  return {
    settings: {
      participation,
      workingDays: [...workingDays],
      hours: { from: hours.from, to: hours.to },
      timeZone,
      ...(pausedUntil ? { pausedUntil } : {}),
      ...(fewer ? { fewer } : {}),
      ...(calendarTimes ? { calendar: calendar === true } : {}),
    },
    budget,
    roster: { displayName, roles: [...roles], school, unit: unitPath, ...(supervisor ? { supervisor } : {}) },
    ...(ledger ? { ledger: { prompts: ledger.prompts, day: ledger.day } } : {}),
    open,
  };
}

const privateQuestions = [...bank.values()].filter(({ occasion }) => occasion === 'private').map(questionOf);

function recordOf({ owner, copies }: SealedRecord): RecordBody {
  const { kty, crv, x, y } = owner.publicKey;
  return { publicKey: { kty, crv, x, y }, recovery: owner.recovery, copies: [...copies], questions: privateQuestions };
}
