import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts } from '../support/balancer.ts'
import { GUEST_SECRET } from '../support/bakery.ts'
import { startProgram, type Program } from '../support/started.ts'
import { readManifest } from './manifests.ts'

/** Stands in for the host of Azure Functions, as `host.json` and `function.json` tell it to run us. */
export interface FunctionsHost {
  origin: string
  handler: Program
  /** Where the handler was told to listen. */
  port: number
  /** The status of the first answer to `GET /`, whatever it was. */
  firstAnswer: number
  /** As the host does it: without a signal to stop. */
  kill(): Promise<void>
}

interface HostJson {
  customHandler: { enableProxyingHttpRequest: boolean }
  extensions: { http: { routePrefix: string } }
}

const POLL = 25
const START_WITHIN = 60_000
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade']

/** Starts host and handler. Kill them at the end. */
export async function startFunctionsHost(databaseUrl: string): Promise<FunctionsHost> {
  const { customHandler, extensions } = readManifest('azure-functions/host.json') as HostJson
  if (!customHandler.enableProxyingHttpRequest || extensions.http.routePrefix !== '')
    throw new Error('This host does no more than hand requests on, under the address that was asked.')
  const [port] = (await freePorts(1)) as [number]
  const handler = startProgram([process.execPath, 'src/server.ts'], {
    DATABASE_URL: databaseUrl,
    GUEST_TOKEN_SECRETS: `test:${GUEST_SECRET}`,
    // App Service has one of its own, which is the host's.
    PORT: '80',
    FUNCTIONS_CUSTOMHANDLER_PORT: String(port),
    FUNCTIONS_CUSTOMHANDLER_WORKER_ID: randomUUID(),
    FUNCTIONS_HTTPWORKER_PORT: String(port),
    FUNCTIONS_APP_ROOT_PATH: '/home/site/wwwroot',
  })
  const firstAnswer = await ping(port)
  const host = createServer((asked, answer) => void forward(port, asked, answer))
  const kill = async () => {
    host.close()
    host.closeAllConnections()
    await handler.kill()
  }
  host.listen(0, '127.0.0.1')
  await once(host, 'listening')
  const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`
  return { origin, handler, port, firstAnswer, kill }
}

/** Any answer will do; only while nobody listens it is asked again. */
async function ping(port: number): Promise<number> {
  const deadline = Date.now() + START_WITHIN
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)
    if (answer) return answer.status
    if (Date.now() > deadline) throw new Error('The handler never listened.')
    await sleep(POLL)
  }
}

// A body whose length is not known comes along in chunks, as it came; the address is the one that was asked.
async function forward(port: number, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const onward = request({
    port,
    host: '127.0.0.1',
    method: asked.method,
    path: asked.url,
    headers: { ...passing(asked), ...added(asked, port) },
  })
  asked.pipe(onward)
  answer.once('close', () => void onward.destroy())
  onward.once('error', () => void answer.destroy())
  const [response] = (await once(onward, 'response')) as [IncomingMessage]
  answer.writeHead(response.statusCode!, passing(response))
  // A stream is passed on from its first byte.
  answer.flushHeaders()
  response.pipe(answer)
}

function passing({ headers }: IncomingMessage): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name))
  return Object.fromEntries(kept) as Record<string, string | string[]>
}

const added = ({ headers }: IncomingMessage, port: number): Record<string, string> => ({
  host: `127.0.0.1:${port}`,
  'x-forwarded-for': '203.0.113.7:51234',
  'x-forwarded-host': headers.host!,
  'x-forwarded-proto': 'https',
  'x-original-url': '/graphql',
  'x-arr-log-id': randomUUID(),
  'x-site-deployment-id': 'bakehouse',
  'x-ms-invocation-id': randomUUID(),
  'x-azure-functions-invocationid': randomUUID(),
})
