/** How a change went, said where screen readers hear it. Always in the page, so that its first words are heard too. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { Doing } from '../read.ts';
import { words } from '#words/tab.ts';

const useStyles = makeStyles({
  line: { display: 'block', fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  // Nothing said takes no room, though the element stays.
  empty: { height: 0, marginTop: `calc(-1 * ${tokens.spacingVerticalM})` },
  done: { color: tokens.colorNeutralForeground2 },
  trouble: { color: tokens.colorPaletteRedForeground1 },
});

/** After these nobody can know whether what was sent arrived. */
const mayHaveArrived: readonly Doing[] = ['offline', 'late', 'failed'];

export interface DoingLineProps {
  readonly doing: Doing;
  readonly done: string;
  readonly busy?: string;
  /** In place of the usual words where no answer came to a change that may still be under way. */
  readonly unsure?: string;
}

function said({ doing, done, busy = '', unsure }: DoingLineProps): string {
  if (unsure !== undefined && mayHaveArrived.includes(doing)) return unsure;
  if (doing === 'idle') return '';
  if (doing === 'busy') return busy;
  if (doing === 'done') return done;
  if (doing === 'offline') return words.states.changeOffline;
  if (doing === 'late') return words.states.changeLate;
  if (doing === 'refused') return words.states.changeRefused;
  return doing === 'failed' ? words.states.changeFailed : words.states[doing].title;
}

export function DoingLine(props: DoingLineProps) {
  const styles = useStyles();
  const fine = props.doing === 'done' || props.doing === 'busy';
  const text = said(props);
  return <output className={mergeClasses(styles.line, fine ? styles.done : styles.trouble, text === '' && styles.empty)}>{text}</output>;
}
