import { useLiveOrder } from '../api/live.ts'
import { usePage } from '../bakery.ts'
import { graphql } from '../gql/gql.ts'
import { OrderView } from '../order/order-view.tsx'
import { Failure } from '../parts/notice.tsx'

const OWN_ORDER = graphql(`
  query OwnOrder($id: ID!) {
    bakery {
      ...BakeryParts
    }
    order(id: $id) {
      ...OrderParts
    }
  }
`)

/** An order of who is signed in. */
export default function OwnOrderPage({ id }: { id: string }) {
  const { data, error, refetch } = usePage({ query: OWN_ORDER, variables: { id } })
  const live = useLiveOrder(data?.order ?? undefined, null, refetch)
  if (live.order) return <OrderView {...live} order={live.order} guestToken={null} reload={refetch} />
  if (error) return <Failure error={error} again={refetch} />
  if (!data) return <p className="wait">One moment …</p>
  return <h1>You have no such order</h1>
}
