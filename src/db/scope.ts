import { AsyncLocalStorage } from 'node:async_hooks'

/** What was under way is not wanted any more: whoever asked has left, or it took too long. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly why: 'LEFT' | 'DEADLINE'

  constructor(why: 'LEFT' | 'DEADLINE') {
    super(why === 'LEFT' ? 'The client has left.' : 'It took too long.')
    this.why = why
  }
}

/**
 * What one request does in the database: everything that is awaited within `scopes.run` sends its statements on behalf
 * of that scope.
 */
export class Scope {
  /** Sent so far, BEGIN and COMMIT among them. */
  statements = 0
  /** Told of each statement as it is sent; what it gives is called when the answer is there, or the error. */
  onStatement: ((text: string) => (error?: unknown) => void) | undefined
  /** A COMMIT was sent: from here on nobody may say that nothing was saved. */
  isCommitting = false
  /** Why nothing more is wanted, once that is so. */
  over: Stopped | undefined
  /** Of the statements that are under way; most requests have one, or none. */
  #stops: Set<(why: Stopped) => void> | undefined

  /** Stops the statements that are under way, and lets none follow but those that end a transaction. */
  end(why: Stopped): void {
    if (this.over) return
    this.over = why
    for (const stop of this.#stops ?? []) stop(why)
  }

  /**
   * Waits for a statement, but not for longer than it is wanted; `stop` is called then. A COMMIT is waited for although
   * the client has left.
   */
  watch<T>(sent: Promise<T>, stop: () => void, { isCommit = false } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const giveUp = (why: Stopped) => {
        if (isCommit && why.why === 'LEFT') return
        reject(why)
        stop()
      }
      const stops = (this.#stops ??= new Set())
      stops.add(giveUp)
      sent.then(
        (result) => {
          stops.delete(giveUp)
          return resolve(result)
        },
        (error: Error) => {
          stops.delete(giveUp)
          return reject(error)
        },
      )
    })
  }
}

export const scopes = new AsyncLocalStorage<Scope>()
