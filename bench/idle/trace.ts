// What happened to requests and instances, in milliseconds from the start: simulated or measured, and told the same way.

export interface Served {
  arrivedAt: number
  /** When an instance took it. */
  startedAt: number
  finishedAt: number
  /** Its place in `instances`. */
  instance: number
}

export interface Life {
  /** When somebody wanted it. */
  startedAt: number
  /** From then on it takes requests. */
  upAt: number
  /** Infinity while it runs. */
  stoppedAt: number
}

export interface Trace {
  requests: Served[]
  instances: Life[]
  /** For how long requests arrived. */
  untilMs: number
}

export interface Summary {
  requests: number
  /** Share of requests that were there before the instance that took them. */
  coldShare: number
  /** From the arrival to the end of the answer. */
  answerMs: { p50: number; p95: number; p99: number }
  instancesMax: number
  instancesMean: number
  /** Instance-seconds while starting or busy, each stretch rounded up to 100 ms: request-based billing. */
  busySeconds: number
  /** Instance-seconds from start to stop: instance-based billing. */
  aliveSeconds: number
}

const BILLED_IN_MS = 100

export function summarise({ requests, instances, untilMs }: Trace): Summary {
  const cold = requests.filter(({ arrivedAt, instance }) => arrivedAt < instances[instance]!.upAt)
  const answers = Float64Array.from(
    requests,
    ({ arrivedAt, finishedAt }) => finishedAt - arrivedAt,
  ).toSorted()
  const lives = instances.map(
    ({ startedAt, stoppedAt }) => [startedAt, Math.min(stoppedAt, untilMs)] as const,
  )
  const alive = lives.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0)
  return {
    requests: requests.length,
    coldShare: requests.length === 0 ? 0 : cold.length / requests.length,
    answerMs: { p50: quantile(answers, 0.5), p95: quantile(answers, 0.95), p99: quantile(answers, 0.99) },
    instancesMax: mostAtOnce(instances),
    instancesMean: alive / untilMs,
    busySeconds: busyMs(requests, instances) / 1_000,
    aliveSeconds: alive / 1_000,
  }
}

export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** At the same instant one that stops makes room for one that starts. */
export function mostAtOnce(lives: readonly Life[]): number {
  const changes = lives
    .flatMap(({ startedAt, stoppedAt }) => [
      { at: startedAt, by: 1 },
      { at: stoppedAt, by: -1 },
    ])
    .toSorted((a, b) => a.at - b.at || a.by - b.by)
  let [now, most] = [0, 0]
  for (const { by } of changes) most = Math.max(most, (now += by))
  return most
}

function busyMs(requests: readonly Served[], instances: readonly Life[]): number {
  const stretches = instances.map(({ startedAt, upAt }) => [{ from: startedAt, to: upAt }])
  for (const { startedAt, finishedAt, instance } of requests)
    stretches[instance]!.push({ from: startedAt, to: finishedAt })
  return stretches.reduce((sum, list) => sum + billed(list), 0)
}

function billed(stretches: { from: number; to: number }[]): number {
  const sorted = stretches.toSorted((a, b) => a.from - b.from)
  let [sum, from, to] = [0, sorted[0]!.from, sorted[0]!.to]
  for (const next of sorted) {
    if (next.from > to) {
      sum += roundedUp(to - from)
      ;[from, to] = [next.from, next.to]
    } else to = Math.max(to, next.to)
  }
  return sum + roundedUp(to - from)
}

// Sums of floating point numbers end a hair beyond what they should.
const roundedUp = (ms: number): number => Math.ceil((ms - 1e-6) / BILLED_IN_MS) * BILLED_IN_MS
