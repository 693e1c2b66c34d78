/** Local mode: choose a demo person, then see what that person sees. The choice lives in memory, as the tokens do. */
import { useCallback, useMemo, useState } from 'react';
import type { PersonBody } from '../../bot/contract/me.ts';
import { apiFor, type Api } from '../api.ts';
import { ViewerBar } from '../components/ViewerBar.tsx';
import { demoToken } from '../local.ts';
import { Shell } from '../Shell.tsx';
import { Pick } from './Pick.tsx';

export default function Demo({ people }: { readonly people: readonly PersonBody[] }) {
  const [person, setPerson] = useState<PersonBody>();
  const api = useMemo((): Api | undefined => person && apiFor(demoToken(person.objectId)), [person]);
  const ready = useCallback(() => {}, []);
  if (!api || !person) return <Pick people={people} onPick={setPerson} />;
  return (
    <Shell key={person.objectId} api={api} onReady={ready} viewer={<ViewerBar person={person} onChange={() => setPerson(undefined)} />} />
  );
}
