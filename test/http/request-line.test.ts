import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { written } from '../../src/serving/observing/request-log.ts'

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const name = fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,99}$/)
// In the order of the line.
const details = fc.record({
  requestId: fc.stringMatching(/^[\w-]{1,64}$/),
  operationType: maybe(fc.constantFrom('query' as const, 'mutation' as const, 'subscription' as const)),
  operationName: maybe(name),
  documentHash: maybe(fc.stringMatching(/^[0-9a-f]{64}$/)),
  viewer: maybe(fc.constantFrom('ANONYMOUS', 'GUEST', 'CUSTOMER', 'STAFF', 'ADMIN')),
  method: fc.constantFrom('GET', 'POST', 'M-SEARCH'),
  status: fc.integer({ min: 200, max: 599 }),
  codes: maybe(fc.array(fc.string(), { minLength: 1 })),
  durationMs: fc.nat(100_000).map((tenths) => tenths / 10),
  statements: fc.nat(),
  cost: maybe(fc.nat()),
  events: maybe(fc.nat()),
  stopped: maybe(fc.constantFrom('LEFT' as const, 'DEADLINE' as const)),
})

test('the line of a request is what JSON makes of it, to the letter', () => {
  fc.assert(
    fc.property(details, (line) => {
      expect(written(line)).toBe(JSON.stringify(line))
    }),
  )
})
