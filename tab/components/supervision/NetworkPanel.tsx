/** Development, networks and support groups of one's units; “ask to join” sends one's name to one person, if one wants. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import { doneNothing } from '../../../bot/contract/mine.ts';
import { paths } from '../../../bot/contract/paths.ts';
import { networkLinksBody, type NetworkBody } from '../../../bot/contract/supervision.ts';
import type { Api } from '../../api.ts';
import { useDoing, useRead } from '../../read.ts';
import { words } from '#words/tab.ts';
import { supervision } from '#words/tab/supervision.ts';
import { DoingLine } from '../DoingLine.tsx';
import { PartPanel } from '../Part.tsx';
import { useTextStyles } from '../text.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  link: { display: 'grid', gap: tokens.spacingVerticalXS, justifyItems: 'start' },
});

const spoken = supervision.network;

function One({ api, link }: { readonly api: Api; readonly link: NetworkBody }) {
  const text = useTextStyles();
  const styles = useStyles();
  const [asking, setAsking] = useState(false);
  const { doing, run } = useDoing();
  const join = (): void =>
    run(async () => {
      await api.post(paths.supervisionJoin, { id: link.id }, doneNothing);
      setAsking(false);
    });
  return (
    <li className={styles.link}>
      <a
        className={text.link}
        href={link.url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={`${link.title}, ${words.booking.opens}`}
      >
        {link.title}
      </a>
      <span className={text.small}>{spoken.kinds[link.kind]}</span>
      {asking ? (
        <>
          <p className={text.small}>{spoken.sure}</p>
          <div className={text.row}>
            <Button size="small" disabledFocusable={doing === 'busy'} onClick={join}>
              {spoken.yes}
            </Button>
            <Button size="small" appearance="subtle" onClick={() => setAsking(false)}>
              {spoken.no}
            </Button>
          </div>
        </>
      ) : (
        link.answered &&
        doing !== 'done' && (
          <Button size="small" aria-label={`${spoken.ask}: ${link.title}`} onClick={() => setAsking(true)}>
            {spoken.ask}
          </Button>
        )
      )}
      <DoingLine doing={doing} done={spoken.asked} />
    </li>
  );
}

export function NetworkPanel({ api }: { readonly api: Api }) {
  const text = useTextStyles();
  const styles = useStyles();
  const reading = useRead(useCallback(() => api.get(paths.supervisionNetwork, networkLinksBody), [api]));
  return (
    <PartPanel title={spoken.title} quiet reading={reading}>
      {({ links }) =>
        links.length === 0 ? (
          <p className={text.text}>{spoken.none}</p>
        ) : (
          <ul className={styles.list}>
            {links.map((link) => (
              <One key={link.id} api={api} link={link} />
            ))}
          </ul>
        )
      }
    </PartPanel>
  );
}
