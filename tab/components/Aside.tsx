/** What stands beside the figures: supervision to book, the half-term under way, and how to read what is shown. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { BookingBody } from '../../bot/contract/booking.ts';
import type { PeriodBody } from '../../bot/contract/period.ts';
import { halfTermName } from '../halfTerms.ts';
import { dayName } from '../../words/formats.ts';
import { useRead } from '../read.ts';
import { words } from '#words/tab.ts';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';
import { Unfold } from './Unfold.tsx';

const useStyles = makeStyles({
  links: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalS },
  link: { justifyContent: 'center' },
});

/** `booking` is undefined when it could not be read: the figures do not wait for it. */
export function BookingPanel({ booking }: { readonly booking: BookingBody | undefined }) {
  const styles = useStyles();
  const text = useTextStyles();
  return (
    <TitledPanel title={words.booking.title}>
      <p className={text.text}>{words.booking.text}</p>
      {!booking && <p className={text.text}>{words.booking.failed}</p>}
      {booking?.links.length === 0 && <p className={text.text}>{words.booking.none}</p>}
      {booking && booking.links.length > 0 && (
        <div className={styles.links}>
          {booking.links.map((link, i) => (
            <Button
              key={link.url}
              as="a"
              className={styles.link}
              appearance={i === 0 ? 'primary' : 'secondary'}
              href={link.url}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={`${link.title}, ${words.booking.opens}`}
            >
              {link.title}
            </Button>
          ))}
        </div>
      )}
    </TitledPanel>
  );
}

export function GatheringPanel({ period }: { readonly period: PeriodBody }) {
  const text = useTextStyles();
  return (
    <TitledPanel title={words.gathering.title} quiet>
      {period.open ? (
        <p className={text.text}>
          {words.gathering.open(halfTermName(period.open.id), dayName(period.open.ends))} {words.gathering.after}
        </p>
      ) : (
        <p className={text.text}>
          {words.gathering.closed} {period.next && words.gathering.next(dayName(period.next.starts))}
        </p>
      )}
    </TitledPanel>
  );
}

export function ReadingPanel() {
  const text = useTextStyles();
  return (
    <TitledPanel title={words.reading.title} quiet>
      <ul className={text.lines}>
        {words.reading.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className={text.text}>{words.hear.notClinical}</p>
    </TitledPanel>
  );
}

/** The rules are read by few, so their words come when asked for. */
function Rules() {
  const text = useTextStyles();
  const { state } = useRead(readRules);
  if (state.kind === 'loading') return null;
  if (state.kind === 'problem') return <p className={text.text}>{words.states.failed.text}</p>;
  return (
    <ol className={text.lines}>
      {state.value.map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ol>
  );
}

const readRules = async (): Promise<readonly string[]> => (await import('#words/tab/rules.ts')).rules;

export function MadePanel() {
  const text = useTextStyles();
  const [asked, setAsked] = useState(false);
  return (
    <TitledPanel title={words.made.title} quiet>
      <ul className={text.lines}>
        {words.made.sentences.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Unfold label={words.made.rulesLabel} onOpen={() => setAsked(true)}>
        {asked && <Rules />}
      </Unfold>
    </TitledPanel>
  );
}
