/** What the daily work of supervision did last, in counts. */
import { useCallback } from 'react';
import { paths } from '../../../bot/contract/paths.ts';
import { upkeepBody } from '../../../bot/contract/supervision.ts';
import type { Api } from '../../api.ts';
import { countName, dayName, listed } from '../../../words/formats.ts';
import { useRead } from '../../read.ts';
import { upkeepWords as spoken } from '#words/tab/supervision.ts';
import { Part } from '../Part.tsx';
import { useTextStyles } from '../text.ts';
import { TitledPanel } from '../TitledPanel.tsx';

const workNames: Readonly<Record<string, string>> = spoken.works;
const countNames: Readonly<Record<string, string>> = spoken.did;

export function UpkeepPanel({ api }: { readonly api: Api }) {
  const text = useTextStyles();
  const reading = useRead(useCallback(() => api.get(paths.supervisionUpkeep, upkeepBody), [api]));
  return (
    <TitledPanel title={spoken.title} quiet>
      <p className={text.text}>{spoken.text}</p>
      <Part reading={reading}>
        {({ works, unsure }) => (
          <>
            {works.length === 0 && <p className={text.text}>{spoken.none}</p>}
            {unsure.length > 0 && <p className={text.text}>{spoken.unsure(listed(unsure))}</p>}
            {works.map(({ work, day, did }) => {
              const done = Object.entries(did).filter(([, count]) => count > 0);
              return (
                <div key={work}>
                  <h3 className={text.heading}>{workNames[work] ?? work}</h3>
                  <p className={text.small}>
                    {spoken.day(dayName(day))}
                    {done.length > 0 && `: ${done.map(([name, count]) => `${countNames[name] ?? name}: ${countName(count)}`).join(', ')}`}
                  </p>
                </div>
              );
            })}
          </>
        )}
      </Part>
    </TitledPanel>
  );
}
