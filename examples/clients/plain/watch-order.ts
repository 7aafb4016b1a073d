import { patiently, Trouble } from '../common/trouble.ts'
import { dataOf, type Api } from './api.ts'
import { graphql } from './graphql/gql.ts'
import type { OrderChangedSubscription } from './graphql/graphql.ts'

const ORDER_CHANGED = graphql(`
  subscription OrderChanged($id: ID!, $guestToken: String) {
    orderChanged(id: $id, guestToken: $guestToken) {
      number
      status
      version
    }
  }
`)

type Order = OrderChangedSubscription['orderChanged']
type Stream = NonNullable<Response['body']>

/** An order as it stands, and each time it changes, until the signal. A connection lasts 55 seconds, so ask again. */
export async function* watchOrder(
  api: Api,
  variables: { id: string; guestToken?: string | null },
  signal: AbortSignal,
): AsyncGenerator<Order> {
  while (!signal.aborted) {
    const stream = await patiently(() => open(api, variables, signal))
    try {
      for await (const event of eventsOf(stream)) {
        const { orderChanged } = await dataOf<OrderChangedSubscription>(new Response(event))
        yield orderChanged
      }
    } catch (error) {
      // The line was cut, and perhaps there is another.
      if (signal.aborted || error instanceof Trouble) throw error
    }
  }
}

async function open(api: Api, variables: object, signal: AbortSignal): Promise<Stream> {
  const body = { query: ORDER_CHANGED.toString(), variables }
  const response = await api(body, { accept: 'text/event-stream', signal })
  // What is refused at once comes as JSON.
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) await dataOf(response)
  return response.body!
}

/** The data of each `next`. */
async function* eventsOf(stream: Stream): AsyncGenerator<string> {
  let rest = ''
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const events = (rest + text).split('\n\n')
    rest = events.pop()!
    for (const event of events) {
      const data = /^event: next\ndata: (.*)$/m.exec(event)?.[1]
      if (data) yield data
    }
  }
}
