/** A digest: what a supervisor reads, and what a supervisee previews. One component, so that the two cannot differ. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { hopeWords, topicWords, type DigestBody } from '../../../bot/contract/supervision.ts';
import { dayName } from '../../../words/formats.ts';
import { supervision } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';

const useStyles = makeStyles({
  topics: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  topic: {
    borderInlineStartStyle: 'solid',
    borderInlineStartWidth: '3px',
    borderInlineStartColor: tokens.colorBrandStroke1,
    paddingInlineStart: tokens.spacingHorizontalM,
  },
  talked: { borderInlineStartColor: tokens.colorNeutralStroke1 },
  note: { overflowWrap: 'anywhere' },
});

const spoken = supervision.digest;

export function DigestView({ digest }: { readonly digest: DigestBody }) {
  const text = useTextStyles();
  const styles = useStyles();
  const { topics, wishes, actions } = digest;
  return (
    <>
      {wishes.notToday && <p className={text.text}>{spoken.notToday}</p>}
      {topics.length === 0 && <p className={text.text}>{spoken.none}</p>}
      {topics.length > 0 && (
        <ul className={styles.topics}>
          {topics.map(({ id, topic, note, hope, discussedOn }) => (
            <li key={id} className={mergeClasses(styles.topic, discussedOn !== undefined && styles.talked)}>
              <p className={text.text}>
                <strong>{topicWords[topic]}</strong>
                {hope && ` · ${hopeWords[hope]}`}
              </p>
              {note && <p className={mergeClasses(text.text, styles.note)}>{note}</p>}
              {discussedOn && <p className={text.small}>{spoken.talked(dayName(discussedOn))}</p>}
            </li>
          ))}
        </ul>
      )}
      {wishes.access && <p className={mergeClasses(text.text, styles.note)}>{spoken.access(wishes.access)}</p>}
      {actions.length > 0 && (
        <div>
          <p className={text.small}>{spoken.agreed}</p>
          <ul className={text.lines}>
            {actions.map(({ what, owner, by }, i) => (
              <li key={i}>
                {what} ({spoken.by(spoken.owners[owner], by && dayName(by))})
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
