import type { Plugin } from 'graphql-yoga'
import { scopes, Stopped } from '../db/scope.ts'
import { askedOf } from './asked.ts'

/**
 * Stops what a request does when its client has left, or when it has taken too long: the statement that runs is
 * cancelled in the database too, and a transaction is rolled back. A subscription has a lifetime of its own.
 */
export function useLifetime({ deadlineMs }: { deadlineMs: number }): Plugin {
  return {
    instrumentation: {
      operation({ request }, answer) {
        const { scope } = askedOf(request)
        const deadline = setTimeout(() => scope.end(new Stopped('DEADLINE')), deadlineMs)
        const leave = () => scope.end(new Stopped('LEFT'))
        if (request.signal.aborted) leave()
        else request.signal.addEventListener('abort', leave, { once: true })
        return scopes.run(scope, async () => {
          try {
            await answer()
          } finally {
            clearTimeout(deadline)
          }
        })
      },
    },
  }
}
