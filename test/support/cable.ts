import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** What becomes of a COMMIT that comes along. */
type CommitFate = 'lose it' | 'lose its answer' | 'hold its answer'

/** A cable between the app and Postgres, for a test to pull. */
export interface Cable {
  /** The database through the cable; parameters go to pg, as in `{ query_timeout: '300' }`. */
  url(parameters?: Record<string, string>): string
  /** Breaks all connections; new ones work. */
  cut(): void
  /** A black hole: connections stay open and nothing passes either way, on new ones neither. */
  freeze(): void
  /** What comes from now on passes; what was swallowed is lost, as are the connections that it was lost on. */
  heal(): void
  /** For the next COMMITs. Resolves once Postgres has answered that many, or once they are lost. */
  atCommit(fate: CommitFate, times?: number): Promise<void>
  /** Connections to Postgres that are open now. */
  readonly open: number
  close(): Promise<void>
}

interface Line {
  app: Socket
  postgres: Socket
  isFrozen: boolean
  fate: CommitFate | undefined
}

const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1')

export async function layCable(databaseUrl: string): Promise<Cable> {
  const cable = await layCableForFile(databaseUrl)
  onTestFinished(() => cable.close())
  return cable
}

/** The same for a whole file: close it in `afterAll`. */
export async function layCableForFile(databaseUrl: string): Promise<Cable> {
  const target = new URL(databaseUrl)
  const lines = new Set<Line>()
  let isFrozen = false
  let planned: { fate: CommitFate; times: number; done: () => void } | undefined

  const happened = () => {
    if (planned && --planned.times === 0) {
      planned.done()
      planned = undefined
    }
  }
  const fromApp = (line: Line) => (data: Buffer) => {
    if (line.isFrozen) return
    if (planned && data.includes(COMMIT)) line.fate = planned.fate
    if (line.fate !== 'lose it') return void line.postgres.write(data)
    hangUp(line)
    happened()
  }
  const fromPostgres = (line: Line) => (data: Buffer) => {
    if (line.isFrozen) return
    if (line.fate === undefined) return void line.app.write(data)
    if (line.fate === 'lose its answer') hangUp(line)
    line.isFrozen = true
    happened()
  }

  const server = createServer((app) => {
    const line: Line = {
      app,
      postgres: connect(Number(target.port), target.hostname),
      isFrozen,
      fate: undefined,
    }
    lines.add(line)
    for (const socket of [line.app, line.postgres]) {
      socket.setNoDelay(true)
      socket.on('error', () => hangUp(line))
      socket.on('close', () => {
        hangUp(line)
        lines.delete(line)
      })
    }
    line.app.on('data', fromApp(line))
    line.postgres.on('data', fromPostgres(line))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: (parameters = {}) => {
      const url = new URL(databaseUrl)
      url.hostname = '127.0.0.1'
      url.port = String((server.address() as AddressInfo).port)
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
      return url.href
    },
    cut: () => lines.forEach(hangUp),
    freeze: () => {
      isFrozen = true
      for (const line of lines) line.isFrozen = true
    },
    heal: () => void (isFrozen = false),
    atCommit: (fate, times = 1) => new Promise((done) => (planned = { fate, times, done })),
    get open() {
      return lines.size
    },
    close: async () => {
      lines.forEach(hangUp)
      server.close()
      await once(server, 'close')
    },
  }
}

function hangUp({ app, postgres }: Line): void {
  app.destroy()
  postgres.destroy()
}

/** Waits for what comes true soon. */
export async function soon(isTrue: () => Promise<boolean> | boolean, patience = 5_000): Promise<void> {
  const deadline = Date.now() + patience
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`This did not come true in ${patience} ms: ${isTrue}`)
    await sleep(10)
  }
}
