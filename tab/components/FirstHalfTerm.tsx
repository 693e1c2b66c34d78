/** In place of figures while a group has none: when they come, and on what condition. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { PeriodBody } from '../../bot/contract/period.ts';
import { dayName } from '../halfTerms.ts';
import { words } from '../words.ts';
import { firstHalfTerm } from '../words/firstHalfTerm.ts';
import { Panel } from './Panel.tsx';
import { Mark } from './StatePanel.tsx';
import { useTextStyles } from './text.ts';

const useStyles = makeStyles({
  first: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
});

export interface FirstHalfTermProps {
  readonly period: PeriodBody | undefined;
  /** Leaders read what they can do meanwhile; everybody else what they may look forward to. */
  readonly leads: boolean;
}

export default function FirstHalfTerm({ period, leads }: FirstHalfTermProps) {
  const styles = useStyles();
  const text = useTextStyles();
  const open = period?.open;
  return (
    <Panel as="section">
      <div className={styles.first}>
        <Mark size={32} />
        <h2 className={text.strong}>{firstHalfTerm.firstTitle}</h2>
        <p className={text.text}>
          {open ? firstHalfTerm.first(dayName(open.ends)) : firstHalfTerm.firstClosed}
          {!open && period?.next && ` ${words.gathering.next(dayName(period.next.starts))}`}
        </p>
        <h3 className={text.heading}>{leads ? firstHalfTerm.meanwhileLeaderTitle : firstHalfTerm.meanwhileTitle}</h3>
        <ul className={text.lines}>
          {(leads ? firstHalfTerm.meanwhileLeader : firstHalfTerm.meanwhile).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
