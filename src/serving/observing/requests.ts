import type { DocumentNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { scopes } from '../../db/scope.ts'
import { askedOf, type Asked } from '../asked.ts'
import { describe, noteCodes, type Observing, type Told } from './observers.ts'

/**
 * Finds out what is asked, names each request in its answer, and tells the observers. Whatever a request does in the
 * database, until its last event is sent, is known as its own.
 */
export function useObservers({ begin, end }: Observing): Plugin {
  return {
    instrumentation: {
      request: async ({ request }, wrapped) => {
        const asked = askedOf(request)
        try {
          await scopes.run(asked.scope, wrapped)
        } finally {
          // A stream goes on, unless nobody takes it.
          if (!asked.isStreaming || asked.status !== 200) end(asked)
        }
      },
    },
    onRequestParse: ({ request }) => {
      if (request.method !== 'OPTIONS') begin(askedOf(request))
    },
    onParse: ({ context: { request, params }, params: { source } }) => {
      return ({ result }) => {
        if (isDocument(result)) describe(askedOf(request), result, source, params.operationName)
      }
    },
    onResultProcess: (payload) => {
      const { request, result } = payload
      const asked = askedOf(request)
      if (isStream(result)) payload.setResult(observed(result, asked, request.signal, () => end(asked)))
      else noteCodes(asked, result as Told)
    },
    onResponse: ({ request, response }) => {
      const asked = askedOf(request)
      asked.status = response.status
      response.headers.set('x-request-id', asked.id)
    },
  }
}

/** The same events, each made on behalf of the request; tells when the last one is sent or the client has gone. */
function observed<Event>(
  stream: AsyncIterable<Event>,
  asked: Asked,
  signal: AbortSignal,
  onEnd: () => void,
): AsyncIterableIterator<Event> {
  const iterator = stream[Symbol.asyncIterator]()
  const over = () => {
    asked.isStreaming = false
    // It may be over before its answer has begun.
    if (asked.status !== undefined) onEnd()
  }
  asked.events = 0
  asked.isStreaming = true
  // A client that leaves before it has read anything: nobody ends the stream then.
  const leave = () => {
    over()
    void iterator.return?.().catch(() => {})
  }
  if (signal.aborted) leave()
  else signal.addEventListener('abort', leave)
  return {
    async next() {
      try {
        const next = await scopes.run(asked.scope, () => iterator.next())
        if (next.done) over()
        else {
          asked.events!++
          noteCodes(asked, next.value as Told)
        }
        return next
      } catch (error) {
        over()
        throw error
      }
    },
    async return(value) {
      over()
      return (await iterator.return?.(value)) ?? { value, done: true }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const isDocument = (parsed: unknown): parsed is DocumentNode =>
  typeof parsed === 'object' && parsed !== null && 'definitions' in parsed

const isStream = (result: unknown): result is AsyncIterable<never> =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result
