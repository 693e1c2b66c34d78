/** The hour's agenda, the same for both. */
import { agenda } from '../../../bot/contract/supervision.ts';
import { agendaWords } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';

export function AgendaList() {
  const text = useTextStyles();
  return (
    <ul className={text.lines}>
      {agenda.map(([item, minutes]) => (
        <li key={item}>
          {agendaWords[item]} ({minutes})
        </li>
      ))}
    </ul>
  );
}
