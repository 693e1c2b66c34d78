/** Term dates by hand: a line for each term, break, INSET day and closure. */
import { Button, Field, Input, makeStyles, mergeClasses, Select, tokens } from '@fluentui/react-components';
import { AddRegular, DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { dateLineBody, type DateLineBody } from '../../bot/contract/termDates.ts';
import { admin } from '#words/tab/admin.ts';
import { DayField, useDateStyles } from './dates.tsx';
import { useTextStyles } from './text.ts';

const useStyles = makeStyles({
  lines: { display: 'grid', gap: tokens.spacingVerticalM },
  line: {
    margin: 0,
    minInlineSize: 0,
    padding: 0,
    border: 'none',
    paddingBottom: tokens.spacingVerticalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  kind: { flex: '1 1 130px' },
  unit: { flex: '1 1 160px', minWidth: 0 },
});

const spoken = admin.dates;
const kinds = dateLineBody.shape.kind.options;
/** A day is written once. */
const oneDay = (kind: DateLineBody['kind']): boolean => kind === 'inset' || kind === 'holiday';

export interface DateLinesProps {
  readonly lines: readonly DateLineBody[];
  readonly busy: boolean;
  readonly onLook: (lines: readonly DateLineBody[]) => void;
}

export function DateLines({ lines: given, busy, onLook }: DateLinesProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const dates = useDateStyles();
  const [lines, setLines] = useState(given);
  const change = (at: number, next: Partial<DateLineBody>): void =>
    setLines((now) =>
      now.map((line, i) => {
        if (i !== at) return line;
        const changed = { ...line, ...next };
        return oneDay(changed.kind) ? { ...changed, ends: changed.starts } : changed;
      }),
    );
  const incomplete = lines.some(({ starts, ends }) => starts === '' || ends === '');
  return (
    <div className={styles.lines}>
      {lines.map((line, i) => (
        <fieldset key={i} className={mergeClasses(dates.line, styles.line)} aria-label={spoken.lineName(String(i + 1))}>
          <Field className={styles.kind} label={spoken.kind}>
            <Select
              value={line.kind}
              onChange={(_event, { value }) => {
                const kind = kinds.find((each) => each === value);
                if (kind) change(i, { kind });
              }}
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {spoken.kinds[kind]}
                </option>
              ))}
            </Select>
          </Field>
          <DayField
            label={oneDay(line.kind) ? spoken.day : spoken.from}
            value={line.starts}
            onChange={(day) => change(i, { starts: day })}
          />
          {!oneDay(line.kind) && <DayField label={spoken.to} value={line.ends} onChange={(day) => change(i, { ends: day })} />}
          <Field className={styles.unit} label={spoken.unit}>
            <Input value={line.unit} placeholder={spoken.everybody} onChange={(_event, { value }) => change(i, { unit: value })} />
          </Field>
          <Button
            appearance="subtle"
            icon={<DismissRegular />}
            aria-label={spoken.remove(String(i + 1))}
            onClick={() => setLines((now) => now.filter((_line, each) => each !== i))}
          />
        </fieldset>
      ))}
      <div className={text.row}>
        <Button
          size="small"
          appearance="subtle"
          icon={<AddRegular />}
          onClick={() => setLines((now) => [...now, { kind: 'inset', starts: '', ends: '', unit: '' }])}
        >
          {spoken.add}
        </Button>
        <Button disabledFocusable={busy || incomplete} onClick={() => onLook(lines)}>
          {spoken.look}
        </Button>
      </div>
    </div>
  );
}
