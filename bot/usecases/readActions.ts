import { Temporal } from 'temporal-polyfill';
import type { Viewer } from '../domain/access.ts';
import { decideBy, type PlannedAction } from '../domain/actions/plannedAction.ts';
import { signalOf, type Signal } from '../domain/actions/signal.ts';
import type { SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import type { ActionStore, Clock, ReleaseStore } from '../ports.ts';

export interface ReadActionsDeps {
  readonly actions: ActionStore;
  readonly releases: ReleaseStore;
  readonly calendar: SchoolCalendar;
  readonly clock: Clock;
}

type Unit = Viewer['units'][number];

/** The signal of a unit's newest release. */
export interface SignalOfUnit extends Signal {
  readonly unit: Unit;
  readonly period: string;
  /** Local date; absent once somebody decided since these figures, and where the calendar does not reach so far. */
  readonly decideBy?: string;
}

export interface ActionOfUnit extends Omit<PlannedAction, 'unit'> {
  readonly unit: Unit;
}

export interface DoneInUnit {
  readonly unit: Unit;
  readonly action: PlannedAction['action'];
  readonly on: string;
}

export interface Actions {
  /** What everyone in these units may read, newest first. */
  readonly done: readonly DoneInUnit[];
  /** For leaders alone. */
  readonly plan?: { readonly signals: readonly SignalOfUnit[]; readonly actions: readonly ActionOfUnit[]; readonly today: string };
}

/** What was done in the viewer's unit and those above it; for a leader also the signals and what was decided about them. */
export async function readActions(deps: ReadActionsDeps, viewer: Pick<Viewer, 'units' | 'roles'>): Promise<Actions> {
  const all = (await Promise.all(viewer.units.map((unit) => actionsOf(deps, unit)))).flat();
  const done = all
    .flatMap(({ unit, action, doneOn, published }) => (published && doneOn ? [{ unit, action, on: doneOn }] : []))
    .toSorted((a, b) => (a.on > b.on ? -1 : a.on < b.on ? 1 : 0));
  if (!viewer.roles.includes('leader')) return { done };
  const actions = all.toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  const today = deps.clock.now().toZonedDateTimeISO(deps.calendar.timeZone).toPlainDate().toString();
  return { done, plan: { signals: await signalsOf(deps, viewer.units, all), actions, today } };
}

async function actionsOf({ actions }: ReadActionsDeps, unit: Unit): Promise<readonly ActionOfUnit[]> {
  return (await actions.list(unit.id)).map(({ value }) => ({ ...value, unit }));
}

/** One for each unit with a figure, from its newest release that has one; nearest unit first. */
async function signalsOf(
  { releases, calendar }: ReadActionsDeps,
  units: readonly Unit[],
  decided: readonly ActionOfUnit[],
): Promise<readonly SignalOfUnit[]> {
  const published = await releases.list();
  return units.flatMap((unit) => {
    for (const { release } of published.toReversed()) {
      const found = release.units.find((each) => each.unit.id === unit.id);
      const signal = found && signalOf(found);
      if (!signal) continue;
      const answered = decided.some((each) => each.unit.id === unit.id && each.decidedOn >= firstDayOf(release.period.ends));
      const by = answered ? undefined : decideBy(calendar, release.period.ends);
      return [{ unit, period: release.period.id, ...signal, ...(by ? { decideBy: by } : {}) }];
    }
    return [];
  });
}

/** A half-term closes the day after its last, and its figures come a day after that at the earliest (R6): nobody decided on them before. */
const firstDayOf = (ends: string): string => Temporal.PlainDate.from(ends).add({ days: 2 }).toString();
