import { useState, type FormEvent, type ReactNode } from 'react'
import { useMutation } from 'urql'
import { explain, mayTryAgain } from '../api.ts'
import { graphql } from '../gql/index.ts'
import type { BasketQuery, OrderCardFragment, PlaceOrderInput, PlaceOrderMutation } from '../gql/graphql.ts'
import { orderOf, type Draft } from './draft.ts'
import { Refusal } from './refusal.tsx'

const PLACE_ORDER = graphql(`
  mutation PlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on PlaceOrderSuccess {
        order {
          ...OrderCard
        }
      }
      ... on SlotUnavailableError {
        reason
        alternatives {
          slot {
            id
            date
            startTime
          }
        }
      }
      ... on PriceChangedError {
        total {
          amount
          formatted
        }
      }
      ...Refused
    }
  }
`)

export type Answer = NonNullable<PlaceOrderMutation['placeOrder']>

interface Props {
  draft: Draft
  quote: BasketQuery['quote'] | undefined
  onDraft: (changes: Partial<Draft>) => void
  onPlaced: (order: OrderCardFragment) => void
  /** Something is no longer as it was shown. */
  onStale: () => void
  children: (problems: ReadonlyMap<string, string>) => ReactNode
}

export function Placing({ draft, quote, onDraft, onPlaced, onStale, children }: Props) {
  const [{ fetching }, placeOrder] = useMutation(PLACE_ORDER)
  const [answer, setAnswer] = useState<Answer>()
  const [problem, setProblem] = useState('')
  const total = quote?.__typename === 'OrderQuote' ? quote.total : undefined

  async function send(input: PlaceOrderInput) {
    setAnswer(undefined)
    setProblem('')
    onDraft({ sent: input })
    const { data, error } = await placeOrder({ input })
    if (error && mayTryAgain(error)) return setProblem(explain(error))
    const result = data?.placeOrder
    if (result?.__typename === 'PlaceOrderSuccess') return onPlaced(result.order)
    onDraft({ sent: undefined })
    if (error) return setProblem(explain(error))
    setAnswer(result ?? undefined)
    onStale()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (total) void send(orderOf(draft, total.amount))
  }
  const takeSlot = ({ id, date }: { id: string; date: string }) => {
    setAnswer(undefined)
    onDraft({ day: date, slotId: id })
  }

  if (draft.sent && !fetching)
    return (
      <div className="refusal" role="alert">
        <p>
          <b>No answer came.</b> {problem} The order may stand or not. Try again: it is never taken twice.
        </p>
        <button className="primary" onClick={() => void send(draft.sent!)}>
          Try again
        </button>
      </div>
    )
  return (
    <form onSubmit={submit}>
      <fieldset className="plain" disabled={fetching}>
        {children(problemsOf(answer))}
        <div role="alert">
          {problem && <p className="problem">{problem}</p>}
          <Refusal answer={answer} onSlot={takeSlot} />
        </div>
        <button className="primary place" disabled={!draft.slotId || !total}>
          {total ? <>Take the order for {total.formatted}</> : 'Take the order'}
        </button>
        {!draft.slotId && <p>Choose a day and a time first.</p>}
      </fieldset>
    </form>
  )
}

function problemsOf(answer: Answer | undefined): ReadonlyMap<string, string> {
  if (answer?.__typename !== 'InvalidInputError') return new Map()
  return new Map(answer.fields.map(({ path, message }) => [path.join('.'), message]))
}
