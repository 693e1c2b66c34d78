/** How large a run is: `short` runs in `npm test`, `full` is what the published table shows. */
export type Profile = 'short' | 'full';

export interface FaultContext {
  readonly profile: Profile;
  /** Where all chance begins: the same seed asks for the same faults at the same places, as far as a machine allows. */
  readonly seed: number;
  /** How much of this fault is done, 0 to 1. */
  progress(done: number): void;
}

/** What a fault left behind. It passes when nothing is amiss. */
export interface FaultResult {
  /** For information, by what was counted or measured. */
  readonly figures: Readonly<Record<string, number>>;
  /** What must not have happened, in words. */
  readonly amiss: readonly string[];
}

/** One kind of trouble that Held must live through. A file a fault, named in `faults.ts`. */
export interface Fault {
  readonly name: string;
  readonly about: string;
  /** Takes so long that it runs only when it is asked for by its name. */
  readonly onlyByName?: true;
  /** Its short profile takes half a minute and more, and runs with the long tests. */
  readonly inLongTests?: true;
  run(context: FaultContext): Promise<FaultResult>;
}
