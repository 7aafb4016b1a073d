import { useMemo, useSyncExternalStore } from 'react'
import { useQuery, type AnyVariables, type CombinedError, type UseQueryArgs } from 'urql'
import { graphql } from './gql/gql.ts'
import type { BakeryPartsFragment } from './gql/graphql.ts'

graphql(`
  fragment BakeryParts on Bakery {
    id
    name
    locale
    timeZone
    currency
    email
    phone
    cancellationNoticeHours
  }
`)

export type Bakery = BakeryPartsFragment

let bakery: Bakery | undefined
const listeners = new Set<() => void>()

/** The bakery as the first answer told of it; the header shows its name and all dates follow its clock. */
export function useBakery(): Bakery | undefined {
  return useSyncExternalStore(
    (tell) => (listeners.add(tell), () => listeners.delete(tell)),
    () => bakery,
  )
}

interface PageData {
  bakery: Bakery
}

interface Page<Data> {
  data: Data | undefined
  error: CombinedError | undefined
  /** Whether what is shown is about to change. */
  waiting: boolean
  refetch: () => void
}

/** All that a page needs, in one request. */
export function usePage<Data extends PageData, Variables extends AnyVariables>(
  query: UseQueryArgs<Variables, Data>,
): Page<Data> {
  const [{ data, error, fetching, stale }, execute] = useQuery<Data, Variables>(query)
  if (data?.bakery && data.bakery !== bakery) {
    bakery = data.bakery
    queueMicrotask(() => listeners.forEach((tell) => tell()))
  }
  return {
    data,
    error,
    waiting: fetching || stale,
    refetch: () => execute({ requestPolicy: 'network-only' }),
  }
}

/** Says dates and times as the bakery does. Dates of the API are its own, instants are read by its clock. */
export function useDates() {
  const { locale = 'en', timeZone = 'UTC' } = useBakery() ?? {}
  return useMemo(() => datesOf(locale, timeZone), [locale, timeZone])
}

const noon = (date: string) => new Date(`${date}T12:00:00Z`)

function datesOf(locale: string, timeZone: string) {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
  const long = format({ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  const short = format({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
  const moment = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone })
  const time = format({ hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
  return {
    locale,
    timeZone,
    long: (date: string) => long.format(noon(date)),
    short: (date: string) => short.format(noon(date)),
    moment: (instant: string) => moment.format(new Date(instant)),
    /** Of a wall clock: 09:30. */
    time: (local: string) => time.format(new Date(`1970-01-01T${local}:00Z`)),
    // Swedish dates are ISO 8601.
    today: () => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date()),
  }
}
