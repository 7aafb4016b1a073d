import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  TypeNameMetaFieldDef,
  typeFromAST,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableValues,
} from 'graphql'
import { plainOf, type Plain } from './plain.ts'

/** How one field is answered, decided once for all objects of its type. */
export interface FieldPlan {
  /** The alias, or else the name. */
  key: string
  name: string
  nodes: readonly FieldNode[]
  parentType: GraphQLObjectType
  definition: GraphQLField<unknown, unknown>
  /** Undefined where the value is a property of the source. */
  resolve: GraphQLFieldResolver<unknown, unknown> | undefined
  takesInfo: boolean
  /** Undefined where they depend on variables. */
  args: Record<string, unknown> | undefined
  value: ValuePlan
  /** Of `__typename`, which needs no asking. */
  known: string | undefined
}

export type ValuePlan = { type: GraphQLOutputType; isNullable: boolean } & (
  | { kind: 'LEAF'; leaf: GraphQLLeafType; plain: Plain }
  | { kind: 'LIST'; of: ValuePlan }
  | { kind: 'OBJECT'; of: GraphQLObjectType; selection: Selection }
  | { kind: 'ABSTRACT'; of: GraphQLAbstractType; selection: Selection }
)

export type LeafPlan = ValuePlan & { kind: 'LEAF' }

/** What is selected of objects; planned for a type when the first object of it comes. */
export class Selection {
  readonly #planner: Planner
  readonly #sets: readonly SelectionSetNode[]
  readonly #plans = new Map<GraphQLObjectType, FieldPlan[]>()

  constructor(planner: Planner, sets: readonly SelectionSetNode[]) {
    this.#planner = planner
    this.#sets = sets
  }

  of(type: GraphQLObjectType): FieldPlan[] {
    const known = this.#plans.get(type)
    if (known) return known
    const plan = this.#planner.plan(type, this.#sets)
    this.#plans.set(type, plan)
    return plan
  }
}

/** Plans for one document and one set of values for the variables of its conditions. */
export class Planner {
  readonly #schema: GraphQLSchema
  readonly #variables: VariableValues
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: VariableValues) {
    this.#schema = schema
    this.#variables = variables
    this.#fragments = new Map(
      document.definitions
        .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((definition) => [definition.name.value, definition]),
    )
  }

  plan(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): FieldPlan[] {
    const nodes = new Map<string, FieldNode[]>()
    const spread = new Set<string>()
    for (const set of sets) this.#collect(set, type, nodes, spread)
    return [...nodes].map(([key, same]) => this.#ofField(key, same, type))
  }

  #collect(
    { selections }: SelectionSetNode,
    type: GraphQLObjectType,
    into: Map<string, FieldNode[]>,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      if (this.#isLeftOut(selection)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        into.set(key, [...(into.get(key) ?? []), selection])
        continue
      }
      const { typeCondition, selectionSet } =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value)!
      if (!this.#isFor(typeCondition, type)) continue
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) continue
        spread.add(selection.name.value)
      }
      this.#collect(selectionSet, type, into, spread)
    }
  }

  #isLeftOut(node: SelectionNode): boolean {
    return (
      getDirectiveValues(GraphQLSkipDirective, node, this.#variables)?.['if'] === true ||
      getDirectiveValues(GraphQLIncludeDirective, node, this.#variables)?.['if'] === false
    )
  }

  #isFor(node: NamedTypeNode | undefined, type: GraphQLObjectType): boolean {
    if (!node) return true
    const condition = typeFromAST(this.#schema, node)
    return condition === type || (isAbstractType(condition) && this.#schema.isSubType(condition, type))
  }

  #ofField(key: string, nodes: FieldNode[], parentType: GraphQLObjectType): FieldPlan {
    const node = nodes[0]!
    const definition = this.#schema.getField(parentType, node.name.value)!
    const { name, resolve } = definition
    const selection = new Selection(
      this,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    )
    return {
      key,
      name,
      nodes,
      parentType,
      definition,
      resolve,
      // What names fewer parameters does not look at it.
      takesInfo: resolve !== undefined && (resolve.length === 0 || resolve.length > 3),
      args: hasVariable(node) ? undefined : getArgumentValues(definition, node, this.#variables),
      value: valuePlan(definition.type, selection),
      known: definition === TypeNameMetaFieldDef ? parentType.name : undefined,
    }
  }
}

function valuePlan(type: GraphQLOutputType, selection: Selection): ValuePlan {
  if (isNonNullType(type)) return { ...valuePlan(type.ofType, selection), type, isNullable: false }
  const common = { type, isNullable: true }
  if (isListType(type)) return { ...common, kind: 'LIST', of: valuePlan(type.ofType, selection) }
  if (isLeafType(type)) return { ...common, kind: 'LEAF', leaf: type, plain: plainOf(type) }
  if (isObjectType(type)) return { ...common, kind: 'OBJECT', of: type, selection }
  return { ...common, kind: 'ABSTRACT', of: type, selection }
}

const hasVariable = ({ arguments: given = [] }: FieldNode): boolean =>
  given.length > 0 && JSON.stringify(given).includes(`"kind":"${Kind.VARIABLE}"`)
