/** A supervisee's own: flags, the agreement, sessions and records. */
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { paths } from '../../contract/paths.ts';
import { flagAsk, joinAsk, mySupervisionAsk, recordChangeAsk, type SessionBody } from '../../contract/supervision.ts';
import { may, type Viewer } from '../../domain/access.ts';
import type { Wishes } from '../../domain/supervision/flag.ts';
import type { SessionTime } from '../../domain/supervision/session.ts';
import { HeldError } from '../../errors.ts';
import type { Randomness, SeriesFiles } from '../../ports.ts';
import { agree, asSupervisee, setSession, type Pair } from '../../usecases/supervision/agree.ts';
import { announceNews, markNews, type AnnounceDeps } from '../../usecases/supervision/announce.ts';
import { changeFlags, checkRelease, type FlagAsk } from '../../usecases/supervision/changeFlags.ts';
import { askToJoin } from '../../usecases/supervision/network.ts';
import { readMine } from '../../usecases/supervision/readMine.ts';
import { readSeries } from '../../usecases/supervision/readSeries.ts';
import { changeRecord, readOwnRecords } from '../../usecases/supervision/records.ts';
import { mySupervisionOf, recordsOf } from './presentSupervision.ts';
import { readAndChange } from './readAndChange.ts';
import { ok, type Reply } from './reply.ts';
import { bodyOf, type Route } from './route.ts';

export interface SupervisionRoutesDeps {
  readonly supervising: AnnounceDeps & { readonly seriesFiles: SeriesFiles; readonly randomness: Pick<Randomness, 'lastingId'> };
}

export function supervisionRoutes({ supervising: deps }: SupervisionRoutesDeps): readonly Route[] {
  const mine = async (viewer: Viewer) => mySupervisionOf(await readMine(deps, viewer));
  return [
    ...readAndChange({
      path: paths.supervision,
      names: { read: 'supervision', change: 'changeSupervision' },
      who: { read: 'ownSupervision', change: 'keepSupervision' },
      ask: mySupervisionAsk,
      show: mine,
      change: async ({ person }, ask) => changePair(deps, await asSupervisee(deps, person), ask),
    }),
    {
      name: 'changeFlags',
      method: 'POST',
      path: paths.supervisionFlags,
      who: 'ownSupervision',
      async answer(viewer, request) {
        const ask = await bodyOf(request, flagAsk);
        if (ask.do !== 'withdraw') asSenco(viewer);
        const outcome = await flagged(deps, viewer, ask);
        return outcome ?? ok({ kind: 'done', mine: await mine(viewer) });
      },
    },
    ...readAndChange({
      path: paths.supervisionRecords,
      names: { read: 'supervisionRecords', change: 'changeRecords' },
      who: { read: 'ownSupervision', change: 'ownSupervision' },
      ask: recordChangeAsk,
      show: async ({ person }) => recordsOf(await readOwnRecords(deps, person)),
      async change(viewer, ask) {
        if (ask.do === 'share' && ask.shared) asSenco(viewer);
        await changeRecord(deps, viewer.person, ask);
      },
    }),
    {
      name: 'supervisionCalendar',
      method: 'GET',
      path: paths.supervisionCalendar,
      who: 'keepSupervision',
      async answer({ person }) {
        return ok({ name: 'held-supervision.ics', text: await readSeries(deps, await asSupervisee(deps, person)) });
      },
    },
    {
      name: 'join',
      method: 'POST',
      path: paths.supervisionJoin,
      who: 'askToJoin',
      async answer(viewer, request) {
        await askToJoin(deps, viewer, (await bodyOf(request, joinAsk)).id);
        return ok({});
      },
    },
  ];
}

/** What is for those who have supervision now, at an address that is for everybody who ever had. Rejects as the gate does. */
function asSenco(viewer: Viewer): void {
  if (!may(viewer, 'keepSupervision')) throw new HeldError('not-allowed');
}

/** Undefined once it is done. */
async function flagged(deps: AnnounceDeps, { person }: Viewer, given: z.infer<typeof flagAsk>): Promise<Reply | undefined> {
  // The supervisor has news before there is any: a crash in between costs an empty announcement, never a topic that nobody hears of.
  // One that is refused is none.
  if (given.do === 'release') await markNews(deps, (await checkRelease(deps, person, given)).supervisor, 'release');
  const outcome = await changeFlags(deps, person, flagAskOf(given));
  if (outcome.kind === 'asked') return ok({ kind: 'asked', warnings: [...outcome.warnings] });
  if (outcome.released) await announceNews(deps, outcome.released, 'release');
  return undefined;
}

/** Absent means absent: the schema's optional fields are not the domain's. */
function flagAskOf(given: z.infer<typeof flagAsk>): FlagAsk {
  if (given.do === 'wishes') {
    const { access, notToday, was, ...rest } = given;
    return { ...rest, ...wishesOf({ access, notToday }), was: wishesOf(was) };
  }
  if (given.do !== 'keep' && given.do !== 'edit') return given;
  const { note, hope, ...rest } = given;
  return { ...rest, ...(note === undefined ? {} : { note }), ...(hope === undefined ? {} : { hope }) };
}

const wishesOf = ({ access, notToday }: { readonly access?: string | undefined; readonly notToday?: true | undefined }): Wishes => ({
  ...(access === undefined ? {} : { access }),
  ...(notToday ? { notToday } : {}),
});

/** What either of the two may change between them. */
export async function changePair(
  deps: SupervisionRoutesDeps['supervising'],
  pair: Pair,
  ask: z.infer<typeof mySupervisionAsk>,
): Promise<void> {
  if (ask.do === 'agree') return agree(deps, pair, ask.terms);
  return setSession(deps, pair, ask.session && timeOf(ask.session), ask.was && timeOf(ask.was));
}

const timeOf = ({ every, ...rest }: SessionBody): SessionTime => ({ ...rest, ...(every ? { every } : {}) });

/** The one query that a route reads. Rejects with `not-found`: an odd id is nobody's. */
export function personIn(request: IncomingMessage): string {
  const found = new URL(request.url ?? '/', 'http://held.invalid').searchParams.get('person');
  if (found === null) throw new HeldError('not-found');
  return found;
}
