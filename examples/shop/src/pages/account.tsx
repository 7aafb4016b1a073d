import { useState } from 'react'
import { Link } from 'wouter'
import { session } from '../api/client.ts'
import { useDates, usePage } from '../bakery.ts'
import { graphql } from '../gql/gql.ts'
import { Failure, Notice } from '../parts/notice.tsx'
import { useTitle } from '../parts/shell.tsx'
import { statusName } from '../words.ts'

const ACCOUNT = graphql(`
  query Account {
    bakery {
      ...BakeryParts
    }
    viewer {
      role
      customer {
        id
        name
        orders(first: 20) {
          nodes {
            id
            number
            status
            slot {
              date
              startTime
            }
            total {
              formatted
            }
            items {
              id
              quantity
              cakeName
            }
          }
        }
      }
    }
  }
`)

export default function AccountPage() {
  const dates = useDates()
  const { data, error, refetch } = usePage({ query: ACCOUNT, variables: {} })
  useTitle('My orders')
  if (error) return <Failure error={error} again={refetch} />
  if (!data) return <p className="wait">One moment …</p>
  if (!data.viewer) return <SignIn />
  const { customer } = data.viewer
  return (
    <div className="account">
      <h1>{customer ? `Hello, ${customer.name}` : 'You are signed in'}</h1>
      <ul className="orders">
        {customer?.orders.nodes.map(({ id, number, status, slot, total, items }) => (
          <li key={id}>
            <Link href={`/orders/${id}`}>
              <span>
                <strong>
                  <time lang={dates.locale}>{dates.short(slot.date)}</time>, {dates.time(slot.startTime)}
                </strong>
                <small>{items.map(({ quantity, cakeName }) => `${quantity} × ${cakeName}`).join(', ')}</small>
              </span>
              <span>
                <b>{total.formatted}</b>
                <small>
                  {statusName(status)} · {number}
                </small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {customer?.orders.nodes.length === 0 && <p>You have ordered nothing yet.</p>}
      <button type="button" className="second" onClick={() => enter(null)}>
        Sign out
      </button>
    </div>
  )
}

/** In development a token is given to whoever asks; a real shop sends people to its identity provider here. */
function SignIn() {
  const [failed, setFailed] = useState(false)
  const signIn = async () => {
    try {
      const response = await fetch('/dev/tokens')
      enter(((await response.json()) as { customer: string }).customer)
    } catch {
      setFailed(true)
    }
  }
  return (
    <div className="empty">
      <h1>Sign in</h1>
      <p>
        You need no account to order. With one you find your orders again, and we know what you must not eat.
      </p>
      {failed && <Notice title="This bakery gives no tokens away: it does not run for development." />}
      <button type="button" onClick={() => void signIn()}>
        Sign in as Anna, a customer of the sample bakery
      </button>
    </div>
  )
}

/** As somebody else: with nothing left of what was asked before. */
function enter(token: string | null): void {
  session.set(token)
  location.reload()
}
