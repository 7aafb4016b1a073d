import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import { onEnd, pipe, subscribe } from 'wonka'
import { graphql } from '../gql/gql.ts'
import { isOver, newer, type Order } from '../order.ts'

const ORDER_CHANGED = graphql(`
  subscription OrderChanged($id: ID!, $guestToken: String) {
    orderChanged(id: $id, guestToken: $guestToken) {
      ...OrderParts
    }
  }
`)

const POLL_EVERY = 5_000
/** A stream begins with the order as it stands: whatever holds that back for longer would hold back all. */
const PATIENCE = 8_000
const STREAM_AGAIN_AFTER = 60_000

export type Liveness = 'live' | 'polling'

/**
 * An order as it changes: over SSE, which the server ends every minute and we open anew, and where that is cut, by
 * asking every few seconds, until a stream works again.
 */
export function useLiveOrder(loaded: Order | undefined, guestToken: string | null, poll: () => void) {
  const client = useClient()
  const [latest, setLatest] = useState<Order>()
  const [liveness, setLiveness] = useState<Liveness>('live')
  const order = newer(loaded, latest)
  const id = order?.id
  const over = !order || isOver(order)

  useEffect(() => {
    if (!id || over) return undefined
    let timer: ReturnType<typeof setTimeout>
    let close: () => void
    const open = () => {
      let heard = false
      const cut = () => {
        close()
        clearTimeout(timer)
        setLiveness('polling')
        timer = setTimeout(open, STREAM_AGAIN_AFTER)
      }
      timer = setTimeout(cut, PATIENCE)
      const stream = pipe(
        client.subscription(ORDER_CHANGED, { id, guestToken }),
        // Completed after having worked: that is the server's minute.
        onEnd(() => (heard ? (clearTimeout(timer), open()) : cut())),
        subscribe(({ data, error }) => {
          if (error) return cut()
          if (!data) return
          heard = true
          clearTimeout(timer)
          setLiveness('live')
          setLatest((before) => newer(before, data.orderChanged))
        }),
      )
      close = () => stream.unsubscribe()
    }
    open()
    return () => {
      clearTimeout(timer)
      close()
    }
  }, [client, id, guestToken, over])

  useEffect(() => {
    if (liveness !== 'polling' || over) return undefined
    const timer = setInterval(poll, POLL_EVERY)
    return () => clearInterval(timer)
  })

  return { order, liveness, update: (changed: Order) => setLatest((before) => newer(before, changed)) }
}
