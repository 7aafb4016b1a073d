import { chanceOf } from '../../dev/sample/chance.ts'
import { arrivals, BAKERY_DAY, exponential } from './arrivals.ts'
import { simulate, type Platform, type Work } from './model.ts'
import type { Costs } from './server.ts'
import { summarise, type Summary, type Trace } from './trace.ts'

export interface Leg {
  name: string
  perSecond: number
  platform: Omit<Platform, 'coldStartMs'>
  measured: Trace
}

/** The model may be wrong by a fifth of the share of cold starts, or by two requests where these are few. */
const WRONG_AT_MOST = 0.2
const REQUESTS_WRONG_AT_MOST = 2

export function workOf({ cpuMs, waitMs, firstExtraMs }: Costs): Work {
  return { cpuMs: (chance) => exponential(cpuMs, chance), waitMs, firstExtraMs }
}

/** Each leg beside the model: with the very arrivals that were measured, and with any of that rate. */
export function comparison(legs: readonly Leg[], costs: Costs): { table: string; agrees: boolean } {
  const compared = legs.map((leg) => compare(leg, costs))
  const head = [
    '| | | requests | cold | p50 ms | p95 ms | instances, mean | at most |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ]
  return {
    table: [...head, ...compared.flatMap(({ rows }) => rows)].join('\n'),
    agrees: compared.every(({ agrees }) => agrees),
  }
}

function compare(
  { name, perSecond, platform, measured }: Leg,
  costs: Costs,
): { rows: string[]; agrees: boolean } {
  const { coldStartMs } = costs
  const { untilMs } = measured
  const play = (times: Iterable<number>, until: number, seed: string) =>
    summarise(simulate(times, { ...platform, coldStartMs }, workOf(costs), { untilMs: until, seed }))
  const real = summarise(measured)
  const same = play(
    measured.requests.map(({ arrivedAt }) => arrivedAt),
    untilMs,
    name,
  )
  const seconds = 20_000 / perSecond
  const any = play(arrivals({ perSecond, seconds }, chanceOf(name)), seconds * 1_000, name)
  const off = Math.abs(same.coldShare - real.coldShare)
  const agrees = off <= real.coldShare * WRONG_AT_MOST || off * real.requests <= REQUESTS_WRONG_AT_MOST
  const difference = real.coldShare === 0 ? off : same.coldShare / real.coldShare - 1
  const verdict = `cold ${difference < 0 ? '−' : '+'}${Math.abs(100 * difference).toFixed(0)} %${agrees ? '' : ': too far off'}`
  return {
    rows: [
      row([name, 'measured'], real),
      row(['', `model, the same arrivals (${verdict})`], same),
      row(['', 'model, any arrivals'], any),
    ],
    agrees,
  }
}

function row(
  heads: string[],
  { requests, coldShare, answerMs, instancesMean, instancesMax }: Summary,
): string {
  const { p50, p95 } = answerMs
  const cells = [
    requests,
    percent(coldShare),
    p50.toFixed(0),
    p95.toFixed(0),
    instancesMean.toFixed(2),
    instancesMax,
  ]
  return `| ${[...heads, ...cells].join(' | ')} |`
}

const MONTH = 30 * 86_400
const SAMPLE = 60_000

export interface Setting {
  name: string
  platform: Platform
}

/** What a month costs at a rate, through days of a bakery: played until enough requests came, whole days at least. */
export function forecast(settings: readonly Setting[], monthly: readonly number[], work: Work): string {
  const head = [
    '| platform | requests a month | cold | p50 ms | p95 ms | p99 ms | instances, mean | at most | busy s a month | alive s a month |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ]
  const rows = settings.flatMap(({ name, platform }) =>
    monthly.map((requests) => {
      const perSecond = requests / MONTH
      const days = Math.min(30 * 100, Math.max(1, Math.ceil(SAMPLE / perSecond / 86_400)))
      const seconds = days * 86_400
      const seed = `${name} ${requests}`
      const coming = arrivals({ perSecond, seconds, profile: BAKERY_DAY }, chanceOf(seed))
      const trace = simulate(coming, platform, work, { untilMs: seconds * 1_000, seed })
      const played = summarise(trace)
      const { p50, p95, p99 } = played.answerMs
      const aMonth = (value: number) => Math.round((value * 30) / days).toLocaleString('en')
      const cells = [
        name,
        requests.toLocaleString('en'),
        percent(played.coldShare),
        ...[p50, p95, p99].map((ms) => ms.toFixed(0)),
        played.instancesMean.toFixed(2),
        played.instancesMax,
        aMonth(played.busySeconds),
        aMonth(played.aliveSeconds),
      ]
      return `| ${cells.join(' | ')} |`
    }),
  )
  return [...head, ...rows].join('\n')
}

const percent = (share: number): string => `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : 0)} %`
