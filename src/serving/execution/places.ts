/** Where a value goes: a step of the response's path, and the object or list that takes the value. */
export class Place {
  readonly prev: Place | undefined
  readonly key: string | number
  /** The type whose field it is; undefined for an item of a list. */
  readonly typename: string | undefined
  readonly isNullable: boolean
  /** Null stands here because of an error, and so whatever goes below is not wanted. */
  isNulled = false
  readonly #into: Record<string | number, unknown>

  constructor(
    prev: Place | undefined,
    key: string | number,
    typename: string | undefined,
    isNullable: boolean,
    into: object,
  ) {
    this.prev = prev
    this.key = key
    this.typename = typename
    this.isNullable = isNullable
    this.#into = into as Record<string | number, unknown>
  }

  put(value: unknown): void {
    this.#into[this.key] = value
  }

  /** Whether it, or what it is a part of, is null because of an error. */
  isGone(): boolean {
    return this.isNulled || (this.prev?.isGone() ?? false)
  }

  path(): (string | number)[] {
    return this.prev ? [...this.prev.path(), this.key] : [this.key]
  }
}
