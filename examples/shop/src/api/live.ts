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
const MOMENT = 250
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
      let done = false
      const leave = (next: Liveness, after: number) => {
        if (done) return
        close()
        setLiveness(next)
        timer = setTimeout(open, after)
      }
      const cut = () => leave('polling', STREAM_AGAIN_AFTER)
      timer = setTimeout(cut, PATIENCE)
      const stream = pipe(
        client.subscription(ORDER_CHANGED, { id, guestToken }),
        // Completed after having worked: that was the server's minute. urql forgets a stream only after its end.
        onEnd(() => (heard ? leave('live', MOMENT) : cut())),
        subscribe(({ data, error }) => {
          if (error) return cut()
          if (!data) return
          heard = true
          clearTimeout(timer)
          setLiveness('live')
          setLatest((before) => newer(before, data.orderChanged))
        }),
      )
      close = () => {
        done = true
        clearTimeout(timer)
        stream.unsubscribe()
      }
    }
    open()
    return () => close()
  }, [client, id, guestToken, over])

  useEffect(() => {
    if (liveness !== 'polling' || over) return undefined
    const timer = setInterval(() => document.hidden || poll(), POLL_EVERY)
    return () => clearInterval(timer)
  })

  return { order, liveness, update: (changed: Order) => setLatest((before) => newer(before, changed)) }
}
