/** How the deployment is: counts and states. */
import type { OperationsBody } from '../../bot/contract/operations.ts';
import { dayName, halfTermName } from '../halfTerms.ts';
import { admin } from '../words/admin.ts';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';

const count = new Intl.NumberFormat('en-GB');
const spoken = admin.state;

export function OperationsPanel({ operations }: { readonly operations: OperationsBody }) {
  const text = useTextStyles();
  const { roster, webProcesses, opener, calendar } = operations;
  return (
    <TitledPanel title={spoken.title}>
      <ul className={text.lines}>
        <li>{spoken.people(count.format(roster.people), count.format(roster.sencos), count.format(roster.schools))}</li>
        <li>{spoken.web(count.format(webProcesses))}</li>
        <li>{spoken.opener[opener]}</li>
      </ul>
      <h3 className={text.heading}>{spoken.periods}</h3>
      <Periods periods={operations.periods} />
      <h3 className={text.heading}>{spoken.calendar}</h3>
      <ul className={text.lines}>
        {calendar.map(({ id, starts, ends }) => (
          <li key={id}>
            {halfTermName(id)}: {spoken.span(dayName(starts), dayName(ends))}
          </li>
        ))}
      </ul>
    </TitledPanel>
  );
}

function alarmWords(alarms: OperationsBody['periods'][number]['alarms']): string {
  const some = Object.entries(alarms).filter(([, number]) => number > 0);
  return some.length === 0
    ? spoken.noAlarms
    : some.map(([kind, number]) => `${count.format(number)} ${spoken.alarmKinds[kind] ?? kind}`).join('; ');
}

function Periods({ periods }: { readonly periods: OperationsBody['periods'] }) {
  const text = useTextStyles();
  if (periods.length === 0) return <p className={text.text}>{spoken.noPeriods}</p>;
  return (
    <ul className={text.lines}>
      {periods.map(({ id, starts, ends, state, stopped, alarms }) => (
        <li key={id}>
          <strong>{halfTermName(id)}</strong>, {spoken.span(dayName(starts), dayName(ends))}: {spoken.states[state]}.{' '}
          {spoken.toLookAt(alarmWords(alarms))} {stopped}
        </li>
      ))}
    </ul>
  );
}
