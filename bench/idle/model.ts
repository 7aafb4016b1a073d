import { chanceOf, type Chance } from '../../dev/sample/chance.ts'
import { EventQueue } from './event-queue.ts'
import { SharedProcessor } from './shared-processor.ts'
import type { Life, Served, Trace } from './trace.ts'

/** A platform that starts instances when they are wanted and stops them when they are not. */
export interface Platform {
  /** Requests that an instance takes at once. */
  concurrency: number
  /** How long an instance without a request stays. */
  keepAliveSeconds: number
  maxInstances: number
  /** Each start takes one of these. */
  coldStartMs: readonly number[]
}

/** What a request costs: a share of the instance's one processor, then a wait for the database. */
export interface Work {
  cpuMs: (chance: Chance) => number
  waitMs: number
  /** What the first request of an instance waits for besides: its first connection, code that never ran. */
  firstExtraMs?: number
}

interface Job extends Served {
  waitMs: number
}

interface Instance {
  nth: number
  life: Life
  isUp: boolean
  open: number
  processor: SharedProcessor<Job>
  /** Tells plans that were overtaken from the last one. */
  cpuPlan: number
  idlePlan: number
}

/** Plays a stretch of time, the same for the same seed. Whoever arrives in it is served, if it takes longer. */
export function simulate(
  arrivals: Iterable<number>,
  { concurrency, keepAliveSeconds, maxInstances, coldStartMs }: Platform,
  { cpuMs, waitMs, firstExtraMs = 0 }: Work,
  { untilMs, seed }: { untilMs: number; seed: string },
): Trace {
  const chance = chanceOf(seed)
  const events = new EventQueue()
  const coming = arrivals[Symbol.iterator]()
  const requests: Served[] = []
  const lives: Life[] = []
  const queue: Job[] = []
  const running = new Set<Instance>()
  let starting = 0

  const expectNext = () => {
    const { value, done } = coming.next()
    if (!done) events.plan(value, arrive)
  }
  const arrive = (at: number) => {
    expectNext()
    const job = { arrivedAt: at, startedAt: NaN, finishedAt: NaN, instance: -1, waitMs }
    requests.push(job)
    const free = findFree(running, concurrency)
    if (free) return begin(free, job, at)
    queue.push(job)
    const isEnough = starting > 0 && starting * concurrency >= queue.length
    if (!isEnough && running.size < maxInstances) start(at)
  }
  const start = (at: number) => {
    const upAt = at + chance.pick(coldStartMs)
    const life = { startedAt: at, upAt, stoppedAt: Infinity }
    const processor = new SharedProcessor<Job>()
    const idle = { isUp: false, open: 0, cpuPlan: 0, idlePlan: 0 }
    const instance = { nth: lives.push(life) - 1, life, processor, ...idle }
    running.add(instance)
    starting++
    events.plan(upAt, (now) => comeUp(instance, now))
  }
  const comeUp = (instance: Instance, at: number) => {
    instance.isUp = true
    starting--
    const [first, ...more] = queue.splice(0, Math.min(queue.length, concurrency))
    if (!first) return rest(instance, at)
    first.waitMs += firstExtraMs
    for (const job of [first, ...more]) begin(instance, job, at)
  }
  const begin = (instance: Instance, job: Job, at: number) => {
    instance.open++
    instance.idlePlan++
    job.startedAt = at
    job.instance = instance.nth
    instance.processor.add(at, job, cpuMs(chance))
    compute(instance)
  }
  const compute = (instance: Instance) => {
    const plan = ++instance.cpuPlan
    const next = instance.processor.nextAt()
    if (next === Infinity) return
    events.plan(next, (at) => {
      if (instance.cpuPlan !== plan) return
      const job = instance.processor.take(at)
      events.plan(at + job.waitMs, (now) => finish(instance, job, now))
      compute(instance)
    })
  }
  const finish = (instance: Instance, job: Job, at: number) => {
    job.finishedAt = at
    instance.open--
    const next = queue.shift()
    if (next) begin(instance, next, at)
    else if (instance.open === 0) rest(instance, at)
  }
  const rest = (instance: Instance, at: number) => {
    const plan = ++instance.idlePlan
    if (keepAliveSeconds === Infinity) return
    events.plan(at + keepAliveSeconds * 1_000, (now) => {
      if (instance.idlePlan !== plan) return
      instance.life.stoppedAt = now
      running.delete(instance)
    })
  }

  expectNext()
  events.run()
  return { requests, instances: lives, untilMs }
}

// The oldest first, so that the youngest are the ones that come to rest.
function findFree(running: Iterable<Instance>, concurrency: number): Instance | undefined {
  for (const instance of running) if (instance.isUp && instance.open < concurrency) return instance
  return undefined
}
