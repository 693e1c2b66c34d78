/** In place of figures while a group has none: when they come, and on what condition. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { MeBody } from '../../bot/contract/me.ts';
import type { PeriodBody } from '../../bot/contract/period.ts';
import { dayName } from '../../words/formats.ts';
import { words } from '#words/tab.ts';
import { firstHalfTerm } from '#words/tab/firstHalfTerm.ts';
import { Panel } from './Panel.tsx';
import { Mark } from './StatePanel.tsx';
import { useTextStyles } from './text.ts';
import { said } from '../../words/nation.ts';

const useStyles = makeStyles({
  first: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
});

export interface FirstHalfTermProps {
  readonly period: PeriodBody | undefined;
  /** Leaders read what they can do meanwhile; everybody else what they may look forward to. Of a page of their own read those who have it. */
  readonly roles: MeBody['roles'];
  /** There is a release, and not one figure in it for this group. */
  readonly tooFew?: boolean;
}

export default function FirstHalfTerm({ period, roles, tooFew = false }: FirstHalfTermProps) {
  const styles = useStyles();
  const text = useTextStyles();
  const open = period?.open;
  const leads = roles.includes('leader');
  const lines = [
    ...(leads ? firstHalfTerm.meanwhileLeader.map(said) : firstHalfTerm.meanwhile),
    ...roles.flatMap((role) => firstHalfTerm.ownPages[role] ?? []),
  ];
  return (
    <Panel as="section">
      <div className={styles.first}>
        <Mark size={32} />
        <h2 className={text.strong}>{tooFew ? words.figure.tooFew : firstHalfTerm.firstTitle}</h2>
        {tooFew && <p className={text.text}>{words.figure.whyTooFew}</p>}
        <p className={text.text}>
          {open && firstHalfTerm.first(dayName(open.ends))}
          {!open && !tooFew && firstHalfTerm.firstClosed}
          {!open && period?.next && ` ${words.gathering.next(dayName(period.next.starts))}`}
        </p>
        <h3 className={text.heading}>{leads ? firstHalfTerm.meanwhileLeaderTitle : firstHalfTerm.meanwhileTitle}</h3>
        <ul className={text.lines}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
