/** An answer with `errors`: nothing that a visitor can mend, unlike the refusals in `data`. */
export class Trouble extends Error {
  readonly code: string
  /** Milliseconds; what the API asks for in `retry-after`. */
  readonly waitFor: number | undefined

  constructor(message: string, code: string, waitFor?: number) {
    super(message)
    this.code = code
    this.waitFor = waitFor
  }
}

/** Of all codes these two pass by themselves; without a code no answer came at all. */
export const passes = (code: unknown): boolean =>
  code === undefined || code === 'CONFLICT' || code === 'UNAVAILABLE'

/** Whether a second time does no harm: that of a mutation without an idempotency key might. */
export const isSafe = (kind: string, variables: object | void): boolean =>
  kind !== 'mutation' ||
  Object.values(variables ?? {}).some(
    (value) => value && typeof value === 'object' && 'idempotencyKey' in value,
  )

/** Asks again while trouble may pass, each time after a longer while. */
export async function patiently<Answer>(ask: () => Promise<Answer>, attempts = 5): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      const code = error instanceof Trouble ? error.code : undefined
      if (attempt === attempts || !passes(code)) throw error
      const pause = (error instanceof Trouble && error.waitFor) || 250 * 2 ** attempt * Math.random()
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
