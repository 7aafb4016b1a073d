import { getOperationAST, type ExecutionResult, type GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { askedOf } from './asked.ts'
import { costOf } from './cost.ts'
import { refuse } from './errors.ts'

export interface AdmissionOptions {
  /** What an operation may cost. */
  costAtMost: number
  /** Operations that run at once; a share of them is kept for those that place orders. */
  runningAtMost: number
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
  return {
    onExecute({ args, setResultAndStopExecution, executeFn, setExecuteFn }) {
      const { contextValue, schema, document, operationName, variableValues } = args
      const operation = getOperationAST(document, operationName)
      if (!operation) return undefined
      const asked = askedOf(contextValue.request)
      const cost = costOf({ schema, document, operation, variables: variableValues ?? {} })
      asked.cost = Math.round(cost)
      if (cost > costAtMost) {
        setResultAndStopExecution({ errors: [tooDear(asked.cost, costAtMost)] })
        return undefined
      }
      const isOrder = operation.selectionSet.selections.some(
        (selection) => selection.kind === 'Field' && selection.name.value === 'placeOrder',
      )
      if (running >= (isOrder ? runningAtMost : forOthers)) {
        setResultAndStopExecution({
          errors: [refuse('UNAVAILABLE', BUSY)],
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
      const wants = contextValue.params.extensions?.['cost'] === true
      return wants
        ? { onExecuteDone: ({ result }) => tell(result as ExecutionResult, asked.cost!) }
        : undefined
    },
  }
}

const BUSY = 'The bakery is busy at the moment; try again in a second.'

const tooDear = (cost: number, atMost: number): GraphQLError =>
  refuse(
    'QUERY_TOO_COMPLEX',
    `This may give ${cost} objects, and ${atMost} are the most: ask for smaller pages, or for less at once.`,
  )

function tell(result: ExecutionResult, cost: number): void {
  result.extensions = { ...result.extensions, cost }
}
