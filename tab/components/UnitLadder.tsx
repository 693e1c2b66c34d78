/** Which group one is looking at, and why: one's own, and those above it. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useRef, type KeyboardEvent } from 'react';
import type { UnitBody } from '../../bot/contract/me.ts';
import { words } from '#words/tab.ts';
import { useChoiceStyles } from './choices.ts';
import { useTextStyles } from './text.ts';

const useStyles = makeStyles({
  ladder: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
});

/** `Northern Trust/East` reads "Northern Trust, East". */
export const pathWords = (path: string): string => path.split('/').join(', ');

/** `Northern Trust/East` is called "East", where the groups above it are known. */
export const unitName = (path: string): string => path.split('/').at(-1) ?? path;

export interface UnitLadderProps {
  readonly ladder: readonly UnitBody[];
  readonly chosen: UnitBody;
  readonly onChoose: (unit: UnitBody) => void;
  /** Id of the panel that the ladder governs. */
  readonly controls: string;
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** Tabs of our own: Fluent's bring hidden elements that take the focus, which axe rightly refuses. */
function Rungs({ ladder, chosen, onChoose, controls }: UnitLadderProps) {
  const choices = useChoiceStyles();
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent): void => {
    const to = steps[event.key]?.(ladder.indexOf(chosen), ladder.length);
    const unit = to === undefined ? undefined : ladder[to];
    if (to === undefined || !unit) return;
    event.preventDefault();
    onChoose(unit);
    list.current?.querySelectorAll('button')[to]?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={words.ladder.label} className={choices.row}>
      {ladder.map((unit) => (
        <button
          key={unit.id}
          type="button"
          role="tab"
          id={`${controls}-${unit.id}`}
          aria-controls={controls}
          aria-selected={unit === chosen}
          tabIndex={unit === chosen ? 0 : -1}
          className={mergeClasses(choices.choice, unit === chosen && choices.open)}
          onClick={() => onChoose(unit)}
          onKeyDown={walk}
        >
          {unitName(unit.path)}
        </button>
      ))}
    </div>
  );
}

export function UnitLadder(props: UnitLadderProps) {
  const styles = useStyles();
  const text = useTextStyles();
  return (
    <div className={styles.ladder}>
      {props.ladder.length > 1 && <Rungs {...props} />}
      <p className={text.text}>
        {words.ladder.why(pathWords(props.chosen.path))} {words.ladder.floor}
      </p>
    </div>
  );
}
