/** Which group one is looking at, and why: one's own, and those above it. */
import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import type { UnitBody } from '../../bot/contract/me.ts';
import { words } from '../words.ts';

const useStyles = makeStyles({
  ladder: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  rungs: { flexWrap: 'wrap', marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalMNudge})` },
  why: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
});

/** `Northern Trust/East` reads "Northern Trust, East". */
export const pathWords = (path: string): string => path.split('/').join(', ');

export interface UnitLadderProps {
  readonly ladder: readonly UnitBody[];
  readonly chosen: UnitBody;
  readonly onChoose: (unit: UnitBody) => void;
  /** Id of the panel that the ladder governs. */
  readonly controls: string;
}

export function UnitLadder({ ladder, chosen, onChoose, controls }: UnitLadderProps) {
  const styles = useStyles();
  return (
    <div className={styles.ladder}>
      {ladder.length > 1 && (
        <TabList
          aria-label={words.ladder.label}
          className={styles.rungs}
          selectedValue={chosen.id}
          onTabSelect={(_event, { value }) => {
            const unit = ladder.find((each) => each.id === value);
            if (unit) onChoose(unit);
          }}
        >
          {ladder.map((unit) => (
            <Tab key={unit.id} value={unit.id} id={`${controls}-${unit.id}`} aria-controls={controls}>
              {unit.path.split('/').at(-1)}
            </Tab>
          ))}
        </TabList>
      )}
      <p className={styles.why}>
        {words.ladder.why(pathWords(chosen.path))} {words.ladder.floor}
      </p>
    </div>
  );
}
