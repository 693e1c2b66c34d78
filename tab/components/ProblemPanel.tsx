/** What went wrong with a request, in words, and a way on where there is one. */
import { useEffect } from 'react';
import type { Problem } from '../api.ts';
import { words } from '#words/tab.ts';
import { StatePanel } from './StatePanel.tsx';

export interface ProblemPanelProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
}

/** Problems that another try can mend; the rest need somebody. */
const mayPass: readonly Problem[] = ['offline', 'failed', 'signedOut', 'refused'];

export function ProblemPanel({ problem, onRetry }: ProblemPanelProps) {
  useEffect(() => {
    if (problem !== 'offline') return undefined;
    window.addEventListener('online', onRetry);
    return () => window.removeEventListener('online', onRetry);
  }, [problem, onRetry]);
  return <StatePanel {...words.states[problem]} {...(mayPass.includes(problem) ? { onRetry } : {})} />;
}
