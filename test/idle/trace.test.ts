import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrivals, BAKERY_DAY } from '../../bench/idle/arrivals.ts'
import { EventQueue } from '../../bench/idle/event-queue.ts'
import { SharedProcessor } from '../../bench/idle/shared-processor.ts'
import { summarise } from '../../bench/idle/trace.ts'
import { chanceOf } from '../../dev/sample/chance.ts'

test('what is planned happens in the order of time, and what is due at once in the order of planning', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const queue = new EventQueue()
      const happened: [number, number][] = []
      for (const [nth, at] of times.entries()) queue.plan(at, (now) => happened.push([now, nth]))
      queue.run()
      const inOrder = times.map((at, nth): [number, number] => [at, nth])
      expect(happened).toEqual(inOrder.toSorted(([a, i], [b, j]) => a - b || i - j))
    }),
  )
})

test('jobs that share a processor slow each other down, and the short one is out first', () => {
  const processor = new SharedProcessor<string>()
  processor.add(0, 'long', 100)
  processor.add(20, 'short', 10)
  expect(processor.nextAt()).toBe(40)
  expect(processor.take(40)).toBe('short')
  expect(processor.nextAt()).toBe(110)
  expect(processor.take(110)).toBe('long')
  expect(processor.nextAt()).toBe(Infinity)
})

test('a day’s traffic comes as often as asked, and at seven in the evening more than at night', () => {
  const times = [...arrivals({ perSecond: 0.2, seconds: 86_400, profile: BAKERY_DAY }, chanceOf('a day'))]
  expect(times.length).toBeGreaterThan(0.2 * 86_400 * 0.95)
  expect(times.length).toBeLessThan(0.2 * 86_400 * 1.05)
  const during = (hour: number) => times.filter((at) => Math.floor(at / 3_600_000) === hour).length
  expect(during(19)).toBeGreaterThan(20 * during(3))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

// One comes up in 250 ms for two requests that overlap, rests and is asked once more; another is never asked.
test('a stretch of work is billed once, in steps of 100 ms, and an instance for as long as it lives', () => {
  const summary = summarise({
    requests: [
      { arrivedAt: 0, startedAt: 250, finishedAt: 300, instance: 0 },
      { arrivedAt: 270, startedAt: 270, finishedAt: 320, instance: 0 },
      { arrivedAt: 1_000, startedAt: 1_000, finishedAt: 1_010, instance: 0 },
    ],
    instances: [
      { startedAt: 0, upAt: 250, stoppedAt: 3_010 },
      { startedAt: 10, upAt: 110, stoppedAt: 2_110 },
    ],
    untilMs: 2_000,
  })
  expect(summary.busySeconds).toBeCloseTo(0.4 + 0.1 + 0.1)
  expect(summary.aliveSeconds).toBeCloseTo(2 + 1.99)
  expect(summary.coldShare).toBeCloseTo(1 / 3)
  expect(summary.instancesMax).toBe(2)
  expect(summary.instancesMean).toBeCloseTo(3.99 / 2)
  expect(summary.answerMs).toEqual({ p50: 50, p95: 300, p99: 300 })
})
