import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'

/** A way to the database on which every answer takes so many milliseconds longer. */
export async function layWay(url: string, ms: number): Promise<{ url: string; close(): void }> {
  const to = new URL(url)
  const door = createServer((app) => {
    const postgres = connect(Number(to.port), to.hostname)
    app.setNoDelay(true)
    postgres.setNoDelay(true)
    app.on('data', (data) => postgres.write(data))
    postgres.on('data', (data) => setTimeout(() => app.write(data), ms))
    for (const [one, other] of [
      [app, postgres],
      [postgres, app],
    ] as const)
      one.on('close', () => other.destroy()).on('error', () => other.destroy())
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const here = new URL(url)
  here.hostname = '127.0.0.1'
  here.port = String((door.address() as AddressInfo).port)
  return { url: here.href, close: () => door.close() }
}
