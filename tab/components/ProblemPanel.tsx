/** What went wrong with a request, in words, and a way on where there is one. */
import type { Problem } from '../api.ts';
import { useWayOn } from '../read.ts';
import { words } from '#words/tab.ts';
import { StatePanel } from './StatePanel.tsx';

export interface ProblemPanelProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
}

export function ProblemPanel({ problem, onRetry }: ProblemPanelProps) {
  const wayOn = useWayOn(problem, onRetry);
  return <StatePanel {...words.states[problem]} {...(wayOn ? { onRetry: wayOn } : {})} />;
}
