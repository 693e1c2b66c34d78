/** The supervisors' reading library. */
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { paths } from '../../../bot/contract/paths.ts';
import { libraryBody, readingBody, type LibraryAsk, type LibraryBody } from '../../../bot/contract/supervision.ts';
import type { Api } from '../../api.ts';
import { useDoing } from '../../read.ts';
import { words } from '#words/tab.ts';
import { supervising } from '#words/tab/supervision.ts';
import { DoingLine } from '../DoingLine.tsx';
import { useTextStyles } from '../text.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  item: { display: 'flex', alignItems: 'start', gap: tokens.spacingHorizontalS },
  words: { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
  field: { flex: '1 1 200px', minWidth: 0 },
});

const spoken = supervising.library;
const blank = { title: '', url: '', why: '' };

export interface LibraryEditorProps {
  readonly api: Api;
  readonly library: LibraryBody;
  readonly put: (library: LibraryBody) => void;
}

export function LibraryEditor({ api, library, put }: LibraryEditorProps) {
  const text = useTextStyles();
  const styles = useStyles();
  const [given, setGiven] = useState(blank);
  const [bad, setBad] = useState(false);
  const { doing, run } = useDoing();
  const send = (ask: LibraryAsk, then?: () => void): void =>
    run(async () => {
      put(await api.post(paths.supervisionReading, ask, libraryBody));
      then?.();
    });
  const add = (): void => {
    const reading = readingBody.safeParse(given);
    setBad(!reading.success);
    if (!reading.success) return;
    // What was typed stays until it is kept.
    send({ do: 'keep', ...reading.data }, () => setGiven(blank));
  };
  return (
    <>
      <p className={text.text}>{library.reading.length === 0 ? spoken.none : spoken.text}</p>
      {library.reading.length > 0 && (
        <ul className={styles.list}>
          {library.reading.map(({ title, url, why }) => (
            <li key={url} className={styles.item}>
              <span className={styles.words}>
                <a
                  className={text.link}
                  href={url}
                  target="_blank"
                  rel="noopener noreferrer"
                  aria-label={`${title}, ${words.booking.opens}`}
                >
                  {title}
                </a>
                {why !== '' && `: ${why}`}
              </span>
              <Button
                size="small"
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={spoken.remove(title)}
                disabledFocusable={doing === 'busy'}
                onClick={() => send({ do: 'remove', url })}
              />
            </li>
          ))}
        </ul>
      )}
      <div className={text.row}>
        <Field label={spoken.name} className={styles.field}>
          <Input value={given.title} maxLength={100} onChange={(_event, { value }) => setGiven({ ...given, title: value })} />
        </Field>
        <Field label={spoken.url} className={styles.field}>
          <Input type="url" value={given.url} maxLength={500} onChange={(_event, { value }) => setGiven({ ...given, url: value })} />
        </Field>
        <Field label={spoken.why} className={styles.field}>
          <Input value={given.why} maxLength={140} onChange={(_event, { value }) => setGiven({ ...given, why: value })} />
        </Field>
        <Button disabledFocusable={doing === 'busy'} onClick={add}>
          {spoken.add}
        </Button>
      </div>
      {bad ? (
        <p className={text.text} role="alert">
          {spoken.bad}
        </p>
      ) : (
        <DoingLine doing={doing} done={spoken.saved} />
      )}
    </>
  );
}
