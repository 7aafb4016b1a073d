import {
  execute as executeByGraphQL,
  getVariableValues,
  Kind,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableValues,
} from 'graphql'
import { Execution } from './execution.ts'
import { Planner, Selection } from './plan.ts'

export interface Operation {
  schema: GraphQLSchema
  document: DocumentNode
  operation: OperationDefinitionNode
}

export interface Executing extends Operation {
  contextValue: unknown
  variables: Record<string, unknown> | null | undefined
}

/** Executes a valid query or mutation by a plan that is kept as long as its document is. */
export function execute(executing: Executing): ExecutionResult | Promise<ExecutionResult> {
  const { schema, document, operation, contextValue, variables } = executing
  const { variableValues, errors } = variablesOf(executing)
  if (errors) return { errors }
  const selection = plansOf(executing).for(variableValues)
  if (!selection) {
    const operationName = operation.name?.value
    return executeByGraphQL({ schema, document, contextValue, variableValues: variables, operationName })
  }
  const execution = new Execution({ schema, document, operation, variableValues }, contextValue)
  const fields = selection.of(schema.getRootType(operation.operation)!)
  return operation.operation === 'mutation' ? execution.inTurn(fields) : execution.together(fields)
}

function variablesOf({ schema, operation, variables }: Executing): ReturnType<typeof getVariableValues> {
  const { variableDefinitions: defined = [] } = operation
  if (defined.length === 0) return NONE
  return getVariableValues(schema, defined, variables ?? {}, { maxErrors: MISTAKES_AT_MOST })
}

const NONE: ReturnType<typeof getVariableValues> = {
  variableValues: { sources: Object.create(null) as never, coerced: Object.create(null) as never },
}

/** As graphql-js has it. */
const MISTAKES_AT_MOST = 50

const known = new WeakMap<OperationDefinitionNode, Plans>()

function plansOf(asked: Operation): Plans {
  let plans = known.get(asked.operation)
  if (!plans) known.set(asked.operation, (plans = new Plans(asked)))
  return plans
}

/** More would be a document made to fill our memory. */
const PLANS_AT_MOST = 16

/** The plans of a document: one for each outcome of `@skip` and `@include`. */
class Plans {
  readonly #asked: Operation
  readonly #conditions = new Set<string>()
  readonly #plans = new Map<string, Selection>()
  #isCommon = true

  constructor(asked: Operation) {
    this.#asked = asked
    const note = (name: string) => {
      // As a key it would name the prototype of an answer.
      if (name === '__proto__') this.#isCommon = false
    }
    visit(asked.document, {
      Field: ({ alias }) => note(alias?.value ?? ''),
      Directive: ({ arguments: given = [] }) => {
        for (const { value } of given)
          if (value.kind === Kind.VARIABLE) this.#conditions.add(value.name.value)
      },
    })
  }

  /** Undefined where there is none, and the operation is to be executed without. */
  for(variables: VariableValues): Selection | undefined {
    let key = ''
    for (const name of this.#conditions) key += `${String(variables.coerced[name])} `
    const plan = this.#plans.get(key)
    if (plan) return plan
    if (!this.#isCommon || this.#plans.size >= PLANS_AT_MOST) return undefined
    if ([...this.#conditions].some((name) => typeof variables.coerced[name] !== 'boolean')) return undefined
    const { schema, document, operation } = this.#asked
    const selection = new Selection(new Planner(schema, document, variables), [operation.selectionSet])
    this.#plans.set(key, selection)
    return selection
  }
}
