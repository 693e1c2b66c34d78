/** What the attacker knows of a group over several releases. */
export interface Model {
  readonly chances: readonly number[];
  readonly stickiness: number;
  readonly others: number;
  /** By release: whether the target is among those who answer. */
  readonly present: readonly boolean[];
  /** By release and sum of all answers: what is published. */
  readonly files: readonly (readonly number[])[];
}

/**
 * Bayes' rule over a whole year of releases: how likely each answer of the target is, given everything published. The hidden state is the
 * target's answer and the sum of all others'; how a sum moves to the next is exact from one release to the next, and taken to forget
 * what was before, which loses next to nothing.
 */
export class Smoother {
  readonly #model: Model;
  readonly #first: Float64Array;
  readonly #moves: readonly Float64Array[];

  constructor(model: Model) {
    this.#model = model;
    const { chances, stickiness, others } = model;
    const sums = others * (chances.length - 1) + 1;
    let joint = new Float64Array(1).fill(1);
    let width = 1;
    for (let person = 0; person < others; person += 1) {
      const wider = width + chances.length - 1;
      const next = new Float64Array(wider * wider);
      for (const [from, chance] of chances.entries()) {
        for (const [to, drawn] of chances.entries()) {
          const weight = chance * ((from === to ? stickiness : 0) + (1 - stickiness) * drawn);
          for (let row = 0; row < width; row += 1)
            for (let column = 0; column < width; column += 1)
              next[(row + from) * wider + column + to]! += (joint[row * width + column] ?? 0) * weight;
        }
      }
      joint = next;
      width = wider;
    }
    this.#first = new Float64Array(sums);
    this.#moves = Array.from({ length: sums }, (_, row) => joint.slice(row * sums, (row + 1) * sums));
    for (const [row, moves] of this.#moves.entries()) {
      const total = moves.reduce((sum, each) => sum + each, 0);
      this.#first[row] = total;
      if (total > 0) for (const column of moves.keys()) moves[column]! /= total;
    }
  }

  /** Not normalised. `seen` by release; `sought` is the release whose answer of the target is asked for. */
  chancesOf(seen: readonly number[], sought: number): readonly number[] {
    const { chances } = this.#model;
    // By what the target answered in the sought release, and by what they answer now.
    return chances.map((_, truth) => {
      let now: Float64Array[] = chances.map((each) => this.#first.map((weight) => weight * each));
      for (const release of seen.keys()) {
        if (release > 0) now = this.#step(now);
        this.#see(now, release, seen[release] ?? 0, release === sought ? truth : undefined);
      }
      return now.reduce((total, weights) => total + weights.reduce((sum, each) => sum + each, 0), 0);
    });
  }

  #step(now: readonly Float64Array[]): Float64Array[] {
    const { chances, stickiness } = this.#model;
    const moved = now.map((weights) => {
      const next = new Float64Array(weights.length);
      for (const [sum, weight] of weights.entries()) {
        const moves = this.#moves[sum];
        if (weight > 0 && moves) for (let to = 0; to < next.length; to += 1) next[to]! += weight * (moves[to] ?? 0);
      }
      return next;
    });
    const all = new Float64Array(moved[0]?.length ?? 0);
    for (const weights of moved) for (const [sum, weight] of weights.entries()) all[sum]! += weight;
    return moved.map((weights, answer) =>
      weights.map((weight, sum) => stickiness * weight + (1 - stickiness) * (chances[answer] ?? 0) * (all[sum] ?? 0)),
    );
  }

  #see(now: readonly Float64Array[], release: number, file: number, truth: number | undefined): void {
    const files = this.#model.files[release] ?? [];
    for (const [answer, weights] of now.entries()) {
      const more = this.#model.present[release] ? answer : 0;
      const closed = truth !== undefined && truth !== answer;
      for (const sum of weights.keys()) if (closed || files[sum + more] !== file) weights[sum] = 0;
    }
  }
}
