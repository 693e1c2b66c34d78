/** How the deployment is: counts and states. */
import type { OperationsBody } from '../../bot/contract/operations.ts';
import { halfTermName } from '../halfTerms.ts';
import { countName, dayName } from '../../words/formats.ts';
import { said } from '../../words/nation.ts';
import { admin } from '#words/tab/admin.ts';
import { useTextStyles } from './text.ts';

const spoken = admin.state;

export function OperationsLines({ operations }: { readonly operations: OperationsBody }) {
  const text = useTextStyles();
  const { roster, webProcesses, opener } = operations;
  return (
    <>
      <ul className={text.lines}>
        <li>{said(spoken.people(countName(roster.people), countName(roster.sencos), countName(roster.schools)))}</li>
        <li>{spoken.web(countName(webProcesses))}</li>
        <li>{spoken.opener[opener]}</li>
      </ul>
      <h3 className={text.heading}>{spoken.periods}</h3>
      <Periods periods={operations.periods} />
      <h3 className={text.heading}>{spoken.undelivered}</h3>
      <Undelivered undelivered={operations.undelivered} />
    </>
  );
}

/** Nothing where there is nothing to look at. */
function alarmWords(alarms: OperationsBody['periods'][number]['alarms']): string {
  const some = Object.entries(alarms).filter(([, number]) => number > 0);
  const lines = some.map(([kind, number]) => spoken.alarm(spoken.alarmKinds[kind] ?? kind, countName(number)));
  return lines.length === 0 ? '' : spoken.toLookAt(lines.join('; '));
}

function Periods({ periods }: { readonly periods: OperationsBody['periods'] }) {
  const text = useTextStyles();
  if (periods.length === 0) return <p className={text.text}>{spoken.noPeriods}</p>;
  return (
    <ul className={text.lines}>
      {periods.map(({ id, starts, ends, state, stopped, alarms }) => (
        <li key={id}>
          <strong>{halfTermName(id)}</strong>, {spoken.span(dayName(starts), dayName(ends))}: {spoken.states[state]}.{alarmWords(alarms)}{' '}
          {stopped}
        </li>
      ))}
    </ul>
  );
}

function Undelivered({ undelivered }: Pick<OperationsBody, 'undelivered'>) {
  const text = useTextStyles();
  const kinds = Object.entries(undelivered);
  if (kinds.length === 0) return <p className={text.text}>{spoken.allSent}</p>;
  return (
    <>
      <ul className={text.lines}>
        {kinds.map(([kind, number]) => (
          <li key={kind}>
            {countName(number)}: {spoken.undeliveredKinds[kind] ?? kind}
          </li>
        ))}
      </ul>
      <p className={text.small}>{spoken.undeliveredHow}</p>
    </>
  );
}
