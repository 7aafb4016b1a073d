import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrivals, exponential } from '../../bench/idle/arrivals.ts'
import { simulate, type Platform, type Work } from '../../bench/idle/model.ts'
import { mostAtOnce, summarise, type Trace } from '../../bench/idle/trace.ts'
import { chanceOf } from '../../dev/sample/chance.ts'

const platforms: fc.Arbitrary<Platform> = fc.record({
  concurrency: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(80), fc.constant(Infinity)),
  keepAliveSeconds: fc.integer({ min: 0, max: 20 }),
  maxInstances: fc.integer({ min: 1, max: 6 }),
  coldStartMs: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 4 }),
})
const works = fc
  .record({
    cpu: fc.integer({ min: 0, max: 400 }),
    wait: fc.integer({ min: 0, max: 400 }),
    extra: fc.nat(500),
  })
  .map(({ cpu, wait, extra }) => ({ cpuMs: () => cpu, waitMs: wait, firstExtraMs: extra }))
// Some come one by one, and some all together.
const moments = fc
  .oneof(
    fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 60 }),
    fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 5, maxLength: 30 }),
  )
  .map((list) => list.toSorted((a, b) => a - b))
const seeds = fc.string()

const law = (check: (trace: Trace, platform: Platform, work: Work, moments: number[]) => void) =>
  fc.assert(
    fc.property(moments, platforms, works, seeds, (list, platform, work, seed) => {
      check(simulate(list, platform, work, { untilMs: 60_000, seed }), platform, work, list)
    }),
    { numRuns: 300 },
  )

test('every request is answered once, and none is made up', () => {
  law(({ requests }, _platform, _work, list) => {
    expect(requests.map(({ arrivedAt }) => arrivedAt)).toEqual(list)
    expect(requests.filter(({ finishedAt }) => !Number.isFinite(finishedAt))).toEqual([])
  })
})

test('no request begins before it is there and its instance is up, nor ends after that was stopped', () => {
  law(({ requests, instances }, _platform, { cpuMs, waitMs }) => {
    const least = cpuMs(chanceOf('')) + waitMs
    for (const { arrivedAt, startedAt, finishedAt, instance } of requests) {
      const { upAt, stoppedAt } = instances[instance]!
      expect(startedAt).toBeGreaterThanOrEqual(Math.max(arrivedAt, upAt))
      expect(finishedAt - startedAt).toBeGreaterThan(least - 1e-6)
      expect(finishedAt).toBeLessThanOrEqual(stoppedAt)
    }
  })
})

test('whoever came first is taken first', () => {
  law(({ requests }) => {
    const starts = requests.map(({ startedAt }) => startedAt)
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  })
})

test('there are never more instances than allowed, nor more requests in one than it takes', () => {
  law(({ requests, instances }, { maxInstances, concurrency }) => {
    expect(mostAtOnce(instances)).toBeLessThanOrEqual(maxInstances)
    for (const nth of instances.keys()) {
      const own = requests.filter(({ instance }) => instance === nth)
      const lives = own.map(({ startedAt, finishedAt }) => ({ startedAt, upAt: 0, stoppedAt: finishedAt }))
      expect(mostAtOnce(lives)).toBeLessThanOrEqual(concurrency)
    }
  })
})

test('an instance is stopped exactly when it has had nothing to do for its keep-alive', () => {
  law(({ requests, instances }, { keepAliveSeconds }) => {
    for (const [nth, { upAt, stoppedAt }] of instances.entries()) {
      const ends = requests.filter(({ instance }) => instance === nth).map(({ finishedAt }) => finishedAt)
      expect(stoppedAt).toBe(Math.max(upAt, ...ends) + keepAliveSeconds * 1_000)
    }
  })
})

test('whoever pays for instances pays for what is busy, and for the time between', () => {
  law((trace, { keepAliveSeconds }) => {
    const { busySeconds, aliveSeconds } = summarise({ ...trace, untilMs: Infinity })
    const stretches = trace.requests.length + trace.instances.length
    expect(busySeconds).toBeLessThanOrEqual(aliveSeconds + stretches * 0.1 + 1e-6)
    expect(aliveSeconds).toBeGreaterThan(trace.instances.length * keepAliveSeconds - 1e-6)
  })
})

test('the same seed plays the same', () => {
  fc.assert(
    fc.property(moments, platforms, works, seeds, (list, platform, work, seed) => {
      const play = () => simulate(list, platform, work, { untilMs: 60_000, seed })
      expect(play()).toEqual(play())
    }),
    { numRuns: 30 },
  )
})

test('requests that come more rarely than an instance stays all meet a cold start', () => {
  fc.assert(
    fc.property(platforms, works, fc.integer({ min: 1, max: 50 }), seeds, (platform, work, count, seed) => {
      const apart = platform.keepAliveSeconds * 1_000 + 5_000
      const list = Array.from({ length: count }, (_, nth) => nth * apart)
      const coldStartMs = platform.coldStartMs.map((ms) => ms + 1)
      const trace = simulate(list, { ...platform, coldStartMs }, work, { untilMs: count * apart, seed })
      expect(summarise(trace)).toMatchObject({ coldShare: 1, instancesMax: 1 })
    }),
  )
})

// Where nothing takes time, a request is cold if none came for the keep-alive before it: exp(-λK) of them.
test.each([0.05, 0.1, 0.3])('at %f requests a second, exp(-λK) of them meet a cold start', (perSecond) => {
  const seconds = 40_000 / perSecond
  const trace = simulate(
    arrivals({ perSecond, seconds }, chanceOf(`rate ${perSecond}`)),
    { concurrency: 80, keepAliveSeconds: 10, maxInstances: 10, coldStartMs: [0.001] },
    { cpuMs: () => 0, waitMs: 0 },
    { untilMs: seconds * 1_000, seed: 'cold' },
  )
  const expected = Math.exp(-10 * perSecond)
  expect(summarise(trace).coldShare).toBeGreaterThan(expected * 0.94)
  expect(summarise(trace).coldShare).toBeLessThan(expected * 1.06)
})

test('where it never gets quiet, next to nobody meets a cold start', () => {
  const trace = simulate(
    arrivals({ perSecond: 20, seconds: 2_000 }, chanceOf('busy')),
    { concurrency: 80, keepAliveSeconds: 900, maxInstances: 10, coldStartMs: [500] },
    { cpuMs: () => 10, waitMs: 5 },
    { untilMs: 2_000_000, seed: 'busy' },
  )
  expect(summarise(trace).coldShare).toBeLessThan(0.002)
  expect(summarise(trace).instancesMax).toBe(1)
})

// M/G/1 with processor sharing: whatever the distribution, an answer takes s / (1 - ρ) on average.
test.each([
  ['of one size', 0.5, () => 10],
  ['of one size', 0.8, () => 10],
  ['of any size', 0.5, (chance: Parameters<Work['cpuMs']>[0]) => exponential(10, chance)],
  ['of any size', 0.8, (chance: Parameters<Work['cpuMs']>[0]) => exponential(10, chance)],
])('one processor busy for a share with requests %s takes s / (1 - share): %f', (_, share, cpuMs) => {
  const seconds = 2_000
  const { requests } = simulate(
    arrivals({ perSecond: share * 100, seconds }, chanceOf(`load ${share}`)),
    { concurrency: Infinity, keepAliveSeconds: Infinity, maxInstances: 1, coldStartMs: [0] },
    { cpuMs, waitMs: 0 },
    { untilMs: seconds * 1_000, seed: 'ps' },
  )
  const total = requests.reduce((sum, { arrivedAt, finishedAt }) => sum + finishedAt - arrivedAt, 0)
  const expected = 10 / (1 - share)
  expect(total / requests.length).toBeGreaterThan(expected * 0.95)
  expect(total / requests.length).toBeLessThan(expected * 1.05)
})
