import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf, isoOf } from '../../src/domain/moment.ts'

const seconds = fc.bigInt({ min: 0n, max: 4_102_444_800n })
const micros = fc.oneof(
  fc.constantFrom(0n, 1n, 7_000n, 120_000n, 500_000n),
  fc.bigInt({ min: 0n, max: 999_999n }),
)
const instants = fc
  .tuple(seconds, micros)
  .map(([whole, part]) => Temporal.Instant.fromEpochNanoseconds((whole * 1_000_000n + part) * 1000n))

/** As Postgres has it: without zeros at the end, and with the offset of the session. */
function textOf(instant: Temporal.Instant, zone: string, separator: string): string {
  const [local, offset] = instant
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never' })
    .split(/(?=[+-]\d\d:\d\d$)/)
  return local!.replace('T', separator) + offset!.replace(/:00$/, separator === ' ' ? '' : ':00')
}

test.each(['UTC', 'Europe/Amsterdam', 'Asia/Kolkata', 'America/Caracas'])(
  'a moment read by a database in %s is told as the instant that it is',
  (zone) => {
    fc.assert(
      fc.property(instants, fc.constantFrom(' ', 'T'), (instant, separator) => {
        const text = textOf(instant, zone, separator)
        expect(isoOf(text)).toBe(instant.toString({ smallestUnit: 'millisecond' }))
        expect(instantOf(text).epochNanoseconds).toBe(instant.epochNanoseconds)
        expect(isoOf(instant)).toBe(isoOf(text))
      }),
    )
  },
)
