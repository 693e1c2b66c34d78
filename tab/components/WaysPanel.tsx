/** All ways to act, each with its actions: a leader may choose another than the signal's. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { offered, wayBody, type WayBody } from '../../bot/contract/actions.ts';
import { actionWords, wayWords } from '#words/tab/actions.ts';
import { leaders } from '#words/tab/leaders.ts';
import { useTextStyles } from './text.ts';
import { TitledPanel } from './TitledPanel.tsx';
import { said } from '../../words/nation.ts';

const useStyles = makeStyles({
  ways: {
    display: 'grid',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 280px), 1fr))',
  },
  way: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
});

export function WaysPanel({ chosen, onChoose }: { readonly chosen: WayBody; readonly onChoose: (way: WayBody) => void }) {
  const text = useTextStyles();
  const styles = useStyles();
  return (
    <TitledPanel title={leaders.ways} quiet>
      <p className={text.text}>{leaders.waysNote}</p>
      <div className={styles.ways}>
        {wayBody.options.map((way) => (
          <div key={way} className={styles.way}>
            <h3 className={text.heading}>{wayWords[way].title}</h3>
            <ul className={text.lines}>
              {offered[way].map((action) => (
                <li key={action}>{said(actionWords[action])}</li>
              ))}
            </ul>
            <Button
              size="small"
              aria-pressed={way === chosen}
              aria-label={`${leaders.choose}: ${wayWords[way].title}`}
              onClick={() => onChoose(way)}
            >
              {leaders.choose}
            </Button>
          </div>
        ))}
      </div>
    </TitledPanel>
  );
}
