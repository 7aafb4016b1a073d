import { useEffect, useRef, useState } from 'react'
import { stringifyDocument } from 'urql'
import { streams } from './api.ts'
import { graphql } from './gql/index.ts'
import type { DayChangedSubscription } from './gql/graphql.ts'

const DAY_CHANGED = graphql(`
  subscription DayChanged($date: Date!, $since: DateTime) {
    ordersChanged(date: $date, since: $since) {
      id
      version
      updatedAt
    }
  }
`)

const POLL_MS = 5_000
/** The API completes a connection after 55 seconds. One that lasts much longer is dead and does not know it. */
const LIFETIME_MS = 75_000
const LONG_AGO = '2000-01-01T00:00:00.000Z'

interface Seen {
  id: string
  version: number
  updatedAt: string
}

/**
 * Calls `onChange` whenever an order of the day has changed beyond what the screen has seen. Where the stream is cut it
 * does so every five seconds, and tries to open it again each time.
 */
export function useLiveDay(date: string, orders: Seen[] | undefined, onChange: () => void): boolean {
  const [isLive, setLive] = useState(true)
  const latest = useRef({ orders, onChange })
  useEffect(() => {
    latest.current = { orders: orders ?? latest.current.orders, onChange }
  })
  const hasSeen = orders !== undefined

  useEffect(() => {
    if (!hasSeen) return undefined
    const left = new AbortController()
    const { signal } = left
    let since = LONG_AGO
    const watch = async () => {
      since = newest(since, latest.current.orders)
      for await (const change of changesOf(date, since, signal, () => setLive(true))) {
        since = newest(since, [change])
        const { id, version } = change
        const isNews = !latest.current.orders?.some((seen) => seen.id === id && seen.version >= version)
        if (isNews) latest.current.onChange()
      }
    }
    const goOn = async () => {
      while (!signal.aborted) {
        try {
          await watch()
        } catch {
          if (signal.aborted) return
          setLive(false)
          await sleep(POLL_MS, signal)
          if (!signal.aborted) latest.current.onChange()
        }
      }
    }
    void goOn()
    return () => left.abort()
  }, [date, hasSeen])

  return isLive
}

/** What changes on a day since a moment of the server's clock, until the connection completes. */
async function* changesOf(date: string, since: string, left: AbortSignal, onOpen: () => void) {
  const isOver = AbortSignal.any([left, AbortSignal.timeout(LIFETIME_MS)])
  const cut = new Promise<never>((_, reject) => {
    isOver.addEventListener('abort', () => reject(isOver.reason as Error), { once: true })
  })
  const changes = streams.iterate<DayChangedSubscription>(
    { query: stringifyDocument(DAY_CHANGED), variables: { date, since } },
    { connected: onOpen },
  )
  try {
    for (;;) {
      const next = await Promise.race([changes.next(), cut])
      if (next.done) return
      if (!next.value.data) throw new Error(next.value.errors?.[0]?.message ?? 'The stream has failed')
      yield next.value.data.ordersChanged
    }
  } finally {
    void changes.return?.()
  }
}

/** By the clock of the server, which wrote all of them in the same form. */
const newest = (since: string, orders: Seen[] = []): string =>
  orders.reduce((latest, { updatedAt }) => (updatedAt > latest ? updatedAt : latest), since)

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
