import { GraphQLError } from 'graphql'
import { isoOf } from '../domain/moment.ts'
import { isDate } from '../domain/slot-id.ts'
import { builder } from './builder.ts'

builder.scalarType('DateTime', {
  description:
    'An instant, RFC 3339 with offset, serialised in UTC with milliseconds: 2026-12-24T09:30:00.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: isoOf,
  parseValue: (value) => toInstant(matching(value, DATE_TIME, A_DATE_TIME)),
})

builder.scalarType('Date', {
  description:
    'A calendar date in the bakery’s own time zone, ISO 8601, of the years 1900 to 2999: 2026-12-24.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  parseValue: (value) => {
    if (typeof value === 'string' && isDate(value)) return value
    throw badInput('This is not a Date: 2026-12-24.')
  },
})

builder.scalarType('LocalTime', {
  description: 'A wall-clock time in the bakery’s own time zone, 24 hours, ISO 8601: 09:30.',
  specifiedByURL: 'https://scalars.graphql.org/dthyresson/local-time',
  parseValue: (value) => matching(value, /^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a LocalTime: 09:30'),
})

builder.scalarType('URL', {
  description: 'An absolute http or https URL.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  parseValue: (value) => {
    const url = typeof value === 'string' && value.length <= 2000 ? URL.parse(value) : null
    if (url && ['http:', 'https:'].includes(url.protocol)) return url.href
    throw badInput('This is not an absolute http or https URL.')
  },
})

const A_DATE_TIME = 'a DateTime: 2026-12-24T09:30:00.000Z'
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

function matching(value: unknown, pattern: RegExp, what: string): string {
  if (typeof value === 'string' && pattern.test(value)) return value
  throw badInput(`This is not ${what}.`)
}

function toInstant(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw badInput(`This is not ${A_DATE_TIME}.`)
  }
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
