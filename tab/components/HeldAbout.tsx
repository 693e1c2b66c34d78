/** Everything that Held holds about the person who looks, field by field, and what it cannot show. */
import { Button } from '@fluentui/react-components';
import type { MineBody } from '../../bot/contract/mine.ts';
import { myDataBody } from '../../bot/contract/myData.ts';
import { paths } from '../../bot/contract/paths.ts';
import type { Api } from '../api.ts';
import { download } from '../csv.ts';
import { dayName } from '../../words/formats.ts';
import { useDoing } from '../read.ts';
import { pick } from '#words/tab/pick.ts';
import { mine } from '#words/tab/mine.ts';
import { countName } from '../../words/formats.ts';
import { DoingLine } from './DoingLine.tsx';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';
import { pathWords } from './UnitLadder.tsx';
import { said, type Worded } from '../../words/nation.ts';

const roleNames: Readonly<Record<string, Worded>> = pick.roles;

export interface HeldAboutProps {
  readonly mine: MineBody;
  readonly api: Api;
}

export function HeldAbout({ mine: { roster, settings, ledger }, api }: HeldAboutProps) {
  const text = useTextStyles();
  const { doing, run } = useDoing();
  const save = (): void =>
    run(async () =>
      download(mine.held.fileName, JSON.stringify(await api.get(paths.myData, myDataBody), undefined, 2), 'application/json'),
    );
  const names = mine.held.rows;
  const rows: readonly (readonly [string, string])[] = [
    [names.name, roster.displayName],
    [names.role, roster.roles.map((role) => said(roleNames[role] ?? role)).join(', ')],
    [names.school, roster.school],
    [names.unit, pathWords(roster.unit)],
    ...(roster.supervisor ? [[names.supervisor, roster.supervisor] as const] : []),
    [names.taking, mine.held.taking[settings.participation]],
    ...(ledger
      ? ([
          [names.asked, countName(ledger.prompts)],
          [names.last, ledger.day === '' ? mine.held.never : dayName(ledger.day)],
        ] as const)
      : []),
  ];
  return (
    <TitledPanel title={mine.held.title}>
      <table className={text.table}>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row" className={text.cell}>
                {name}
              </th>
              <td className={text.cell}>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={text.small}>{mine.held.from}</p>
      <p className={text.text}>{mine.held.sealed}</p>
      <div className={text.row}>
        <Button disabledFocusable={doing === 'busy'} onClick={save}>
          {mine.held.file}
        </Button>
      </div>
      <DoingLine doing={doing === 'done' ? 'idle' : doing} done="" />
    </TitledPanel>
  );
}
