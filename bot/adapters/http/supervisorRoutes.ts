/** What a supervisor does: digests, sessions, drafts, the library and their own booking links. */
import type { z } from 'zod';
import { paths } from '../../contract/paths.ts';
import { bookingOfAsk, libraryAsk, superviseeAsk, type LibraryBody } from '../../contract/supervision.ts';
import { parsePersonId, type PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import { asSupervisor } from '../../usecases/supervision/agree.ts';
import { keepReading, readLibrary, removeReading, setBooking } from '../../usecases/supervision/library.ts';
import { discuss, readSupervisees } from '../../usecases/supervision/readSupervisees.ts';
import { draftRecord, readTheirRecords, type Draft } from '../../usecases/supervision/records.ts';
import { recordsOf, supervisingOf } from './presentSupervision.ts';
import { readAndChange } from './readAndChange.ts';
import { ok } from './reply.ts';
import { bodyOf, type Route } from './route.ts';
import { changePair, personIn, type SupervisionRoutesDeps } from './supervisionRoutes.ts';

type Deps = SupervisionRoutesDeps['supervising'];
type Ask = z.infer<typeof superviseeAsk>;

export function supervisorRoutes({ supervising: deps }: SupervisionRoutesDeps): readonly Route[] {
  const all = async (supervisor: PersonId) => supervisingOf(await readSupervisees(deps, supervisor));
  return [
    { name: 'supervisees', method: 'GET', path: paths.supervisees, who: 'supervise', answer: async ({ person }) => ok(await all(person)) },
    {
      name: 'supervisee',
      method: 'GET',
      path: paths.supervisee,
      who: 'supervise',
      answer: async ({ person }, request) => ok(recordsOf(await readTheirRecords(deps, person, known(personIn(request))))),
    },
    {
      name: 'changeSupervisee',
      method: 'POST',
      path: paths.supervisee,
      who: 'supervise',
      async answer({ person }, request) {
        await change(deps, person, await bodyOf(request, superviseeAsk));
        return ok(await all(person));
      },
    },
    {
      name: 'supervisorBooking',
      method: 'POST',
      path: paths.supervisorBooking,
      who: 'supervise',
      async answer({ person }, request) {
        const { session, first } = await bodyOf(request, bookingOfAsk);
        await setBooking(deps, person, { ...(session ? { session } : {}), ...(first ? { first } : {}) });
        return ok(await all(person));
      },
    },
    ...readAndChange({
      path: paths.supervisionReading,
      names: { read: 'library', change: 'changeLibrary' },
      who: { read: 'supervise', change: 'supervise' },
      ask: libraryAsk,
      show: async (): Promise<LibraryBody> => ({ reading: (await readLibrary(deps)).map(({ title, url, why }) => ({ title, url, why })) }),
      change: (_, ask) =>
        ask.do === 'keep' ? keepReading(deps, { title: ask.title, url: ask.url, why: ask.why }) : removeReading(deps, ask.url),
    }),
  ];
}

function known(text: string): PersonId {
  const person = parsePersonId(text);
  if (!person) throw new HeldError('not-found');
  return person;
}

async function change(deps: Deps, supervisor: PersonId, ask: Ask): Promise<void> {
  const person = known(ask.person);
  switch (ask.do) {
    case 'agree':
    case 'session':
      return changePair(deps, await asSupervisor(deps, supervisor, person), ask);
    case 'discuss':
      return discuss(deps, supervisor, person, ask.ids);
    case 'draft':
      return draftRecord(deps, supervisor, person, draftOf(ask));
  }
}

const draftOf = ({ do: _do, person: _person, actions, nextDate, ...rest }: Extract<Ask, { do: 'draft' }>): Draft => ({
  ...rest,
  actions: actions.map(({ what, owner, by }) => ({ what, owner, ...(by ? { by } : {}) })),
  ...(nextDate ? { nextDate } : {}),
});
