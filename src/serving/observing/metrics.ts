import { performance } from 'node:perf_hooks'
import type { PoolSizes } from '../../db/connect.ts'
import type { Asked } from '../asked.ts'
import type { Observer } from './observers.ts'

/** Upper ends of the steps that durations are counted in, in seconds. */
const STEPS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Durations {
  counts: number[]
  sum: number
}

/**
 * Counts requests for Prometheus. Its labels come from short lists of our own, so no stranger can make them many;
 * nothing is measured between requests, so that an idle process stays idle.
 */
export class Metrics implements Observer {
  readonly #requests = new Map<string, number>()
  readonly #durations = new Map<string, Durations>()
  readonly #statements = new Map<string, number>()
  readonly #errors = new Map<string, number>()
  #inFlight = 0
  readonly #pool: () => PoolSizes | undefined

  constructor(pool: () => PoolSizes | undefined) {
    this.#pool = pool
  }

  begin(): void {
    this.#inFlight++
  }

  end({ operationType, status = 500, startedAt, scope, codes }: Asked): void {
    const type = operationType ?? 'none'
    this.#inFlight--
    add(this.#requests, labels({ type, status }))
    add(this.#statements, labels({ type }), scope.statements)
    for (const code of codes)
      add(this.#errors, labels({ code: /^[A-Z_]{1,40}$/.test(code) ? code : 'OTHER' }))
    // A subscription lasts as long as somebody watches.
    if (type !== 'subscription') this.#time(labels({ type }), (performance.now() - startedAt) / 1000)
  }

  /** The text format of Prometheus, version 0.0.4. */
  text(): string {
    const pool = this.#pool()
    const { user, system } = process.cpuUsage()
    const { active, idle } = performance.eventLoopUtilization()
    return [
      family('bakehouse_requests_total', 'counter', 'Requests that are answered.', this.#requests),
      ...this.#histogram('bakehouse_request_duration_seconds', 'How long they took; without subscriptions.'),
      family('bakehouse_statements_total', 'counter', 'Statements that they sent.', this.#statements),
      family('bakehouse_errors_total', 'counter', 'Requests that told an error, by code.', this.#errors),
      single('bakehouse_requests_in_flight', 'gauge', 'Begun, and not yet over.', this.#inFlight),
      ...(pool ? [poolSizes(pool)] : []),
      single('process_resident_memory_bytes', 'gauge', 'Memory in use.', process.memoryUsage.rss()),
      single('process_cpu_seconds_total', 'counter', 'CPU used.', (user + system) / 1e6),
      single('process_start_time_seconds', 'gauge', 'When it began.', performance.timeOrigin / 1000),
      single('nodejs_eventloop_active_seconds_total', 'counter', 'The event loop worked.', active / 1000),
      single('nodejs_eventloop_idle_seconds_total', 'counter', 'The event loop waited.', idle / 1000),
    ].join('')
  }

  #time(label: string, seconds: number): void {
    const known = this.#durations.get(label) ?? { counts: STEPS.map(() => 0), sum: 0 }
    this.#durations.set(label, known)
    known.sum += seconds
    // What is longer than all steps is in the count of all only.
    const step = STEPS.findIndex((end) => seconds <= end)
    if (step >= 0) known.counts[step]!++
    known.counts[STEPS.length] = (known.counts[STEPS.length] ?? 0) + 1
  }

  #histogram(name: string, help: string): string[] {
    const samples = new Map<string, number>()
    for (const [label, { counts, sum }] of this.#durations) {
      let below = 0
      for (const [index, end] of STEPS.entries())
        samples.set(`_bucket${label.replace('}', `,le="${end}"}`)}`, (below += counts[index]!))
      samples.set(`_bucket${label.replace('}', ',le="+Inf"}')}`, counts[STEPS.length]!)
      samples.set(`_sum${label}`, sum)
      samples.set(`_count${label}`, counts[STEPS.length]!)
    }
    return [family(name, 'histogram', help, samples)]
  }
}

function add(counts: Map<string, number>, label: string, by = 1): void {
  counts.set(label, (counts.get(label) ?? 0) + by)
}

const labels = (pairs: Record<string, string | number>): string =>
  `{${Object.entries(pairs)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`

function family(name: string, type: string, help: string, samples: ReadonlyMap<string, number>): string {
  const lines = [...samples].map(([label, value]) => `${name}${label} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

const single = (name: string, type: string, help: string, value: number): string =>
  family(name, type, help, new Map([['', value]]))

const poolSizes = ({ total, idle, waiting }: PoolSizes): string =>
  family(
    'bakehouse_database_connections',
    'gauge',
    'Connections of the pool.',
    new Map([
      ['{state="busy"}', total - idle],
      ['{state="idle"}', idle],
    ]),
  ) + single('bakehouse_database_waiting', 'gauge', 'Who waits for a connection.', waiting)
