import type { Log } from '../log.ts'
import type { Observer } from './observers.ts'
import { namesOf } from './trace-context.ts'

/** One line for each request, once it is answered: what it was and what it took, never what was in it. */
export function logRequests(log: Log, project: string | null): Observer {
  return {
    end(asked) {
      const { method, operationType, operationName, documentHash, status = 500, cost, events, scope } = asked
      const durationMs = Math.round((performance.now() - asked.startedAt) * 10) / 10
      const name = [operationType ?? method, operationName].filter(Boolean).join(' ')
      const stopped = scope.over?.why
      const isTrouble = (status >= 500 || TROUBLE.some((code) => asked.codes.has(code))) && stopped !== 'LEFT'
      log(isTrouble ? 'WARNING' : 'INFO', `${name}: ${status} in ${Math.round(durationMs)} ms`, {
        ...namesOf(asked, project),
        operationType,
        operationName,
        documentHash,
        viewer: asked.viewer?.(),
        method,
        status,
        codes: asked.codes.size > 0 ? [...asked.codes] : undefined,
        durationMs,
        statements: scope.statements,
        cost,
        events,
        stopped,
      })
    },
  }
}

// A mutation that failed is answered with 200 and an error, for there is data: none.
const TROUBLE = ['INTERNAL', 'UNAVAILABLE']
