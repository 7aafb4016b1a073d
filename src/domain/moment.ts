/** An instant, or the text of one as Postgres has it: most are only shown, and making one takes longer than a text. */
export type Moment = Temporal.Instant | string

export const instantOf = (moment: Moment): Temporal.Instant =>
  typeof moment === 'string' ? Temporal.Instant.from(moment) : moment

/** In UTC with milliseconds: 2026-12-24T09:30:00.000Z. */
export function isoOf(moment: Moment): string {
  const parts = typeof moment === 'string' ? IN_UTC.exec(moment) : null
  if (parts) return `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(3, '0')}Z`
  return instantOf(moment).toString({ smallestUnit: 'millisecond' })
}

const IN_UTC = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?\+00(?::00)?$/
