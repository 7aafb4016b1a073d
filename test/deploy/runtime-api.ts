import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { LambdaEvent, LambdaResponse } from './lambda-events.ts'

/** What Lambda serves to a runtime and its extensions: an event at a time, and a place for its answer. */
export interface RuntimeApi {
  address: string
  /** The first runtime that asks gets the event. */
  invoke(event: LambdaEvent): Promise<LambdaResponse>
  close(): void
}

const INVOCATION = '/2018-06-01/runtime/invocation/'

export async function openRuntimeApi(): Promise<RuntimeApi> {
  const waiting: ServerResponse[] = []
  const events: { id: string; event: LambdaEvent }[] = []
  const answers = new Map<string, PromiseWithResolvers<LambdaResponse>>()

  const hand = () => {
    while (waiting.length > 0 && events.length > 0) {
      const { id, event } = events.shift()!
      const headers = {
        'lambda-runtime-aws-request-id': id,
        'lambda-runtime-deadline-ms': String(Date.now() + 30_000),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:bakehouse',
        'content-type': 'application/json',
      }
      waiting.shift()!.writeHead(200, headers).end(JSON.stringify(event))
    }
  }

  const serve = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const address = asked.url!
    const body = await text(asked)
    if (address === '/2020-01-01/extension/register')
      return void answer.writeHead(200, { 'lambda-extension-identifier': randomUUID() }).end('{}')
    // Nothing ever comes of it: it asked for no events.
    if (address === '/2020-01-01/extension/event/next') return
    if (address === `${INVOCATION}next`) {
      waiting.push(answer)
      return hand()
    }
    const [id = '', outcome] = address.slice(INVOCATION.length).split('/')
    answer.writeHead(202).end()
    if (outcome === 'response') answers.get(id)?.resolve(JSON.parse(body) as LambdaResponse)
    else answers.get(id)?.reject(new Error(body))
  }

  const server = createServer((asked, answer) => void serve(asked, answer))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoke(event) {
      const id = randomUUID()
      answers.set(id, Promise.withResolvers())
      events.push({ id, event })
      hand()
      return answers.get(id)!.promise
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
