import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'
import type { OrderPart } from '../db/order-parts.ts'

type Asked = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>

/** As long as their document is kept. */
const known = new WeakMap<FieldNode, readonly OrderPart[]>()

/**
 * What is selected of the orders below a field, a list of them or one, that can be read along with them. Whether it is skipped
 * does not count: what is read for nobody only costs.
 */
export function orderPartsIn(info: Asked): readonly OrderPart[] {
  const [first] = info.fieldNodes
  const parts = known.get(first!) ?? [...partsBelow(info)]
  known.set(first!, parts)
  return parts
}

function partsBelow({ fieldNodes, fragments }: Asked): Set<OrderPart> {
  const parts = new Set<OrderPart>()
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
      if (WAYS.has(name)) look(field)
      if (name === 'customer') parts.add('customer')
      if (name !== 'items') continue
      parts.add('items')
      if (fieldsIn(field.selectionSet).some((each) => each.name.value === 'cake')) parts.add('catalogue')
    }
  }
  fieldNodes.forEach(look)
  return parts
}

/** Of a connection, to its orders. */
const WAYS = new Set(['nodes', 'edges', 'node'])
