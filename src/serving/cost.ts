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
import { FIELD_COSTS, LIST_SIZES, PAGE_AT_MOST, PAGE_SIZE } from './list-sizes.ts'

export interface Costed {
  schema: GraphQLSchema
  document: DocumentNode
  operation: OperationDefinitionNode
  variables: Readonly<Record<string, unknown>>
}

export interface Cost {
  objects: number
  /** Scalars of all objects. */
  fields: number
}

/**
 * How many objects an operation may give with these variables: 1 for each object, 0 for each scalar, lists times their
 * page size or the size that is declared for them. Of an abstract type the dearest member counts.
 * Fields that are reckoned out cost what the table says, and scalars are counted beside.
 * Each selection is counted once for each type that it is on, however often its fragment is spread.
 */
export function costOf(costed: Costed): Cost {
  const { schema, operation, variables } = costed
  const last = lasts.get(operation)
  if (last && last.given === valuesOf(last.names, variables)) return last.cost
  const root = schema.getRootType(operation.operation)
  const counter = new Counter(costed)
  const cost = root ? counter.ofSelections(operation.selectionSet, root) : NOTHING
  const names = [...counter.names]
  const given = valuesOf(names, variables)
  if (given.length <= LONGEST_GIVEN) lasts.set(operation, { names, given, cost })
  return cost
}

/** What an operation cost the last time, and with what values of the variables that were looked at: the same make the same. */
const lasts = new WeakMap<OperationDefinitionNode, { names: string[]; given: string; cost: Cost }>()
const LONGEST_GIVEN = 500

const valuesOf = (names: string[], variables: Costed['variables']): string =>
  names.length === 0 ? '' : JSON.stringify(names.map((name) => (name in variables ? [variables[name]] : [])))

const NOTHING: Cost = { objects: 0, fields: 0 }

class Counter {
  /** Of the variables that were looked at. */
  readonly names = new Set<string>()
  readonly #schema: GraphQLSchema
  readonly #variables: Readonly<Record<string, unknown>>
  readonly #defaults: ReadonlyMap<string, ValueNode | undefined>
  readonly #fragments: ReadonlyMap<string, { selectionSet: SelectionSetNode; on: string }>
  readonly #known = new Map<SelectionSetNode, Map<string, Cost>>()

  constructor({ schema, document, operation, variables }: Costed) {
    this.#schema = schema
    this.#variables = variables
    this.#defaults = new Map(
      operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
    )
    this.#fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION
          ? [
              [
                definition.name.value,
                { selectionSet: definition.selectionSet, on: definition.typeCondition.name.value },
              ],
            ]
          : [],
      ),
    )
  }

  ofSelections(set: SelectionSetNode, type: GraphQLCompositeType, page?: number): Cost {
    if (isAbstractType(type))
      return this.#schema
        .getPossibleTypes(type)
        .map((each) => this.ofSelections(set, each, page))
        .reduce(dearest, NOTHING)
    // How long a page is depends on the field above, so the same selections can cost differently.
    const key = `${type.name} ${page}`
    const costs = this.#known.get(set) ?? new Map<string, Cost>()
    this.#known.set(set, costs)
    const known = costs.get(key)
    if (known !== undefined) return known
    costs.set(key, NOTHING)
    const cost = this.#sum(set, type as GraphQLObjectType, page)
    costs.set(key, cost)
    return cost
  }

  #sum({ selections }: SelectionSetNode, type: GraphQLObjectType, page: number | undefined): Cost {
    const sum = { objects: 0, fields: 0 }
    const spread = new Set<string>()
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && spread.size === spread.add(selection.name.value).size)
        continue
      const { objects, fields } = this.#ofSelection(selection, type, page)
      sum.objects += objects
      sum.fields += fields
    }
    return sum
  }

  #ofSelection(selection: SelectionNode, type: GraphQLObjectType, page: number | undefined): Cost {
    if (this.#isLeftOut(selection)) return NOTHING
    if (selection.kind === Kind.FIELD) return this.#ofField(selection, type, page)
    const spread =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? this.#fragments.get(selection.name.value)
        : { ...selection, on: selection.typeCondition?.name.value }
    if (!spread || !this.#isFor(spread.on, type)) return NOTHING
    return this.ofSelections(spread.selectionSet, type, page)
  }

  #ofField(node: FieldNode, parent: GraphQLObjectType, page: number | undefined): Cost {
    const field = this.#schema.getField(parent, node.name.value)
    const type = field && getNamedType(field.type)
    const own = FIELD_COSTS[`${parent.name}.${node.name.value}`] ?? 0
    if (!field || !node.selectionSet || !isCompositeType(type)) return { objects: own, fields: 1 }
    if (!isListType(getNullableType(field.type))) {
      const { objects, fields } = this.ofSelections(node.selectionSet, type, this.#pageOf(node, field))
      return { objects: 1 + own + objects, fields }
    }
    const size = page ?? this.#idsOf(node) ?? LIST_SIZES[`${parent.name}.${field.name}`] ?? PAGE_SIZE
    const { objects, fields } = this.ofSelections(node.selectionSet, type)
    return { objects: own + size * (1 + objects), fields: size * fields }
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
    this.names.add(value.name.value)
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

const dearest = (one: Cost, other: Cost): Cost => ({
  objects: Math.max(one.objects, other.objects),
  fields: Math.max(one.fields, other.fields),
})
