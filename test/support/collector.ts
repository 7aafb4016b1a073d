import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export interface TakenSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: { stringValue?: string; intValue?: string } }[]
  status: { code: number; message?: string }
}

interface Message {
  resourceSpans: {
    resource: { attributes: TakenSpan['attributes'] }
    scopeSpans: { scope: { name: string }; spans: TakenSpan[] }[]
  }[]
}

/** An OpenTelemetry collector that takes traces by HTTP, and shows them. */
export async function openCollector() {
  const taken: { headers: IncomingHttpHeaders; message: Message }[] = []
  let status = 200
  const server = createHttpServer(async (request, response) => {
    const isTraces = request.method === 'POST' && request.url === '/v1/traces'
    const message = (await json(request)) as Message
    if (isTraces && status === 200) taken.push({ headers: request.headers, message })
    response.writeHead(isTraces ? status : 404, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => server.close().closeAllConnections())
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith: (other: number) => void (status = other),
    taken,
    spans: (): TakenSpan[] =>
      taken.flatMap(({ message }) =>
        message.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
  }
}

/** Takes connections, and never answers. */
export async function openBlackHole(): Promise<string> {
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export const valuesOf = ({ attributes }: Pick<TakenSpan, 'attributes'>): Record<string, string | number> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]))
