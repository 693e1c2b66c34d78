/** Setting a date that two may set: whoever comes second sees what stands, with their own still typed, and is asked. */
import { useState } from 'react';
import type { SessionBody } from '../../../bot/contract/supervision.ts';
import { ApiProblem } from '../../api.ts';

export interface DateSetting {
  /** What was typed when another date came first. */
  readonly lost: SessionBody | undefined;
  readonly settle: () => void;
  /** Sends; after a date that came first, reads what stands and rejects all the same. */
  readonly send: (next: SessionBody | undefined, post: () => Promise<void>, readAgain: () => Promise<void>) => Promise<void>;
}

export function useDate(): DateSetting {
  const [lost, setLost] = useState<SessionBody>();
  return {
    lost,
    settle: () => setLost(undefined),
    async send(next, post, readAgain) {
      try {
        await post();
        setLost(undefined);
      } catch (error) {
        if (error instanceof ApiProblem && error.problem === 'changed') {
          await readAgain();
          setLost(next);
        }
        throw error;
      }
    },
  };
}
