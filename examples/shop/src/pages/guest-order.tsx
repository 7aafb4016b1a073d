import { useSyncExternalStore } from 'react'
import { BY_POST } from '../api/client.ts'
import { useLiveOrder } from '../api/live.ts'
import { usePage } from '../bakery.ts'
import { graphql } from '../gql/gql.ts'
import { OrderView } from '../order/order-view.tsx'
import { Failure } from '../parts/notice.tsx'

const GUEST_ORDER = graphql(`
  query GuestOrder($token: String!) {
    bakery {
      ...BakeryParts
    }
    guestOrder(token: $token) {
      ...OrderParts
    }
  }
`)

/** A guest's link: the token stands behind #, which browsers send to no server, so that it stands in no log. */
export default function GuestOrderPage() {
  const token = useSyncExternalStore(onHash, () => location.hash.slice(1))
  return <GuestOrder key={token} token={token} />
}

function GuestOrder({ token }: { token: string }) {
  const { data, error, refetch } = usePage({ query: GUEST_ORDER, variables: { token }, context: BY_POST })
  const live = useLiveOrder(data?.guestOrder ?? undefined, token, refetch)
  if (live.order) return <OrderView {...live} order={live.order} guestToken={token} reload={refetch} />
  if (error) return <Failure error={error} again={refetch} />
  if (!data) return <p className="wait">One moment …</p>
  return (
    <>
      <h1>This link opens no order</h1>
      <p>Is it whole? Every character behind the # counts.</p>
    </>
  )
}

function onHash(tell: () => void) {
  addEventListener('hashchange', tell)
  return () => removeEventListener('hashchange', tell)
}
