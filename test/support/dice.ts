/** Chance that can be had again: the same seed throws the same. */
export interface Dice {
  /** A whole number from 0 to below `sides`. */
  roll: (sides: number) => number
  pick: <Choice>(choices: readonly Choice[]) => Choice
}

/** Mulberry32. */
export function dice(seed: number): Dice {
  let state = Math.imul(seed, 0x9e3779b1)
  const roll = (sides: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides)
  }
  return { roll, pick: (choices) => choices[roll(choices.length)]! }
}
