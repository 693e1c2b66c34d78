/** Keeping a topic, or changing one: its words, a hint beside them, and a question where they seem to name somebody. */
import { Button, Field, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import {
  hopeBody,
  hopeWords,
  longestNote,
  topicBody,
  topicWords,
  type FlagBody,
  type HopeBody,
  type TopicBody,
  type WarningBody,
} from '../../../bot/contract/supervision.ts';
import { supervision } from '#words/tab/supervision.ts';
import { useTextStyles } from '../text.ts';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM },
});

const spoken = supervision.keep;

export interface FlagWords {
  readonly topic: TopicBody;
  readonly note?: string | undefined;
  readonly hope?: HopeBody | undefined;
}

export interface FlagFormProps {
  readonly flag?: FlagBody;
  readonly busy: boolean;
  /** Gives what the person is asked about before their words are kept; empty once they are. Undefined when it failed. */
  readonly onKeep: (words: FlagWords, sure: boolean) => Promise<readonly WarningBody[] | undefined>;
  readonly onCancel?: () => void;
}

export function FlagForm({ flag, busy, onKeep, onCancel }: FlagFormProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const [topic, setTopic] = useState<TopicBody | undefined>(flag?.topic);
  const [note, setNote] = useState(flag?.note ?? '');
  const [hope, setHope] = useState<HopeBody | undefined>(flag?.hope);
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState<readonly WarningBody[]>([]);
  const left = longestNote - note.trim().length;
  const keep = (sure: boolean): void => {
    setTried(true);
    if (topic === undefined || left < 0) return;
    const work = async (): Promise<void> => {
      const warnings = await onKeep({ topic, ...(note.trim() === '' ? {} : { note: note.trim() }), ...(hope ? { hope } : {}) }, sure);
      setAsked(warnings ?? []);
      if (warnings?.length !== 0 || flag) return;
      setTopic(undefined);
      setNote('');
      setHope(undefined);
      setTried(false);
    };
    void work();
  };
  return (
    <div className={styles.form}>
      <Field label={spoken.topic} {...(tried && topic === undefined ? { validationMessage: spoken.needsTopic } : {})}>
        <Select value={topic ?? ''} onChange={(_event, { value }) => setTopic(topicBody.options.find((each) => each === value))}>
          <option value="">{spoken.choose}</option>
          {topicBody.options.map((each) => (
            <option key={each} value={each}>
              {topicWords[each]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={spoken.note} hint={`${supervision.beside} ${spoken.left(left)}.`} validationState={left < 0 ? 'error' : 'none'}>
        <Textarea
          value={note}
          resize="vertical"
          onChange={(_event, { value }) => {
            setNote(value);
            setAsked([]);
          }}
        />
      </Field>
      <Field label={spoken.hope}>
        <Select value={hope ?? ''} onChange={(_event, { value }) => setHope(hopeBody.options.find((each) => each === value))}>
          <option value="">{spoken.noHope}</option>
          {hopeBody.options.map((each) => (
            <option key={each} value={each}>
              {hopeWords[each]}
            </option>
          ))}
        </Select>
      </Field>
      {asked.map((warning) => (
        <p key={warning} className={text.text} role="alert">
          {spoken.asked[warning]}
        </p>
      ))}
      <div className={text.row}>
        <Button appearance="primary" disabledFocusable={busy || left < 0} onClick={() => keep(false)}>
          {flag ? spoken.saveEdit : spoken.save}
        </Button>
        {asked.length > 0 && (
          <Button disabledFocusable={busy} onClick={() => keep(true)}>
            {spoken.sure}
          </Button>
        )}
        {onCancel && (
          <Button appearance="subtle" onClick={onCancel}>
            {spoken.cancel}
          </Button>
        )}
      </div>
    </div>
  );
}
