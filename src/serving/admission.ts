import {
  getOperationAST,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql'
import type { Plugin, YogaInitialContext } from 'graphql-yoga'
import { askedOf } from './asked.ts'
import { costOf } from './cost.ts'
import { refuse, TOO_BUSY } from './errors.ts'
import { LIMITS } from './limits.ts'

export interface AdmissionOptions {
  /** What an operation may cost. */
  costAtMost: number
  /** Operations that run at once; a share of them is kept for those that place orders. */
  runningAtMost: number
}

interface Args {
  contextValue: YogaInitialContext
  schema: GraphQLSchema
  document: DocumentNode
  operationName?: string | null
  variableValues?: Record<string, unknown> | null
}

interface Counted {
  cost: number
  fields: number
}

/** The share of operations at once that only `placeOrder` may use. */
const KEPT_FOR_ORDERS = 0.2

/**
 * Lets an operation run, or tells why it may not: it costs too much, or too many run already. What it costs is counted
 * for each request, since it depends on the variables, and is told in `extensions.cost` where the request's extensions
 * ask for it by `cost: true`.
 */
export function useAdmission({ costAtMost, runningAtMost }: AdmissionOptions): Plugin {
  const forOthers = Math.ceil(runningAtMost * (1 - KEPT_FOR_ORDERS))
  let running = 0
  const tooDear = ({ cost, fields }: Counted): GraphQLError | undefined => {
    const excess =
      cost > costAtMost
        ? `This costs ${cost}, and ${costAtMost} is the most`
        : fields > LIMITS.fields * Math.max(1, costAtMost / 1_000)
          ? `This may give ${fields} fields, and no more than ${LIMITS.fields} are given`
          : undefined
    if (!excess) return undefined
    return refuse('QUERY_TOO_COMPLEX', `${excess}: ask for smaller pages, or for less at once.`)
  }
  return {
    // Each event costs as much; how many watch is bounded elsewhere.
    onSubscribe({ args, setResultAndStopExecution }) {
      const counted = count(args)
      const excess = counted && tooDear(counted)
      if (excess) setResultAndStopExecution({ errors: [excess] })
    },
    onExecute({ args, setResultAndStopExecution, executeFn, setExecuteFn }) {
      const counted = count(args)
      if (!counted) return undefined
      const { operation, cost } = counted
      const excess = tooDear(counted)
      if (excess) {
        setResultAndStopExecution({ errors: [excess] })
        return undefined
      }
      const isOrder = operation.selectionSet.selections.some(
        (selection) => selection.kind === 'Field' && selection.name.value === 'placeOrder',
      )
      if (running >= (isOrder ? runningAtMost : forOthers)) {
        setResultAndStopExecution({
          errors: [refuse('UNAVAILABLE', TOO_BUSY)],
        })
        return undefined
      }
      setExecuteFn(async (given) => {
        running++
        try {
          return await executeFn(given)
        } finally {
          running--
        }
      })
      const wants = args.contextValue.params.extensions?.['cost'] === true
      return wants ? { onExecuteDone: ({ result }) => tell(result as ExecutionResult, cost) } : undefined
    },
  }
}

function count({ contextValue, schema, document, operationName, variableValues }: Args) {
  const operation = getOperationAST(document, operationName)
  if (!operation) return undefined
  const asked = askedOf(contextValue.request)
  const { objects, fields } = costOf({ schema, document, operation, variables: variableValues ?? {} })
  asked.cost = Math.round(objects)
  return { operation, cost: asked.cost, fields }
}

function tell(result: ExecutionResult, cost: number): void {
  result.extensions = { ...result.extensions, cost }
}
