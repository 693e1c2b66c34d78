/** In place of figures while a group has none: when they come, and on what condition. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { PeriodBody } from '../../bot/contract/period.ts';
import { dayName } from '../halfTerms.ts';
import { words } from '../words.ts';
import { Panel } from './Panel.tsx';
import { Mark } from './StatePanel.tsx';

const useStyles = makeStyles({
  first: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
  title: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold },
  meanwhile: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: tokens.fontWeightSemibold },
  lines: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, display: 'grid', gap: tokens.spacingVerticalS, maxWidth: '62ch' },
  text: {
    margin: 0,
    maxWidth: '52ch',
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    color: tokens.colorNeutralForeground2,
  },
});

export interface FirstHalfTermProps {
  readonly period: PeriodBody | undefined;
  /** Leaders read what they can do meanwhile; everybody else what they may look forward to. */
  readonly leads: boolean;
}

export function FirstHalfTerm({ period, leads }: FirstHalfTermProps) {
  const styles = useStyles();
  const open = period?.open;
  return (
    <Panel as="section">
      <div className={styles.first}>
        <Mark size={32} />
        <h2 className={styles.title}>{words.gathering.firstTitle}</h2>
        <p className={styles.text}>
          {open ? words.gathering.first(dayName(open.ends)) : words.gathering.firstClosed}
          {!open && period?.next && ` ${words.gathering.next(dayName(period.next.starts))}`}
        </p>
        <h3 className={styles.meanwhile}>{leads ? words.gathering.meanwhileLeaderTitle : words.gathering.meanwhileTitle}</h3>
        <ul className={styles.lines}>
          {(leads ? words.gathering.meanwhileLeader : words.gathering.meanwhile).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
