import type { GraphiQL } from 'graphiql'
import type { DocumentNode } from 'graphql'
import type { ComponentProps } from 'react'
import { asking, authorizationOf } from './asking.ts'

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher']
type Result = { data?: Record<string, unknown> | null; errors?: unknown[] }

/** Asks in the role of the tab; an Authorization of the headers editor goes before it. */
export const fetcher: Fetcher = async (params, options) => {
  const streams = isSubscription(options?.documentAST, params.operationName)
  const stop = new AbortController()
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: await headersFor(options?.headers, streams),
    body: JSON.stringify(params),
    signal: stop.signal,
  })
  const streamed = response.headers.get('content-type')?.startsWith('text/event-stream')
  if (streamed && response.body) return watch(response.body, stop)
  return (await response.json()) as Result
}

export function isSubscription(document: DocumentNode | undefined, name?: string | null): boolean {
  const operations =
    document?.definitions.filter((definition) => definition.kind === 'OperationDefinition') ?? []
  const asked = operations.find((operation) => !name || operation.name?.value === name)
  return asked?.operation === 'subscription'
}

async function headersFor(typed: unknown, streams: boolean): Promise<Headers> {
  const headers = new Headers({
    'content-type': 'application/json',
    accept: streams ? 'text/event-stream' : 'application/graphql-response+json, application/json;q=0.9',
    ...(await authorizationOf(asking.role)),
  })
  for (const [name, value] of Object.entries((typed ?? {}) as Record<string, string>))
    headers.set(name, value)
  return headers
}

/** Server-sent events as GraphQL over SSE sends them: `next` with a result, and `complete`. */
function watch(body: ReadableStream<Uint8Array>, stop: AbortController): AsyncIterableIterator<Result> {
  const results = read(body)
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () =>
      results.next().catch((error: unknown) => {
        if (stop.signal.aborted) return { done: true, value: undefined }
        throw error
      }),
    return() {
      stop.abort()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
}

async function* read(body: ReadableStream<Uint8Array>): AsyncGenerator<Result, undefined> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const events = (text + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/)
    text = events.pop() ?? ''
    for (const event of events) {
      if (/^event: *complete$/m.test(event)) return
      const data = event
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5))
      if (data.join('').trim()) yield JSON.parse(data.join('\n')) as Result
    }
  }
}
