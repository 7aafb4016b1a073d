import { ALONE, MANY, perRequest, perSecond, type Comparison, type Plan, type Slices } from './compare.ts'
import { BAKEHOUSE, CONTESTANTS, POOL } from './contestants.ts'
import type { Outcome } from './load.ts'
import { MEANINGS, type Name } from './questions.ts'
import { machine, median } from './results.ts'

const OURS = BAKEHOUSE.name
const FLOOR = 'floor'
const GOALS: Record<Name, number> = { Q1: 0.75, Q2: 0.75, Q3: 0.75, Q4: 1, Q5: 0.75 }

type Measure = (outcome: Outcome) => number

/** The median of a contestant's rounds. */
export function figure(slices: Slices, contestant: string, measure: Measure, connections = MANY): number {
  return median((slices[connections]?.[contestant] ?? []).map(measure))
}

/** The median of the ratios of one contestant to another, each within a round. */
export function ratio(slices: Slices, one: string, other: string, measure: Measure): number {
  const others = slices[MANY]![other]!
  return median(slices[MANY]![one]!.map((outcome, round) => measure(outcome) / measure(others[round]!)))
}

export function report(
  comparison: Comparison,
  { queries, only, seconds, rounds }: Plan,
  command: string,
): string {
  const names = CONTESTANTS.filter(({ name }) => only.includes(name))
  const peers = names.filter(({ name }) => name !== OURS && name !== FLOOR).map(({ name }) => name)
  const asked = queries.map((query) => [query, comparison.slices[query]!] as const)
  const table = (cell: (name: string, slices: Slices, query: Name) => string) => [
    `| | ${queries.join(' | ')} |`,
    `|---|${queries.map(() => '---:').join('|')}|`,
    ...names.map(
      ({ name, title }) =>
        `| ${title} | ${asked.map(([query, slices]) => cell(name, slices, query)).join(' | ')} |`,
    ),
    '',
  ]
  const hasOurs = only.includes(OURS)
  return [
    '## Bakehouse and its peers',
    '',
    `\`${command}\`, ${machine()}`,
    '',
    '![CPU for each request, against Bakehouse](results.svg)',
    '',
    ...EXPLAINED(rounds, seconds),
    ...queries.map((query) => `- ${query}: ${MEANINGS[query]}`),
    '',
    `### CPU of the server, µs a request, and requests a second, at ${MANY} connections`,
    '',
    ...table(
      (name, slices) =>
        `${figure(slices, name, perRequest).toFixed(0)} / ${figure(slices, name, perSecond).toFixed(0)}`,
    ),
    ...(hasOurs
      ? [
          '### CPU and requests a second, as multiples of Bakehouse’s',
          '',
          ...table(
            (name, slices) =>
              `${ratio(slices, name, OURS, perRequest).toFixed(2)} / ${ratio(slices, name, OURS, perSecond).toFixed(2)}`,
          ),
        ]
      : []),
    ...(hasOurs && peers.length > 0
      ? ['### The goal', '', ...asked.map(([query, slices]) => goal(query, slices, peers)), '']
      : []),
    `### Latency, ms: p50 and p99 at ${MANY} connections, p50 and p99 of a single one`,
    '',
    ...table((name, slices) =>
      [MANY, ALONE].map((connections) => latency(slices, name, connections)).join(', '),
    ),
    '### Statements an answer takes, and CPU of Postgres, µs a request',
    '',
    ...table((name, slices, query) => {
      const postgres = figure(slices, name, ({ postgresCpu, requests }) => (postgresCpu / requests) * 1e6)
      return `${comparison.statements[query]![name]}, ${postgres.toFixed(0)}`
    }),
    '### Memory after it all, MiB',
    '',
    '| | RSS |',
    '|---|---:|',
    ...names.map(({ name, title }) => `| ${title} | ${comparison.memory[name]!.toFixed(0)} |`),
  ].join('\n')
}

const EXPLAINED = (rounds: number, seconds: number): string[] => [
  `All answer the same from the same tables (10,000 customers, 200 cakes, 100,000 orders, 250,000 lines), which is`,
  `checked before anything is timed. Each is a process of its own on one processor, with ${POOL} connections; Postgres`,
  `and the load share the other. Medians of ${rounds} rounds of ${seconds} s, in which the contestants take turns.`,
  '',
  `Bakehouse runs with its limits, its log and, for Q2, Q3 and Q4, signed tokens; the peers run bare. Placing an order is`,
  `an idempotency key, an agreed price, options, opening hours, lead times, capacity of day and slot, a history, words`,
  `to find it by and an outbox for Bakehouse; for the peers it is the prices, the order, its lines and the capacity of`,
  `its slot, which is much less. The last one is no GraphQL server: it sends what one prepared statement made.`,
  '',
]

const latency = (slices: Slices, name: string, connections: number): string =>
  [({ p50 }: Outcome) => p50, ({ p99 }: Outcome) => p99]
    .map((measure) => figure(slices, name, measure, connections).toFixed(1))
    .join(' / ')

/** Against the peer that is best in each. */
function goal(query: Name, slices: Slices, peers: string[]): string {
  const cpu = Math.max(...peers.map((peer) => ratio(slices, OURS, peer, perRequest)))
  const rate = Math.min(...peers.map((peer) => ratio(slices, OURS, peer, perSecond)))
  return [
    `- ${query}: ${cpu.toFixed(2)} × the CPU of the best peer, at most ${GOALS[query]} is the goal: ${verdict(cpu <= GOALS[query])};`,
    `  ${rate.toFixed(2)} × its requests a second, more is the goal: ${verdict(rate > 1)}`,
  ].join('\n')
}

const verdict = (isMet: boolean): string => (isMet ? 'met' : '**not met**')
