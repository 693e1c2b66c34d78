/** “Heard across {unit} · Done here”: what leaders did, for everyone in the unit. Never who said what. */
import type { DoneBody } from '../../bot/contract/actions.ts';
import type { UnitBody } from '../../bot/contract/me.ts';
import { dayName } from '../../words/formats.ts';
import { actionWords, doneWords } from '#words/tab/actions.ts';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';
import { pathWords } from './UnitLadder.tsx';
import { said } from '../../words/nation.ts';

const mostShown = 5;

export function DonePanel({ done, unit }: { readonly done: readonly DoneBody[]; readonly unit: UnitBody }) {
  const text = useTextStyles();
  const here = done.filter((each) => each.unit.id === unit.id);
  const last = here[0];
  return (
    <TitledPanel title={doneWords.title(pathWords(unit.path))}>
      {last ? (
        <>
          <p className={text.text}>{doneWords.last(dayName(last.on))}</p>
          <ul className={text.lines}>
            {here.slice(0, mostShown).map(({ action, on }) => (
              <li key={`${action} ${on}`}>
                {said(actionWords[action])}. {doneWords.on(dayName(on))}.
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className={text.text}>{doneWords.none}</p>
      )}
    </TitledPanel>
  );
}
