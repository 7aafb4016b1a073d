import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableValues,
} from 'graphql'
import type { Place } from './places.ts'
import type { FieldPlan } from './plan.ts'

/** What all fields of one execution have in common. */
export interface Executed {
  schema: GraphQLSchema
  document: DocumentNode
  operation: OperationDefinitionNode
  variableValues: VariableValues
}

/** What a resolver may know of its field. Most do not look, so nothing is reckoned before. */
export class ResolveInfo implements GraphQLResolveInfo {
  readonly path: Place
  readonly #field: FieldPlan
  readonly #executed: Executed

  constructor(field: FieldPlan, path: Place, executed: Executed) {
    this.#field = field
    this.path = path
    this.#executed = executed
  }

  get fieldName() {
    return this.#field.name
  }
  get fieldNodes() {
    return this.#field.nodes
  }
  get returnType() {
    return this.#field.definition.type
  }
  get parentType() {
    return this.#field.parentType
  }
  get schema() {
    return this.#executed.schema
  }
  get operation() {
    return this.#executed.operation
  }
  get variableValues() {
    return this.#executed.variableValues
  }
  get rootValue() {
    return undefined
  }
  get fragments(): Record<string, FragmentDefinitionNode> {
    const definitions = this.#executed.document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
    )
    return Object.fromEntries(definitions.map((definition) => [definition.name.value, definition]))
  }
  getAbortSignal(): never {
    throw new Error('What a request does is stopped by its scope.')
  }
  getAsyncHelpers(): never {
    throw new Error('Resolvers return what they wait for.')
  }
}
