import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** An answer with data is 200, whatever errors stand beside it: their status counts only where nothing was given. */
export function useStatusOfData(): Plugin {
  return {
    onExecute: () => ({
      onExecuteDone({ result, setResult }) {
        const { data, errors } = result as ExecutionResult
        if (!data || !errors?.some(({ extensions }) => extensions['http'])) return
        setResult({ ...(result as ExecutionResult), errors: errors.map(withoutStatus) })
      },
    }),
  }
}

function withoutStatus(error: NonNullable<ExecutionResult['errors']>[number]) {
  delete error.extensions['http']
  return error
}
