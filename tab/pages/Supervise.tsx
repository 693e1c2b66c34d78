/** For supervisors: the hour, what is said beforehand, and where it is booked. */
import { useCallback, useEffect } from 'react';
import { paths } from '../../bot/contract/paths.ts';
import { signpostsBody } from '../../bot/contract/signposts.ts';
import { BookingPanel } from '../components/Aside.tsx';
import { HelpNow } from '../components/HelpNow.tsx';
import { Links } from '../components/Links.tsx';
import { PageFrame } from '../components/PageFrame.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { ProblemPanel } from '../components/ProblemPanel.tsx';
import { useTextStyles } from '../components/text.ts';
import { TitledPanel } from '../components/TitledPanel.tsx';
import type { PageProps } from '../pages.ts';
import { useRead } from '../read.ts';
import { mine, supervise } from '../words/mine.ts';

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  const text = useTextStyles();
  return (
    <TitledPanel title={title}>
      <ul className={text.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </TitledPanel>
  );
}

function Agenda() {
  const text = useTextStyles();
  const { title, columns, items } = supervise.agenda;
  return (
    <TitledPanel title={title}>
      <table className={text.table}>
        <thead>
          <tr>
            <th scope="col" className={text.cell}>
              {columns.what}
            </th>
            <th scope="col" className={text.cell}>
              {columns.minutes}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(([what, minutes]) => (
            <tr key={what}>
              <th scope="row" className={text.cell}>
                {what}
              </th>
              <td className={text.cell}>{minutes}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TitledPanel>
  );
}

export default function Supervise({ api, onReady }: PageProps) {
  const text = useTextStyles();
  const { state, retry } = useRead(useCallback(() => api.get(paths.signposts, signpostsBody), [api]));
  useEffect(() => {
    if (state.kind !== 'loading') onReady();
  }, [state.kind, onReady]);
  if (state.kind === 'loading') return <PageSkeleton />;
  if (state.kind === 'problem') return <ProblemPanel problem={state.problem} onRetry={retry} />;
  const { booking, resources, helplines } = state.value;
  return (
    <PageFrame
      title={supervise.title}
      lede={supervise.lede}
      aside={
        <>
          <BookingPanel booking={{ links: booking }} />
          <TitledPanel title={mine.network.title} quiet>
            <Links links={resources} none={mine.network.none} />
          </TitledPanel>
          <HelpNow helplines={helplines} />
        </>
      }
    >
      <div className={text.column}>
        <Agenda />
        <Lines title={supervise.limits.title} lines={supervise.limits.lines} />
        <Lines title={supervise.lenses.title} lines={supervise.lenses.lines} />
      </div>
    </PageFrame>
  );
}
