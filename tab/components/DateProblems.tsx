/** What is wrong with dates that were sent, line by line. */
import { admin } from '#words/tab/admin.ts';
import { useTextStyles } from './text.ts';

const spoken = admin.dates;

export interface DateProblemsProps {
  /** Line 0: no single line is to blame. */
  readonly problems: readonly { readonly line: number; readonly reason: string }[];
}

export function DateProblems({ problems }: DateProblemsProps) {
  const text = useTextStyles();
  return (
    <div role="alert">
      <p className={text.heading}>{spoken.refused}</p>
      <ul className={text.lines}>
        {problems.map(({ line, reason }) => (
          <li key={`${line} ${reason}`}>{line > 0 ? spoken.line(String(line), reason) : reason}</li>
        ))}
      </ul>
    </div>
  );
}
