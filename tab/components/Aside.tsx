/** What stands beside the figures: supervision to book, the half-term under way, and how to read what is shown. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useId, type ReactNode } from 'react';
import type { BookingBody } from '../../bot/contract/booking.ts';
import type { PeriodBody } from '../../bot/contract/period.ts';
import { dayName, halfTermName } from '../halfTerms.ts';
import { words } from '../words.ts';
import { Panel } from './Panel.tsx';
import { Unfold } from './Unfold.tsx';

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, color: tokens.colorNeutralForeground2 },
  lines: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalL,
    display: 'grid',
    gap: tokens.spacingVerticalS,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground2,
  },
  links: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalS, alignSelf: 'stretch' },
  link: { justifyContent: 'center' },
});

export function AsidePanel({
  title,
  quiet = false,
  children,
}: {
  readonly title: string;
  readonly quiet?: boolean;
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  const id = useId();
  return (
    <Panel as="section" labelledBy={id} quiet={quiet}>
      <div className={styles.stack}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {children}
      </div>
    </Panel>
  );
}

/** `booking` is undefined when it could not be read: the figures do not wait for it. */
export function BookingPanel({ booking }: { readonly booking: BookingBody | undefined }) {
  const styles = useStyles();
  return (
    <AsidePanel title={words.booking.title}>
      <p className={styles.text}>{words.booking.text}</p>
      {!booking && <p className={styles.text}>{words.booking.failed}</p>}
      {booking?.links.length === 0 && <p className={styles.text}>{words.booking.none}</p>}
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
    </AsidePanel>
  );
}

export function GatheringPanel({ period }: { readonly period: PeriodBody }) {
  const styles = useStyles();
  return (
    <AsidePanel title={words.gathering.title} quiet>
      {period.open ? (
        <p className={styles.text}>
          {words.gathering.open(halfTermName(period.open.id), dayName(period.open.ends))} {words.gathering.after}
        </p>
      ) : (
        <p className={styles.text}>
          {words.gathering.closed} {period.next && words.gathering.next(dayName(period.next.starts))}
        </p>
      )}
    </AsidePanel>
  );
}

export function ReadingPanel() {
  const styles = useStyles();
  return (
    <AsidePanel title={words.reading.title} quiet>
      <ul className={styles.lines}>
        {words.reading.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className={styles.text}>{words.hear.notClinical}</p>
    </AsidePanel>
  );
}

export function MadePanel() {
  const styles = useStyles();
  return (
    <AsidePanel title={words.made.title} quiet>
      <ul className={styles.lines}>
        {words.made.sentences.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Unfold label={words.made.rulesLabel}>
        <ol className={styles.lines}>
          {words.made.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ol>
      </Unfold>
    </AsidePanel>
  );
}
