/** What both accept before the first session, from either side. */
import { Button, Field, Input, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { termsBody, type ContractBody, type TermsBody } from '../../../bot/contract/supervision.ts';
import { dayName } from '../../../words/formats.ts';
import { supervision } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';
import { Unfold } from '../Unfold.tsx';

const useStyles = makeStyles({ form: { display: 'grid', gap: tokens.spacingVerticalM }, years: { width: '200px' } });

const spoken = supervision.contract;

export interface AgreementProps {
  readonly contract: ContractBody;
  readonly side: 'supervisee' | 'supervisor';
  readonly busy: boolean;
  readonly onAgree: (terms: TermsBody) => void;
}

/** Both sides have accepted the same terms. */
export const isAgreed = ({ superviseeOn, supervisorOn }: ContractBody): boolean => superviseeOn !== undefined && supervisorOn !== undefined;

export function Agreement({ contract, side, busy, onAgree }: AgreementProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const [copies, setCopies] = useState(contract.copies);
  const [years, setYears] = useState(String(contract.years));
  const terms = termsBody.safeParse({ copies, years: Number(years) });
  const changed = copies !== contract.copies || years !== String(contract.years);
  const other = side === 'supervisee' ? 'supervisor' : 'supervisee';
  const [mine, theirs] =
    side === 'supervisee' ? [contract.superviseeOn, contract.supervisorOn] : [contract.supervisorOn, contract.superviseeOn];
  const agreed = isAgreed(contract);
  const dates = (
    <p className={text.text}>
      {mine === undefined ? spoken.youNot : spoken.you(dayName(mine))}{' '}
      {theirs === undefined ? spoken.otherNot[other] : spoken.other[other](dayName(theirs))}
    </p>
  );
  const proposal = (
    <div className={styles.form}>
      <Field label={spoken.copies}>
        <RadioGroup value={copies} onChange={(_event, { value }) => setCopies(value === 'both' ? 'both' : 'supervisee')}>
          <Radio value="supervisee" label={spoken.choices.supervisee} />
          <Radio value="both" label={spoken.choices.both} />
        </RadioGroup>
      </Field>
      <Field label={spoken.years} className={styles.years} validationState={terms.success ? 'none' : 'error'}>
        <Input type="number" min="1" max="6" value={years} onChange={(_event, { value }) => setYears(value)} />
      </Field>
      {!agreed && dates}
      {changed && <p className={text.small}>{spoken.again}</p>}
      {(changed || mine === undefined) && (
        <div className={text.row}>
          <Button appearance="primary" disabledFocusable={busy || !terms.success} onClick={() => terms.success && onAgree(terms.data)}>
            {changed ? spoken.propose : spoken.accept}
          </Button>
        </div>
      )}
    </div>
  );
  return (
    <div className={styles.form}>
      <ul className={text.lines}>
        {spoken.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {agreed && <p className={text.text}>{spoken.kept[contract.copies](spoken.time(contract.years))}</p>}
      {agreed && dates}
      {agreed ? <Unfold label={spoken.change}>{proposal}</Unfold> : proposal}
    </div>
  );
}
