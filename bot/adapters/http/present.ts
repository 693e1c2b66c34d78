/** From the domain to the bodies of the contract, field by field: what is not named here is not sent. */
import type { Temporal } from 'temporal-polyfill';
import type { MeBody, NationBody, PersonBody } from '../../contract/me.ts';
import type { MyDataBody } from '../../contract/myData.ts';
import type { PeriodBody } from '../../contract/period.ts';
import type { QuestionBody } from '../../contract/questions.ts';
import type { FigureBody, HalfTermBody, UnitReleaseBody } from '../../contract/releases.ts';
import type { Viewer } from '../../domain/access.ts';
import type { Figure } from '../../domain/disclosure/release.ts';
import { nation } from '../../domain/nations.ts';
import type { HalfTerm, Period } from '../../domain/period.ts';
import { halfWayWeek, weekOf } from '../../domain/questions/rotation.ts';
import type { Question } from '../../domain/questions/bank.ts';
import type { PersonSettings, RosterEntry } from '../../domain/roster.ts';
import type { MyData } from '../../usecases/myData.ts';
import type { ReleaseOfUnit } from '../../usecases/readReleases.ts';
import { heldOfSupervisionOf } from './presentSupervision.ts';
import type { NationTerms } from '../../../words/nation.ts';

export const meOf = ({ person, displayName, roles, units }: Viewer): MeBody => ({
  objectId: person,
  displayName,
  roles: [...roles],
  units: units.map(({ id, path }) => ({ id, path })),
  nation: nationOf(nation().terms),
});

export const nationOf = ({ role, roles, field, codeOnRole, lead, seasons }: NationTerms): NationBody => ({
  role,
  roles,
  field,
  codeOnRole,
  lead,
  seasons: seasons.map(({ height, says }) => ({ height, says })),
});

export const personOf = ({ person, displayName, roles }: RosterEntry): PersonBody => ({ objectId: person, displayName, roles: [...roles] });

const halfTermOf = ({ id, starts, ends }: HalfTerm): HalfTermBody => ({ id, starts, ends });

export function releaseOf({ period, unit, respondents, figures, joins }: ReleaseOfUnit): UnitReleaseBody {
  return {
    period: halfTermOf(period),
    unit: { id: unit.id, path: unit.path },
    ...(respondents ? { respondents } : {}),
    figures: figures.map(figureOf),
    ...(joins.length > 0 ? { joins: [...joins] } : {}),
  };
}

function figureOf(figure: Figure): FigureBody {
  const { question } = figure;
  if ('mean' in figure) return { question, mean: figure.mean, step: figure.step, ...(figure.clamped ? { clamped: figure.clamped } : {}) };
  if ('top' in figure) return { question, top: figure.top };
  if ('shares' in figure) return { question, shares: [...figure.shares] };
  return { question, label: figure.label };
}

export const questionOf = ({ id, asks, options, order, construct, explains }: Question): QuestionBody => ({
  id,
  asks,
  options: [...options],
  order,
  construct,
  ...(explains ? { explains } : {}),
});

export function periodOf(latest: Period | undefined, next: { readonly starts: string } | undefined, today: Temporal.PlainDate): PeriodBody {
  const open = latest?.state === 'OPEN' ? latest : undefined;
  return {
    ...(open ? { open: halfTermOf(open) } : {}),
    ...(open && weekOf(open, today) >= halfWayWeek(open) ? { halfWay: true } : {}),
    ...(next ? { next: { starts: next.starts } } : {}),
  };
}

export function myDataOf({ roster, settings, address, today, ledger, undelivered, supervision }: MyData): MyDataBody {
  const { person, displayName, roles, school, unitPath, supervisor, lastingId } = roster;
  return {
    roster: {
      objectId: person,
      displayName,
      roles: [...roles],
      school,
      unit: unitPath,
      lastingId,
      ...(supervisor === undefined ? {} : { supervisorId: supervisor }),
    },
    ...(settings ? { settings: settingsOf(settings) } : {}),
    ...(address === undefined ? {} : { chat: address }),
    today: {
      planned: today.planned === true,
      met: today.met === true,
      ...(today.meetingBegan === undefined ? {} : { meetingBegan: today.meetingBegan }),
    },
    ...(ledger
      ? {
          prompts: { week: ledger.week, thisWeek: ledger.prompts, lastOn: ledger.day, weeks: ledger.weeks, places: ledger.places },
        }
      : {}),
    undelivered: undelivered.map(({ day, reason }) => ({ day, reason })),
    supervision: heldOfSupervisionOf(supervision),
    answers: 'Sealed. Nobody can take one out or tell which are yours; they are not in this file.',
  };
}

const settingsOf = (settings: PersonSettings): NonNullable<MyDataBody['settings']> => ({
  participation: settings.participation,
  workingDays: [...settings.workingDays],
  hours: { from: settings.hours.from, to: settings.hours.to },
  timeZone: settings.timeZone,
  ...(settings.pausedUntil === undefined ? {} : { pausedUntil: settings.pausedUntil }),
  fewer: settings.fewer === true,
  calendar: settings.calendar === true,
});
