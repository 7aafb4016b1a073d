import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import { onTestFinished } from 'vitest'

/** What becomes of a request on its way: it does not get there, its answer does not come back, or nobody has time. */
export type Fate = 'lost' | 'answer lost' | 'unavailable'

export interface Road {
  origin: string
  /** Requests that set out so far. */
  sent(): number
}

/** A way to a server on which the first requests meet these fates, until the test ends. */
export async function buildRoad(to: string, ...fates: Fate[]): Promise<Road> {
  let sent = 0
  const server = createServer((asked, answer) => {
    const fate = fates[sent++]
    if (fate === 'lost') answer.destroy()
    else if (fate === 'unavailable') sayUnavailable(answer)
    else
      forward(to, asked, (came) =>
        fate ? void came.resume().on('end', () => answer.destroy()) : give(came, answer),
      )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent: () => sent }
}

function forward(to: string, asked: IncomingMessage, then: (came: IncomingMessage) => void): void {
  const { method, headers } = asked
  pipeline(asked, request(new URL(asked.url!, to), { method, headers }, then), () => {})
}

function give(came: IncomingMessage, answer: ServerResponse): void {
  answer.writeHead(came.statusCode!, came.headers)
  pipeline(came, answer, () => {})
}

// As the API says it while its database is away.
function sayUnavailable(answer: ServerResponse): void {
  const error = { message: 'Try again soon.', extensions: { code: 'UNAVAILABLE' } }
  answer
    .writeHead(503, { 'content-type': 'application/graphql-response+json', 'retry-after': '1' })
    .end(JSON.stringify({ errors: [error] }))
}
