import type { Chance } from '../../dev/sample/chance.ts'

const DAY = 86_400

/** How busy the hours of a day are beside each other: a shop by day, and a peak when people are at home. */
// prettier-ignore
export const BAKERY_DAY: readonly number[] = [
  0.2, 0.1, 0.05, 0.05, 0.05, 0.1, 0.3, 0.7,
  1, 1.2, 1.3, 1.3, 1.4, 1.2, 1.1, 1.1,
  1.2, 1.4, 1.8, 2.4, 2.6, 2.1, 1.2, 0.5,
]

export interface Traffic {
  /** On average. */
  perSecond: number
  seconds: number
  /** Twenty-four weights; none is the same all day. */
  profile?: readonly number[]
}

/** Moments at which requests arrive, in milliseconds: a Poisson process, thinned where the profile is lower. */
export function* arrivals({ perSecond, seconds, profile = [1] }: Traffic, chance: Chance): Generator<number> {
  const mean = profile.reduce((sum, weight) => sum + weight, 0) / profile.length
  const peak = Math.max(...profile)
  for (let at = 0; ;) {
    at += exponential(mean / (perSecond * peak), chance)
    if (at >= seconds) return
    const hour = Math.floor(((at % DAY) / DAY) * profile.length)
    if (chance.next() * peak < profile[hour]!) yield at * 1_000
  }
}

export const exponential = (mean: number, chance: Chance): number => -mean * Math.log(1 - chance.next())
