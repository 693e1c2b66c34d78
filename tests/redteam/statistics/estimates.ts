/** 1.96 standard errors hold 95%. */
const wide = 1.959964;

/** An advantage counted case by case: right with the release, against right without it. */
export class Paired {
  #cases = 0;
  #right = 0;
  #guessed = 0;
  #apart = 0;

  add(withRelease: boolean, without: boolean): void {
    this.#cases += 1;
    if (withRelease) this.#right += 1;
    if (without) this.#guessed += 1;
    if (withRelease !== without) this.#apart += 1;
  }

  get(): Estimate {
    const cases = Math.max(1, this.#cases);
    const advantage = (this.#right - this.#guessed) / cases;
    const error = wide * Math.sqrt(Math.max(0, this.#apart / cases - advantage ** 2) / cases);
    return {
      cases: this.#cases,
      accuracy: this.#right / cases,
      guess: this.#guessed / cases,
      advantage,
      interval: [advantage - error, advantage + error],
    };
  }
}

/** A mean of accuracies, each exact for what was seen. */
export class Mean {
  #cases = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.#cases += 1;
    this.#sum += value;
    this.#squares += value ** 2;
  }

  above(guess: number): Estimate {
    const cases = Math.max(1, this.#cases);
    const accuracy = this.#sum / cases;
    const error = wide * Math.sqrt(Math.max(0, this.#squares / cases - accuracy ** 2) / cases);
    const advantage = accuracy - guess;
    return { cases: this.#cases, accuracy, guess, advantage, interval: [advantage - error, advantage + error] };
  }
}

export interface Estimate {
  readonly cases: number;
  readonly accuracy: number;
  readonly guess: number;
  readonly advantage: number;
  /** 95%, normal. */
  readonly interval: readonly [number, number];
}

/** Wilson's 95% interval of a share. */
export function wilson(successes: number, cases: number): readonly [number, number] {
  if (cases === 0) return [0, 1];
  const share = successes / cases;
  const square = wide ** 2 / cases;
  const centre = (share + square / 2) / (1 + square);
  const half = (wide / (1 + square)) * Math.sqrt((share * (1 - share)) / cases + square / (4 * cases));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** The index of the largest; the first of equals. */
export function largest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? -Infinity) ? index : best), 0);
}

export const rounded = (value: number): string => value.toFixed(3);
