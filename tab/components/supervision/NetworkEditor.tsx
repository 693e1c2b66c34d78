/** Links that leaders and administrators keep for their groups, and who asked to join. */
import { Button, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useCallback, useState } from 'react';
import type { UnitBody } from '../../../bot/contract/me.ts';
import { paths } from '../../../bot/contract/paths.ts';
import { kindBody, networkAsk, networkLinksBody, type KindBody, type NetworkAsk } from '../../../bot/contract/supervision.ts';
import type { Api } from '../../api.ts';
import { dayName } from '../../../words/formats.ts';
import { useDoing, useRead } from '../../read.ts';
import { words } from '#words/tab.ts';
import { networkEditor as spoken, supervision } from '#words/tab/supervision.ts';
import { DoingLine } from '../DoingLine.tsx';
import { Part } from '../Part.tsx';
import { useTextStyles } from '../text.ts';
import { TitledPanel } from '../TitledPanel.tsx';
import { pathWords } from '../UnitLadder.tsx';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  item: { display: 'flex', alignItems: 'start', gap: tokens.spacingHorizontalS },
  words: { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
  field: { flex: '1 1 200px', minWidth: 0 },
});

export function NetworkEditor({ api, units }: { readonly api: Api; readonly units: readonly UnitBody[] }) {
  const text = useTextStyles();
  const styles = useStyles();
  const reading = useRead(useCallback(() => api.get(paths.supervisionNetwork, networkLinksBody), [api]));
  const { doing, run } = useDoing();
  const [unit, setUnit] = useState(units[0]?.id ?? '');
  const [kind, setKind] = useState<KindBody>('network');
  const [title, setTitle] = useState('');
  const [url, setUrl] = useState('');
  const [bad, setBad] = useState(false);
  const send = (ask: NetworkAsk, then?: () => void): void =>
    run(async () => {
      reading.put(await api.post(paths.supervisionNetwork, ask, networkLinksBody));
      then?.();
    });
  const add = (): void => {
    const ask = networkAsk.safeParse({ do: 'keep', id: crypto.randomUUID(), unit, kind, title, url });
    setBad(!ask.success);
    if (!ask.success) return;
    // What was typed stays until it is kept.
    send(ask.data, () => {
      setTitle('');
      setUrl('');
    });
  };
  return (
    <TitledPanel title={spoken.title}>
      <p className={text.text}>{spoken.text}</p>
      <Part reading={reading}>
        {({ links, asks }) => (
          <>
            {links.length > 0 && (
              <ul className={styles.list}>
                {links.map((link) => (
                  <li key={link.id} className={styles.item}>
                    <span className={styles.words}>
                      <a
                        className={text.link}
                        href={link.url}
                        target="_blank"
                        rel="noopener noreferrer"
                        aria-label={`${link.title}, ${words.booking.opens}`}
                      >
                        {link.title}
                      </a>{' '}
                      <span className={text.small}>{supervision.network.kinds[link.kind]}</span>
                    </span>
                    <Button
                      size="small"
                      appearance="subtle"
                      icon={<DismissRegular />}
                      aria-label={spoken.remove(link.title)}
                      disabledFocusable={doing === 'busy'}
                      onClick={() => send({ do: 'remove', id: link.id, unit: link.unit })}
                    />
                  </li>
                ))}
              </ul>
            )}
            {asks.length > 0 && (
              <>
                <h3 className={text.heading}>{spoken.asks}</h3>
                <ul className={styles.list}>
                  {asks.map(({ id, name, title: of, askedOn }) => (
                    <li key={id} className={styles.item}>
                      <span className={styles.words}>{spoken.ask(name, of, dayName(askedOn))}</span>
                      <Button size="small" disabledFocusable={doing === 'busy'} onClick={() => send({ do: 'answered', ask: id })}>
                        {spoken.answered(name)}
                      </Button>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </Part>
      <div className={text.row}>
        <Field label={spoken.unit} className={styles.field}>
          <Select value={unit} onChange={(_event, { value }) => setUnit(value)}>
            {units.map(({ id, path }) => (
              <option key={id} value={id}>
                {pathWords(path)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={spoken.kind} className={styles.field}>
          <Select value={kind} onChange={(_event, { value }) => setKind(kindBody.options.find((each) => each === value) ?? kind)}>
            {kindBody.options.map((each) => (
              <option key={each} value={each}>
                {supervision.network.kinds[each]}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div className={text.row}>
        <Field label={spoken.name} className={styles.field}>
          <Input value={title} maxLength={100} onChange={(_event, { value }) => setTitle(value)} />
        </Field>
        <Field label={spoken.url} className={styles.field}>
          <Input type="url" value={url} maxLength={500} onChange={(_event, { value }) => setUrl(value)} />
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
    </TitledPanel>
  );
}
