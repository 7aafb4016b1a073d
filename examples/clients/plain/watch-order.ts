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

/** An order as it stands, and each time it changes, until the signal. A connection lasts 55 seconds, so ask again. */
export async function* watchOrder(
  api: Api,
  variables: { id: string; guestToken?: string | null },
  signal: AbortSignal,
): AsyncGenerator<Order> {
  while (!signal.aborted) {
    const body = { query: ORDER_CHANGED.toString(), variables }
    const response = await api(body, { accept: 'text/event-stream', signal })
    for await (const event of eventsOf(response)) {
      const { orderChanged } = await dataOf<OrderChangedSubscription>(new Response(event, response))
      yield orderChanged
    }
  }
}

/** The data of each `next`, until `complete`. What is refused at once comes as JSON. */
async function* eventsOf(response: Response): AsyncGenerator<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return yield await response.text()
  let rest = ''
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const events = (rest + text).split('\n\n')
    rest = events.pop()!
    for (const event of events) {
      if (event.startsWith('event: complete')) return
      const data = /^data: (.*)$/m.exec(event)?.[1]
      if (data) yield data
    }
  }
}
