import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** An answer with data is 200, whatever errors stand beside it: their status counts only where nothing was given. */
export function useStatusOfData(): Plugin {
  return {
    // Later than `onExecuteDone`: only then have the errors got what they are told with.
    onExecutionResult: (payload) => {
      const result = (payload.result ?? {}) as ExecutionResult
      if (!result.data || !result.errors?.some(({ extensions }) => extensions['http'])) return
      payload.setResult({ ...result, errors: result.errors.map(withoutStatus) })
    },
  }
}

function withoutStatus(error: NonNullable<ExecutionResult['errors']>[number]) {
  delete error.extensions['http']
  return error
}
