import {
  getOperationAST,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import type { GraphQLParams, Plugin, YogaInitialContext } from 'graphql-yoga'
import { askedOf, type Asked } from './asked.ts'
import { costOf } from './cost.ts'
import { refuse, TOO_BUSY } from './errors.ts'
import { LIMITS } from './limits.ts'

export interface AdmissionOptions {
  /** What an operation may cost. */
  costAtMost: number
  /** Operations that run at once; a share of them is kept for those that place orders. */
  runningAtMost: number
}

export interface Asking {
  schema: GraphQLSchema
  document: DocumentNode
  operation: OperationDefinitionNode
  variables: Record<string, unknown> | null | undefined
}

/** The share of operations at once that only `placeOrder` may use. */
const KEPT_FOR_ORDERS = 0.2

/** Lets operations run, or tells why they may not: they cost too much, or too many run already. */
export class Admission {
  readonly #options: AdmissionOptions
  #running = 0

  constructor(options: AdmissionOptions) {
    this.#options = options
  }

  /** Counted for each request, since it depends on the variables, and noted. */
  refusalOfCost(asked: Asked, { variables, ...asking }: Asking): GraphQLError | undefined {
    const { costAtMost } = this.#options
    const { objects, fields } = costOf({ ...asking, variables: variables ?? {} })
    asked.cost = Math.round(objects)
    const excess =
      asked.cost > costAtMost
        ? `This costs ${asked.cost}, and ${costAtMost} is the most`
        : fields > LIMITS.fields * Math.max(1, costAtMost / 1_000)
          ? `This may give ${fields} fields, and no more than ${LIMITS.fields} are given`
          : undefined
    if (!excess) return undefined
    return refuse('QUERY_TOO_COMPLEX', `${excess}: ask for smaller pages, or for less at once.`)
  }

  refusalOfCrowd({ selectionSet }: OperationDefinitionNode): GraphQLError | undefined {
    const { runningAtMost } = this.#options
    const isOrder = selectionSet.selections.some(
      (selection) => selection.kind === 'Field' && selection.name.value === 'placeOrder',
    )
    const atMost = isOrder ? runningAtMost : Math.ceil(runningAtMost * (1 - KEPT_FOR_ORDERS))
    return this.#running >= atMost ? refuse('UNAVAILABLE', TOO_BUSY) : undefined
  }

  run<Result>(execute: () => Result | Promise<Result>): Result | Promise<Result> {
    this.#running++
    const leave = () => void this.#running--
    try {
      const result = execute()
      if (result instanceof Promise) return result.finally(leave)
      leave()
      return result
    } catch (error) {
      leave()
      throw error
    }
  }
}

interface Args {
  contextValue: YogaInitialContext
  schema: GraphQLSchema
  document: DocumentNode
  operationName?: string | null
  variableValues?: Record<string, unknown> | null
}

/** What an operation costs is told in `extensions.cost` where the request's extensions ask for it by `cost: true`. */
export function useAdmission(admission: Admission): Plugin {
  return {
    // Each event costs as much; how many watch is bounded elsewhere.
    onSubscribe({ args, setResultAndStopExecution }) {
      const { asked, asking } = askingOf(args)
      const refusal = asking && admission.refusalOfCost(asked, asking)
      if (refusal) setResultAndStopExecution({ errors: [refusal] })
    },
    onExecute({ args, setResultAndStopExecution, executeFn, setExecuteFn }) {
      const { asked, asking } = askingOf(args)
      if (!asking) return undefined
      const refusal = admission.refusalOfCost(asked, asking) ?? admission.refusalOfCrowd(asking.operation)
      if (refusal) {
        setResultAndStopExecution({ errors: [refusal] })
        return undefined
      }
      setExecuteFn((given) => admission.run(() => executeFn(given)))
      if (!wantsCost(args.contextValue.params)) return undefined
      return { onExecuteDone: ({ result }) => tellCost(result as ExecutionResult, asked) }
    },
  }
}

function askingOf({ contextValue, schema, document, operationName, variableValues: variables }: Args) {
  const operation = getOperationAST(document, operationName)
  const asked = askedOf(contextValue.request)
  return { asked, asking: operation && { schema, document, operation, variables } }
}

export const wantsCost = ({ extensions }: GraphQLParams): boolean => extensions?.['cost'] === true

export function tellCost(result: ExecutionResult, { cost }: Asked): void {
  result.extensions = { ...result.extensions, cost }
}
