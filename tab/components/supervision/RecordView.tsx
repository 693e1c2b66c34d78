/** A record's words, the same for whoever may read it. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { SessionRecordBody } from '../../../bot/contract/supervision.ts';
import { dayName } from '../../../words/formats.ts';
import { supervision } from '#words/tab/supervision.ts';
import { Links } from '../Links.tsx';
import { useTextStyles } from '../text.ts';

const useStyles = makeStyles({
  parts: { display: 'grid', gap: tokens.spacingVerticalM, margin: 0 },
  part: { margin: 0 },
  words: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
});

const { parts, facts } = supervision.records;
const texts = ['focus', 'mine', 'shared', 'systems', 'mayLeave', 'added'] as const;

export function RecordView({ record }: { readonly record: SessionRecordBody }) {
  const text = useTextStyles();
  const styles = useStyles();
  return (
    <>
      <p className={text.small}>{facts(record.minutes, supervision.session.format[record.format])}</p>
      <dl className={styles.parts}>
        {texts.map((name) =>
          record[name] ? (
            <div key={name}>
              <dt className={text.heading}>{parts[name]}</dt>
              <dd className={mergeClasses(text.text, styles.part, styles.words)}>{record[name]}</dd>
            </div>
          ) : null,
        )}
        {record.actions.length > 0 && (
          <div>
            <dt className={text.heading}>{parts.actions}</dt>
            {record.actions.map(({ what, owner, by }, i) => (
              <dd key={i} className={mergeClasses(text.text, styles.part)}>
                {what} ({supervision.digest.by(supervision.digest.owners[owner], by && dayName(by))})
              </dd>
            ))}
          </div>
        )}
        {record.reading.length > 0 && (
          <div>
            <dt className={text.heading}>{parts.reading}</dt>
            <dd className={styles.part}>
              <Links links={record.reading} none="" />
            </dd>
          </div>
        )}
        {record.nextDate && (
          <div>
            <dt className={text.heading}>{parts.nextDate}</dt>
            <dd className={mergeClasses(text.text, styles.part)}>{dayName(record.nextDate)}</dd>
          </div>
        )}
      </dl>
    </>
  );
}
