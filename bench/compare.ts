import { setTimeout as sleep } from 'node:timers/promises'
import { answersOf, compareAnswers } from './agreement.ts'
import { CONTESTANTS, start, type Running } from './contestants.ts'
import { memoryOf } from './cpu.ts'
import type { Load, Outcome } from './load.ts'
import { PROOFS, type Name } from './questions.ts'
import type { Stage } from './stage.ts'

export interface Plan {
  only: string[]
  queries: Name[]
  /** Of one slice. */
  seconds: number
  rounds: number
}

/** By connections, contestants and rounds. */
export type Slices = Record<number, Record<string, Outcome[]>>

export interface Comparison {
  slices: Partial<Record<Name, Slices>>
  /** Statements that one answer takes. */
  statements: Partial<Record<Name, Record<string, number>>>
  memory: Record<string, number>
}

export const MANY = 32
export const ALONE = 1
const WARM_UP = 3
const RAMP = 0.3
/** Seconds of CPU that are enough to go by. */
const ENOUGH = 1

/** All contestants on the same tables: first whether they answer alike, then in turns under load. */
export async function compare(stage: Stage, { only, queries, seconds, rounds }: Plan): Promise<Comparison> {
  const { database, stock, issuer, say } = stage
  const comparison: Comparison = { slices: {}, statements: {}, memory: {} }
  const running: Running[] = []
  try {
    for (const contestant of CONTESTANTS.filter(({ name }) => only.includes(name))) {
      say(`Starting ${contestant.title}`)
      const { tokens, environment } = issuer
      running.push(await start(contestant, { url: database.url, tokens, environment }))
    }
    for (const name of queries) {
      await compareAnswers(running, name, stock)
      const counted: Record<string, number> = {}
      for (const each of running) counted[each.contestant.name] = await countStatements(stage, each, name)
      comparison.statements[name] = counted
      say(`${name}: the same answers from all; statements ${JSON.stringify(counted)}`)
    }
    for (const name of queries) comparison.slices[name] = await measure(stage, running, name, seconds, rounds)
    for (const { contestant, pid } of running) comparison.memory[contestant.name] = memoryOf(pid)
  } finally {
    await Promise.all(running.map((each) => each.stop()))
  }
  return comparison
}

async function measure(
  { loader, stock, database, say }: Stage,
  running: readonly Running[],
  name: Name,
  seconds: number,
  rounds: number,
): Promise<Slices> {
  const loads = running.map(({ requests, port, pid }) => ({
    requests: requests(name, stock),
    proof: PROOFS[name],
    ports: [port],
    servers: [pid],
    postgres: database.pid,
  }))
  const put = (index: number, more: Pick<Load, 'connections' | 'ramp' | 'seconds' | 'leastCpu'>) =>
    loader.put({ ...loads[index]!, ...more })
  for (const [index, { contestant }] of running.entries()) {
    say(`${name} warm-up ${contestant.title}`)
    await put(index, { connections: MANY, ramp: 0, seconds: WARM_UP, leastCpu: WARM_UP - 0.5 })
  }
  const slices: Slices = { [MANY]: {}, [ALONE]: {} }
  for (let round = 0; round < rounds; round++) {
    for (const connections of [MANY, ALONE]) {
      for (let turn = 0; turn < running.length; turn++) {
        // Nobody comes first in every round.
        const index = (turn + round) % running.length
        const { contestant } = running[index]!
        const outcome = await put(
          index,
          connections === ALONE
            ? { connections, ramp: RAMP, seconds: seconds / 2 }
            : { connections, ramp: RAMP, seconds, leastCpu: Math.min(ENOUGH, seconds / 2) },
        )
        ;(slices[connections]![contestant.name] ??= []).push(outcome)
        say(`${name} ×${connections} round ${round + 1}/${rounds} ${contestant.title}: ${tell(outcome)}`)
      }
    }
  }
  return slices
}

export const perRequest = ({ cpu, requests }: Outcome): number => (cpu / requests) * 1e6

export const perSecond = ({ requests, seconds }: Outcome): number => requests / seconds

export const tell = (outcome: Outcome): string =>
  `${perRequest(outcome).toFixed(0)} µs, ${perSecond(outcome).toFixed(0)} req/s, p99 ${outcome.p99.toFixed(1)} ms`

/** As Postgres logs them: one for each message that runs something, BEGIN and COMMIT among them. */
async function countStatements({ database, stock }: Stage, running: Running, name: Name): Promise<number> {
  const count = 5
  await answersOf(running, name, stock, count)
  await database.query(`alter system set log_statement = 'all'`)
  await database.query('select pg_reload_conf()')
  await sleep(100)
  database.logged()
  const answers = await answersOf(running, name, stock, count)
  await database.query('alter system reset log_statement')
  await database.query('select pg_reload_conf()')
  await sleep(100)
  const statements = database
    .logged()
    .filter((line) => / LOG: {2}(statement|execute )/.test(line) && !OWN.test(line))
  return statements.length / answers.length
}

const OWN = /alter system|pg_reload_conf/
