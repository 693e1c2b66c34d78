/**
 * How likely `top` is the most chosen option (tie: the first) when `people` choose with these chances and `offsets` were chosen already. Exact:
 * for each count of the top option, the ways to keep every other one at or below it.
 */
export function topChances(people: number, chances: readonly number[], offsets: readonly number[], top: number): number {
  let total = 0;
  for (let count = 0; count <= people; count += 1) {
    const most = count + (offsets[top] ?? 0);
    // Exponential generating function over people: index is how many people were placed.
    let ways = powers(people, chances[top] ?? 0, count, count);
    for (const [option, chance] of chances.entries()) {
      if (option === top) continue;
      const room = most - (offsets[option] ?? 0) - (option < top ? 1 : 0);
      if (room < 0) ways = new Float64Array(people + 1);
      else ways = product(ways, powers(people, chance, 0, Math.min(room, people)));
    }
    total += ways[people] ?? 0;
  }
  for (let person = 2; person <= people; person += 1) total *= person;
  return total;
}

/** chance^c / c! for c from `from` to `to`. */
function powers(people: number, chance: number, from: number, to: number): Float64Array {
  const terms = new Float64Array(people + 1);
  let term = 1;
  for (let count = 0; count <= to; count += 1) {
    if (count >= from) terms[count] = term;
    term *= chance / (count + 1);
  }
  return terms;
}

function product(one: Float64Array, other: Float64Array): Float64Array {
  const out = new Float64Array(one.length);
  for (const [index, weight] of one.entries()) {
    if (weight !== 0) for (let more = 0; index + more < out.length; more += 1) out[index + more]! += weight * (other[more] ?? 0);
  }
  return out;
}
