/** Booking links and reading, as an administrator sets them. */
import { Button, Field, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { AddRegular, DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { signpostsAsk, type LinkBody, type SignpostsAsk, type SignpostsBody } from '../../bot/contract/signposts.ts';
import { useDoing } from '../read.ts';
import { admin } from '#words/tab/admin.ts';
import { DoingLine } from './DoingLine.tsx';
import { useTextStyles } from './text.ts';

const useStyles = makeStyles({
  links: { display: 'grid', gap: tokens.spacingVerticalM, margin: 0, padding: 0, border: 'none', minInlineSize: 0 },
  legend: { padding: 0, paddingBottom: tokens.spacingVerticalS },
  name: { flex: '1 1 180px', minWidth: 0 },
  url: { flex: '2 1 240px', minWidth: 0 },
  add: { justifySelf: 'start' },
});

const spoken = admin.links;

function LinkList({
  title,
  links,
  onChange,
}: {
  readonly title: string;
  readonly links: readonly LinkBody[];
  readonly onChange: (links: readonly LinkBody[]) => void;
}) {
  const styles = useStyles();
  const text = useTextStyles();
  const change = (at: number, next: Partial<LinkBody>): void => onChange(links.map((link, i) => (i === at ? { ...link, ...next } : link)));
  return (
    <fieldset className={styles.links}>
      <legend className={mergeClasses(text.heading, styles.legend)}>{title}</legend>
      {links.map((link, i) => (
        <div key={i} className={text.row}>
          <Field className={styles.name} label={spoken.name}>
            <Input value={link.title} maxLength={100} onChange={(_event, { value }) => change(i, { title: value })} />
          </Field>
          <Field className={styles.url} label={spoken.url}>
            <Input type="url" value={link.url} maxLength={500} onChange={(_event, { value }) => change(i, { url: value })} />
          </Field>
          <Button
            appearance="subtle"
            icon={<DismissRegular />}
            aria-label={spoken.remove(link.title)}
            onClick={() => onChange(links.filter((_link, each) => each !== i))}
          />
        </div>
      ))}
      <Button
        className={styles.add}
        size="small"
        appearance="subtle"
        icon={<AddRegular />}
        aria-label={`${spoken.add}: ${title}`}
        onClick={() => onChange([...links, { title: '', url: '' }])}
      >
        {spoken.add}
      </Button>
    </fieldset>
  );
}

export interface LinksEditorProps {
  readonly signposts: SignpostsBody;
  readonly onSave: (ask: SignpostsAsk) => Promise<void>;
}

export function LinksEditor({ signposts, onSave }: LinksEditorProps) {
  const text = useTextStyles();
  const [booking, setBooking] = useState<readonly LinkBody[]>(signposts.booking);
  const [resources, setResources] = useState<readonly LinkBody[]>(signposts.resources);
  const [bad, setBad] = useState(false);
  const { doing, run } = useDoing();
  const save = (): void => {
    const ask = signpostsAsk.safeParse({ booking, resources });
    setBad(!ask.success);
    if (ask.success) run(() => onSave(ask.data));
  };
  return (
    <>
      <p className={text.text}>{spoken.text}</p>
      <LinkList title={spoken.booking} links={booking} onChange={setBooking} />
      <LinkList title={spoken.resources} links={resources} onChange={setResources} />
      <div className={text.row}>
        <Button appearance="primary" disabledFocusable={doing === 'busy'} onClick={save}>
          {spoken.save}
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
