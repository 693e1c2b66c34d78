/** What the daily work of supervision did last, in counts. */
import { useCallback } from 'react';
import { paths } from '../../../bot/contract/paths.ts';
import { upkeepBody } from '../../../bot/contract/supervision.ts';
import type { Api } from '../../api.ts';
import { dayName } from '../../../words/formats.ts';
import { useRead } from '../../read.ts';
import { words } from '#words/tab.ts';
import { listed } from '../../../words/formats.ts';
import { upkeepWords as spoken } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';
import { TitledPanel } from '../TitledPanel.tsx';

const workNames: Readonly<Record<string, string>> = spoken.works;
const countNames: Readonly<Record<string, string>> = spoken.did;

export function UpkeepPanel({ api }: { readonly api: Api }) {
  const text = useTextStyles();
  const { state } = useRead(useCallback(() => api.get(paths.supervisionUpkeep, upkeepBody), [api]));
  return (
    <TitledPanel title={spoken.title} quiet>
      <p className={text.text}>{spoken.text}</p>
      {state.kind === 'problem' && <p className={text.text}>{words.states[state.problem].text}</p>}
      {state.kind === 'ready' && state.value.works.length === 0 && <p className={text.text}>{spoken.none}</p>}
      {state.kind === 'ready' && state.value.unsure.length > 0 && <p className={text.text}>{spoken.unsure(listed(state.value.unsure))}</p>}
      {state.kind === 'ready' &&
        state.value.works.map(({ work, day, did }) => {
          const done = Object.entries(did).filter(([, count]) => count > 0);
          return (
            <div key={work}>
              <h3 className={text.heading}>{workNames[work] ?? work}</h3>
              <p className={text.small}>
                {spoken.day(dayName(day))}
                {done.length > 0 && `: ${done.map(([name, count]) => `${count} ${countNames[name] ?? name}`).join(', ')}`}
              </p>
            </div>
          );
        })}
    </TitledPanel>
  );
}
