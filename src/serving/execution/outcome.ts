import { locatedError, type ExecutionResult, type GraphQLError } from 'graphql'
import type { Place } from './places.ts'
import type { FieldPlan } from './plan.ts'

export type Answer = Record<string, unknown>

/** What comes together of an answer: data, errors, and a count of what is still under way. */
export class Outcome {
  data: Answer | null = {}
  readonly #errors: GraphQLError[] = []
  #waiting = 0
  #whenIdle: (() => void) | undefined

  result(): ExecutionResult {
    const { data } = this
    return this.#errors.length > 0 ? { errors: this.#errors, data } : { data }
  }

  // Null for all is final, whoever is still under way.
  isIdle(): boolean {
    return this.#waiting === 0 || this.data === null
  }

  idle(): Promise<void> {
    return new Promise((resolve) => (this.#whenIdle = resolve))
  }

  await<T>(field: FieldPlan, promise: PromiseLike<T>, place: Place, then: (result: T) => void): void {
    // Keeps its turn among the fields.
    place.put(undefined)
    this.#waiting++
    const take = (result: T) => {
      if (!this.#isWanted(place)) return this.#settle()
      try {
        then(result)
      } catch (error) {
        void this.#bubble(error, field, place)
      }
      return this.#settle()
    }
    const refuse = (error: unknown) => {
      if (this.#isWanted(place)) void this.#bubble(error, field, place)
      return this.#settle()
    }
    promise.then(take, refuse)
  }

  #isWanted(place: Place): boolean {
    return this.#errors.length === 0 || (this.data !== null && !place.isGone())
  }

  #settle(): void {
    this.#waiting--
    if (this.isIdle()) this.#whenIdle?.()
  }

  /** @throws GraphQLError where no null may stand at the place */
  fail(raw: unknown, { nodes }: FieldPlan, place: Place): void {
    const error = locatedError(raw, nodes, place.path())
    if (!place.isNullable) throw error
    this.put(error, place)
  }

  /**
   * Looks for the place that takes the null. With promises on the way graphql-js needs some turns for each step up, in which
   * other errors may come first; so do we, that both tell the same ones.
   */
  async #bubble(raw: unknown, { nodes }: FieldPlan, place: Place): Promise<void> {
    const error = locatedError(raw, nodes, place.path())
    this.#waiting++
    let at: Place | undefined = place
    while (at && !at.isNullable) {
      for (let turn = at.typename === undefined ? 2 : 3; turn > 0; turn--) await ONE_TURN
      at = at.prev
    }
    this.put(error, at)
    this.#settle()
  }

  /** Null for the place, or for all. */
  put(error: unknown, place: Place | undefined): void {
    if (this.data === null || place?.isGone()) return
    this.#errors.push(error as GraphQLError)
    if (place) {
      place.isNulled = true
      place.put(null)
    } else this.data = null
  }
}

const ONE_TURN = Promise.resolve()
