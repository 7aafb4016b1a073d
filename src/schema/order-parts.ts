import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'
import type { OrderPart } from '../db/order-parts.ts'
import type { OrdersAsked } from '../resolvers/view-orders.ts'

type Asked = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>

/** By the nodes that are answered together, as long as their document is kept. */
const known = new WeakMap<readonly FieldNode[], OrdersAsked>()

/**
 * What is selected of the orders below a field, a list of them or one. Whether it is skipped does not count: what is read for
 * nobody only costs.
 */
export function ordersAskedIn(info: Asked): OrdersAsked {
  const asked = known.get(info.fieldNodes) ?? askedBelow(info)
  known.set(info.fieldNodes, asked)
  return asked
}

function askedBelow({ fieldNodes, fragments }: Asked): OrdersAsked {
  const parts = new Set<OrderPart>()
  let isLean = true
  const fieldsIn = (set: SelectionSetNode | undefined): FieldNode[] =>
    (set?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection]
      const { selectionSet } =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]!
      return fieldsIn(selectionSet)
    })
  const look = ({ selectionSet }: FieldNode): void => {
    for (const field of fieldsIn(selectionSet)) {
      const name = field.name.value
      const below = fieldsIn(field.selectionSet).map((each) => each.name.value)
      isLean &&= LEAN.has(name) && (name !== 'slot' || below.every((each) => LEAN_OF_SLOT.has(each)))
      if (WAYS.has(name)) look(field)
      if (name === 'customer') parts.add('customer')
      if (name === 'items') parts.add('items')
      if (name === 'items' && below.includes('cake')) parts.add('catalogue')
    }
  }
  fieldNodes.forEach(look)
  return { parts, isLean }
}

/** Of a connection, to its orders. */
const WAYS = new Set(['nodes', 'edges', 'node'])

/** What lean orders have, and what belongs to their connection. */
const LEAN = new Set(
  (
    '__typename edges nodes node cursor pageInfo totalCount ' +
    'id number status version customer items method slot total history placedAt'
  ).split(' '),
)
const LEAN_OF_SLOT = new Set('__typename id method date startTime endTime'.split(' '))
