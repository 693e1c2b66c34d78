/** Half-way through a half-term: what was done since the last one began, for everyone in the group, or that nothing was published; and when the last was done, however long ago. */
import type { DoneBody } from '../../bot/contract/actions.ts';
import type { UnitBody } from '../../bot/contract/me.ts';
import { dayName } from '../../words/formats.ts';
import { actionWords, doneWords } from '#words/tab/actions.ts';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';
import { pathWords } from './UnitLadder.tsx';
import { said } from '../../words/nation.ts';

export interface HalfWayPanelProps {
  /** Newest first. */
  readonly done: readonly DoneBody[];
  readonly unit: UnitBody;
  /** First day of the half-term that the newest figures are of. */
  readonly since: string;
}

export function HalfWayPanel({ done, unit, since }: HalfWayPanelProps) {
  const text = useTextStyles();
  const ever = done.filter((each) => each.unit.id === unit.id);
  const here = ever.filter((each) => each.on >= since);
  const last = ever[0];
  return (
    <TitledPanel title={doneWords.title(pathWords(unit.path))}>
      <p className={text.text}>{here.length > 0 ? doneWords.halfWay : doneWords.halfWayNone}</p>
      {here.length > 0 && (
        <ul className={text.lines}>
          {here.map(({ action, on }) => (
            <li key={`${action} ${on}`}>
              {said(actionWords[action])}. {doneWords.on(dayName(on))}.
            </li>
          ))}
        </ul>
      )}
      <p className={text.text}>{last ? doneWords.last(dayName(last.on)) : doneWords.none}</p>
    </TitledPanel>
  );
}
