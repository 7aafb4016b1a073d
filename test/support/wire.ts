import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** One connection through the wire. */
export interface Line {
  app: Socket
  postgres: Socket
}

/** What a test does with the bytes that come along: pass them on, or not. */
export interface Tap<Tapped extends Line> {
  open(line: Line): Tapped
  fromApp(line: Tapped, data: Buffer): void
  fromPostgres(line: Tapped, data: Buffer): void
}

export interface Wire<Tapped extends Line> {
  url: string
  lines: ReadonlySet<Tapped>
  close(): Promise<void>
}

/** A wire between the app and Postgres that a test listens in on. */
export async function layWire<Tapped extends Line>(
  databaseUrl: string,
  tap: Tap<Tapped>,
): Promise<Wire<Tapped>> {
  const url = new URL(databaseUrl)
  const [port, host] = [Number(url.port), url.hostname]
  const lines = new Set<Tapped>()
  const server = createServer((app) => {
    const line = tap.open({ app, postgres: connect(port, host) })
    lines.add(line)
    for (const socket of [line.app, line.postgres]) {
      socket.setNoDelay(true)
      socket.on('error', () => hangUp(line))
      socket.on('close', () => {
        hangUp(line)
        lines.delete(line)
      })
    }
    line.app.on('data', (data: Buffer) => tap.fromApp(line, data))
    line.postgres.on('data', (data: Buffer) => tap.fromPostgres(line, data))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    lines,
    close: async () => {
      for (const line of lines) hangUp(line)
      server.close()
      await once(server, 'close')
    },
  }
}

export function hangUp({ app, postgres }: Line): void {
  app.destroy()
  postgres.destroy()
}
