import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import { LIST_SIZES, PAGE_AT_MOST, PAGE_SIZE } from './list-sizes.ts'

export interface Costed {
  schema: GraphQLSchema
  document: DocumentNode
  operation: OperationDefinitionNode
  variables: Readonly<Record<string, unknown>>
}

/**
 * How many objects an operation may give with these variables: 1 for each object, 0 for each scalar, lists times their
 * page size or the size that is declared for them. Of an abstract type the dearest member counts.
 * Each selection is counted once for each type that it is on, however often its fragment is spread.
 */
export function costOf(costed: Costed): number {
  const { schema, operation } = costed
  const root = schema.getRootType(operation.operation)
  return root ? new Counter(costed).ofSelections(operation.selectionSet, root) : 0
}

class Counter {
  readonly #schema: GraphQLSchema
  readonly #variables: Readonly<Record<string, unknown>>
  readonly #defaults: ReadonlyMap<string, ValueNode | undefined>
  readonly #fragments: ReadonlyMap<string, SelectionSetNode & { on: string }>
  readonly #known = new Map<SelectionSetNode, Map<GraphQLCompositeType, number>>()

  constructor({ schema, document, operation, variables }: Costed) {
    this.#schema = schema
    this.#variables = variables
    this.#defaults = new Map(
      operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
    )
    this.#fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION
          ? [[definition.name.value, { ...definition.selectionSet, on: definition.typeCondition.name.value }]]
          : [],
      ),
    )
  }

  ofSelections(set: SelectionSetNode, type: GraphQLCompositeType, page?: number): number {
    if (isAbstractType(type))
      return Math.max(
        0,
        ...this.#schema.getPossibleTypes(type).map((each) => this.ofSelections(set, each, page)),
      )
    // How long a page is depends on the field above.
    if (page !== undefined) return this.#sum(set, type as GraphQLObjectType, page)
    const costs = this.#known.get(set) ?? new Map<GraphQLCompositeType, number>()
    this.#known.set(set, costs)
    const known = costs.get(type)
    if (known !== undefined) return known
    costs.set(type, 0)
    const cost = this.#sum(set, type as GraphQLObjectType, page)
    costs.set(type, cost)
    return cost
  }

  #sum({ selections }: SelectionSetNode, type: GraphQLObjectType, page: number | undefined): number {
    let sum = 0
    for (const selection of selections) {
      if (this.#isLeftOut(selection)) continue
      if (selection.kind === Kind.FIELD) sum += this.#ofField(selection, type, page)
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition?.name.value
        if (this.#isFor(on, type)) sum += this.ofSelections(selection.selectionSet, type, page)
      } else {
        const fragment = this.#fragments.get(selection.name.value)
        if (fragment && this.#isFor(fragment.on, type)) sum += this.ofSelections(fragment, type, page)
      }
    }
    return sum
  }

  #ofField(node: FieldNode, parent: GraphQLObjectType, page: number | undefined): number {
    const field = this.#schema.getField(parent, node.name.value)
    const type = field && getNamedType(field.type)
    if (!field || !node.selectionSet || !isCompositeType(type)) return 0
    if (!isListType(getNullableType(field.type)))
      return 1 + this.ofSelections(node.selectionSet, type, this.#pageOf(node, field))
    const size = page ?? this.#idsOf(node) ?? LIST_SIZES[`${parent.name}.${field.name}`] ?? PAGE_SIZE
    return size * (1 + this.ofSelections(node.selectionSet, type))
  }

  /** Of a connection the size of its pages; of any other object nothing. */
  #pageOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined {
    if (!field.args.some(({ name }) => name === 'first')) return undefined
    const size = this.#argument(node, 'first') ?? this.#argument(node, 'last')
    // Larger pages than there are get refused by the list itself.
    return typeof size === 'number' && size > 0 && size <= PAGE_AT_MOST ? size : PAGE_SIZE
  }

  #idsOf(node: FieldNode): number | undefined {
    const ids = this.#argument(node, 'ids')
    if (ids === undefined || ids === null) return undefined
    return Array.isArray(ids) ? ids.length : 1
  }

  #argument(node: FieldNode, name: string): unknown {
    const value = node.arguments?.find((each) => each.name.value === name)?.value
    return value && this.#valueOf(value)
  }

  #valueOf(value: ValueNode): unknown {
    if (value.kind === Kind.LIST) return value.values
    if (value.kind === Kind.INT) return Number(value.value)
    if (value.kind === Kind.BOOLEAN) return value.value
    if (value.kind !== Kind.VARIABLE) return null
    const given = this.#variables[value.name.value]
    if (given !== undefined) return given
    const otherwise = this.#defaults.get(value.name.value)
    return otherwise && this.#valueOf(otherwise)
  }

  #isFor(on: string | undefined, type: GraphQLObjectType): boolean {
    if (on === undefined || on === type.name) return true
    const condition = this.#schema.getType(on)
    return isAbstractType(condition) && isObjectType(type) && this.#schema.isSubType(condition, type)
  }

  #isLeftOut({ directives = [] }: SelectionNode): boolean {
    return directives.some(({ name, arguments: given = [] }) => {
      const condition = given[0] && this.#valueOf(given[0].value)
      return name.value === 'skip' ? condition === true : name.value === 'include' && condition === false
    })
  }
}
