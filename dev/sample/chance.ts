/** Draws that come out the same for the same seed, whenever and wherever. */
export interface Chance {
  /** From 0 up to, but not including, 1. */
  next(): number
  /** A whole number from 0 up to, but not including, the bound. */
  below(bound: number): number
  /** A whole number, both ends included. */
  between(low: number, high: number): number
  odds(probability: number): boolean
  pick<T>(from: readonly T[]): T
  pickWeighted<T>(from: readonly T[], weightOf: (each: T) => number): T
  shuffle<T>(list: readonly T[]): T[]
}

export function chanceOf(seed: string): Chance {
  let state = hash(seed)
  // Mulberry32.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    odds: (probability) => next() < probability,
    pick: (from) => from[below(from.length)]!,
    pickWeighted: (from, weightOf) => {
      let left = next() * from.reduce((sum, each) => sum + weightOf(each), 0)
      return from.find((each) => (left -= weightOf(each)) < 0) ?? from.at(-1)!
    },
    shuffle: (list) =>
      list
        .map((each) => ({ each, at: next() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ each }) => each),
  }
}

/** A UUID of version 7: its time is the row's, and the rest comes from the seed. */
export function uuidAt(at: Temporal.Instant, seed: string): string {
  const chance = chanceOf(seed)
  const hex = (digits: number, bound = 16 ** digits) => chance.below(bound).toString(16).padStart(digits, '0')
  const time = at.epochMilliseconds.toString(16).padStart(12, '0')
  const variant = (8 + chance.below(4)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(6)}${hex(6)}`
}

// FNV-1a.
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) sum = Math.imul(sum ^ byte, 0x01000193)
  return sum
}
