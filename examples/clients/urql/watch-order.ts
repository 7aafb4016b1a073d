import type { Client } from '@urql/core'
import { onEnd, pipe, subscribe } from 'wonka'
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

/** Tells an order as it stands, and each time it changes; gives what stops it. A connection lasts 55 seconds, so ask again. */
export function watchOrder(
  client: Client,
  variables: { id: string; guestToken?: string | null },
  told: (order: Order) => void,
  failed: (error: Error) => void,
): () => void {
  let [isOver, stop] = [false, () => {}]
  const begin = () => {
    const watching = pipe(
      client.subscription(ORDER_CHANGED, variables),
      onEnd(() => {
        if (!isOver) setTimeout(begin)
      }),
      subscribe(({ data, error }) => {
        if (data) told(data.orderChanged)
        if (!error || isOver) return
        isOver = true
        failed(error)
      }),
    )
    stop = () => watching.unsubscribe()
  }
  begin()
  return () => {
    isOver = true
    stop()
  }
}
