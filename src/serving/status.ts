import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { LIMITS } from './limits.ts'

/**
 * An answer with data is 200, whatever errors stand beside it: their status counts only where nothing was given. Of the
 * mistakes in a request the first few are told.
 */
export function withStatusOfData(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result
  if (result.data === undefined && result.errors.length > LIMITS.mistakes)
    return { ...result, errors: result.errors.slice(0, LIMITS.mistakes) }
  if (!result.data || !result.errors.some(({ extensions }) => extensions['http'])) return result
  return { ...result, errors: result.errors.map(withoutStatus) }
}

export function useStatusOfData(): Plugin {
  return {
    // Later than `onExecuteDone`: only then have the errors got what they are told with.
    onExecutionResult: (payload) => {
      if (payload.result) payload.setResult(withStatusOfData(payload.result as ExecutionResult))
    },
  }
}

function withoutStatus(error: NonNullable<ExecutionResult['errors']>[number]) {
  const { headers } = error.extensions['http'] as { headers?: Record<string, string> }
  const wait = headers?.['retry-after']
  // When to come back is told all the same.
  if (wait) error.extensions['http'] = { headers: { 'retry-after': wait } }
  else delete error.extensions['http']
  return error
}
