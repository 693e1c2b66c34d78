/** What a roster file would change, or each bad line with its reason. */
import type { RosterOutcomeBody } from '../../bot/contract/operations.ts';
import { admin } from '#words/tab/admin.ts';
import { countName } from '../../words/formats.ts';
import { useTextStyles } from './text.ts';
import { pathWords } from './UnitLadder.tsx';

const spoken = admin.roster;

type Refused = Extract<RosterOutcomeBody, { kind: 'refused' }>;
type Changes = Exclude<RosterOutcomeBody, { kind: 'refused' }>;

export function RosterOutcome({ outcome }: { readonly outcome: RosterOutcomeBody }) {
  return outcome.kind === 'refused' ? <Problems outcome={outcome} /> : <Preview outcome={outcome} />;
}

function Problems({ outcome: { problems, more } }: { readonly outcome: Refused }) {
  const text = useTextStyles();
  const lines = new Set(problems.map(({ line }) => line)).size;
  return (
    <>
      <p className={text.heading} role="alert">
        {spoken.refused(lines === 1 ? spoken.refusedOne : spoken.refusedMany(countName(lines)))}
      </p>
      <div>
        <table className={text.table}>
          <thead>
            <tr>
              <th scope="col" className={text.cell}>
                {spoken.line}
              </th>
              <th scope="col" className={text.cell}>
                {spoken.reason}
              </th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ line, reason }) => (
              <tr key={`${line} ${reason}`}>
                <th scope="row" className={text.cell}>
                  {line}
                </th>
                <td className={text.cell}>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p className={text.text}>{spoken.more(countName(more))}</p>}
    </>
  );
}

type Person = Changes['added'][number];
const personWords = ({ displayName, school, unit }: Person): string => `${displayName}, ${school}, ${pathWords(unit)}`;

function Group({ title, people, total }: { readonly title: string; readonly people: readonly string[]; readonly total: number }) {
  const text = useTextStyles();
  if (total === 0) return null;
  return (
    <>
      <h3 className={text.heading}>
        {title} ({countName(total)})
      </h3>
      <ul className={text.lines}>
        {people.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
        {total > people.length && <li>{spoken.nobodyElse}</li>}
      </ul>
    </>
  );
}

function Preview({ outcome: { added, changed, removed, counts } }: { readonly outcome: Changes }) {
  const text = useTextStyles();
  return (
    <>
      <p className={text.strong}>
        {spoken.summary(countName(counts.added), countName(counts.changed), countName(counts.removed), countName(counts.unchanged))}
      </p>
      {counts.added + counts.changed + counts.removed > 0 && (
        <div>
          <div className={text.column}>
            <Group title={spoken.added} people={added.map(personWords)} total={counts.added} />
            <Group
              title={spoken.changed}
              people={changed.map((each) => `${personWords(each)}: ${each.fields.map((field) => spoken.fields[field]).join(', ')}`)}
              total={counts.changed}
            />
            <Group title={spoken.removed} people={removed.map(personWords)} total={counts.removed} />
          </div>
        </div>
      )}
    </>
  );
}
