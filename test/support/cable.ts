import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { WHOLE } from '../../src/db/client.ts'
import { hangUp, layWire, type Line } from './wire.ts'

/** What becomes of a COMMIT, or of a statement that is a whole transaction, that comes along. */
export type CommitFate = 'lose it' | 'lose its answer' | 'keep its answer back'

/** A cable between the app and Postgres, for a test to pull. */
export interface Cable {
  /** The database through the cable; parameters go to pg, as in `{ query_timeout: '300' }`. */
  url(parameters?: Record<string, string>): string
  /** Breaks all connections; new ones work. */
  cut(): void
  /** Makes it a black hole: connections stay open, and nothing passes on them or on new ones. */
  freeze(): void
  /** Lets new connections pass again; the old ones have lost what was on the way. */
  heal(): void
  /** Makes every answer take so many milliseconds longer. */
  slow(ms: number): void
  /** For the next COMMIT only. Resolves once it was lost or Postgres has answered it. */
  atCommit(fate: CommitFate): Promise<void>
  /** How many connections are open. */
  open(): number
  close(): Promise<void>
}

interface CableLine extends Line {
  isFrozen: boolean
  fate: CommitFate | undefined
}

// A COMMIT, or the text of a statement that is a whole transaction.
const COMMITS = ['Q\0\0\0\x0bcommit\0', WHOLE].map((text) => Buffer.from(text, 'latin1'))

/** Lays a cable, until the test ends. */
export async function layCable(databaseUrl: string): Promise<Cable> {
  const cable = await layCableForFile(databaseUrl)
  onTestFinished(() => cable.close())
  return cable
}

/** The same for a whole file: close it in `afterAll`. */
export async function layCableForFile(databaseUrl: string): Promise<Cable> {
  let isFrozen = false
  let delay = 0
  let next: { fate: CommitFate; done: () => void } | undefined

  const wire = await layWire<CableLine>(databaseUrl, {
    open: (line) => ({ ...line, isFrozen, fate: undefined }),
    fromApp(line, data) {
      if (line.isFrozen) return
      if (next && COMMITS.some((text) => data.includes(text))) line.fate = next.fate
      if (line.fate === 'lose it') {
        hangUp(line)
        done()
      } else line.postgres.write(data)
    },
    fromPostgres(line, data) {
      if (line.isFrozen) return
      if (line.fate === undefined && delay > 0) setTimeout(() => line.app.write(data), delay)
      else if (line.fate === undefined) line.app.write(data)
      else {
        if (line.fate === 'lose its answer') hangUp(line)
        line.isFrozen = true
        done()
      }
    },
  })
  const done = () => {
    next?.done()
    next = undefined
  }

  return {
    url: (parameters = {}) => {
      const url = new URL(wire.url)
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
      return url.href
    },
    cut: () => wire.lines.forEach(hangUp),
    freeze: () => {
      isFrozen = true
      for (const line of wire.lines) line.isFrozen = true
    },
    heal: () => void (isFrozen = false),
    slow: (ms) => void (delay = ms),
    atCommit: (fate) => new Promise((resolve) => (next = { fate, done: resolve })),
    open: () => wire.lines.size,
    close: () => wire.close(),
  }
}

/** Waits for what comes true soon. */
export async function soon(isTrue: () => Promise<boolean> | boolean, patience = 5_000): Promise<void> {
  const deadline = Date.now() + patience
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`This did not come true in ${patience} ms: ${String(isTrue)}`)
    await sleep(10)
  }
}
