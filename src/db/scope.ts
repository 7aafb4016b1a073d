import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * What one request does in the database: everything that is awaited within `scopes.run` sends its statements on behalf
 * of that scope.
 */
export class Scope {
  /** Sent so far, BEGIN and COMMIT among them. */
  statements = 0
  /** Why nothing more is wanted, once that is so. */
  over: Error | undefined
  readonly #stops = new Set<(why: Error) => void>()

  /** Stops the statements that are under way, and lets none follow but those that end a transaction. */
  end(why: Error): void {
    if (this.over) return
    this.over = why
    for (const stop of this.#stops) stop(why)
  }

  /** Waits for a statement, but not for longer than it is wanted; `stop` is called then. */
  watch<T>(sent: Promise<T>, stop: () => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const giveUp = (why: Error) => {
        reject(why)
        stop()
      }
      this.#stops.add(giveUp)
      const settle = () => this.#stops.delete(giveUp)
      sent.finally(settle).then(resolve, reject)
    })
  }
}

export const scopes = new AsyncLocalStorage<Scope>()
