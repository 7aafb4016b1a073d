import { getArgumentValues, GraphQLError, type ExecutionResult, type GraphQLObjectType } from 'graphql'
import { Place } from './places.ts'
import type { FieldPlan, LeafPlan, Selection, ValuePlan } from './plan.ts'
import { isPlain, isPromise, leafOf } from './plain.ts'
import { noNull, notOfType, typeNamed } from './mistakes.ts'
import { ResolveInfo, type Executed } from './resolve-info.ts'
import { Outcome, type Answer } from './outcome.ts'

/**
 * Answers one operation by its plan, as the specification says and as graphql-js tells it: the same data, the same errors in
 * the same order. Values go to their places as they come; one count tells when all are there.
 */
export class Execution {
  readonly #executed: Executed
  readonly #context: unknown
  #args: Map<FieldPlan, Record<string, unknown>> | undefined
  readonly #outcome = new Outcome()

  constructor(executed: Executed, context: unknown) {
    this.#executed = executed
    this.#context = context
  }

  /** All fields at once. */
  together(fields: readonly FieldPlan[]): ExecutionResult | Promise<ExecutionResult> {
    this.#root(fields)
    if (this.#outcome.isIdle()) return this.#outcome.result()
    return this.#outcome.idle().then(() => this.#outcome.result())
  }

  /** One field after the other, each with all that is below it. */
  async inTurn(fields: readonly FieldPlan[]): Promise<ExecutionResult> {
    for (const field of fields) {
      if (this.#outcome.data !== null) this.#root([field])
      if (!this.#outcome.isIdle()) await this.#outcome.idle()
    }
    return this.#outcome.result()
  }

  #root(fields: readonly FieldPlan[]): void {
    try {
      this.#fields(fields, undefined, undefined, this.#outcome.data!)
    } catch (error) {
      this.#outcome.put(error, undefined)
    }
  }

  #fields(fields: readonly FieldPlan[], source: unknown, prev: Place | undefined, into: Answer): void {
    for (const field of fields) {
      if (field.known !== undefined) into[field.key] = field.known
      else if (field.value.kind === 'LEAF') this.#leaf(field, field.value, source, prev, into)
      else this.#field(field, source, prev, into)
    }
  }

  #field(field: FieldPlan, source: unknown, prev: Place | undefined, into: Answer): void {
    const place = placeOf(field, prev, into)
    try {
      this.#arrive(field, field.value, this.#resolve(field, source, prev, into, place), place)
    } catch (error) {
      this.#outcome.fail(error, field, place)
    }
  }

  // Most fields are leaves that are there already: these need no place.
  #leaf(field: FieldPlan, value: LeafPlan, source: unknown, prev: Place | undefined, into: Answer): void {
    try {
      const result = this.#resolve(field, source, prev, into)
      if (isPlain(value, result)) into[field.key] = result
      else this.#arrive(field, value, result, placeOf(field, prev, into))
    } catch (error) {
      this.#outcome.fail(error, field, placeOf(field, prev, into))
    }
  }

  #resolve(field: FieldPlan, source: unknown, prev: Place | undefined, into: Answer, place?: Place): unknown {
    const { resolve } = field
    if (!resolve) return this.#property(field, source, prev, into)
    const args = field.args ?? this.#argsOf(field)
    const info = field.takesInfo
      ? new ResolveInfo(field, place ?? placeOf(field, prev, into), this.#executed)
      : (undefined as never)
    return resolve(source, args, this.#context, info)
  }

  #argsOf(field: FieldPlan): Record<string, unknown> {
    const known = this.#args?.get(field)
    if (known) return known
    const args = getArgumentValues(field.definition, field.nodes[0]!, this.#executed.variableValues)
    this.#args = (this.#args ?? new Map<FieldPlan, Record<string, unknown>>()).set(field, args)
    return args
  }

  #property(field: FieldPlan, source: unknown, prev: Place | undefined, into: Answer): unknown {
    if (source === null || (typeof source !== 'object' && typeof source !== 'function')) return undefined
    const property = (source as Answer)[field.name]
    if (typeof property !== 'function') return property
    const info = new ResolveInfo(field, placeOf(field, prev, into), this.#executed)
    return (property as (...of: unknown[]) => unknown).call(
      source,
      field.args ?? this.#argsOf(field),
      this.#context,
      info,
    )
  }

  /** What stands at the place is a result, or the promise of one. */
  #arrive(field: FieldPlan, value: ValuePlan, result: unknown, place: Place): void {
    if (isPromise(result)) this.#await(field, value, result, place)
    else this.#complete(field, value, result, place)
  }

  #await(field: FieldPlan, value: ValuePlan, result: PromiseLike<unknown>, place: Place): void {
    this.#outcome.await(field, result, place, (resolved) => this.#complete(field, value, resolved, place))
  }

  #complete(field: FieldPlan, value: ValuePlan, result: unknown, place: Place): void {
    if (result instanceof Error) throw result
    if (result === null || result === undefined) {
      if (!value.isNullable) throw noNull(field)
      place.put(null)
    } else if (value.kind === 'OBJECT') this.#object(field, value, value.of, result, place)
    else if (value.kind === 'LIST') this.#list(field, value.of, result, place)
    else if (value.kind === 'ABSTRACT') this.#abstract(field, value, result, place)
    else place.put(leafOf(value, result))
  }

  #list(field: FieldPlan, of: ValuePlan, results: unknown, place: Place): void {
    if (typeof results !== 'object' || !(Symbol.iterator in results!))
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${field.parentType.name}.${field.name}".`,
      )
    const list: unknown[] = []
    place.put(list)
    for (const result of results as Iterable<unknown>) {
      if (of.kind === 'LEAF' && isPlain(of, result)) {
        list.push(result)
        continue
      }
      const item = new Place(place, list.length, undefined, of.isNullable, list)
      try {
        this.#arrive(field, of, result, item)
      } catch (error) {
        this.#outcome.fail(error, field, item)
      }
    }
  }

  #abstract(field: FieldPlan, value: ValuePlan & { kind: 'ABSTRACT' }, result: unknown, place: Place): void {
    const { of } = value
    const named = of.resolveType!(result, this.#context, new ResolveInfo(field, place, this.#executed), of)
    const as = (name: string | undefined) =>
      this.#object(field, value, typeNamed(name, of, this.#executed.schema, field), result, place)
    if (isPromise(named)) this.#outcome.await(field, named, place, as)
    else as(named)
  }

  #object(
    field: FieldPlan,
    { selection }: ValuePlan & { kind: 'OBJECT' | 'ABSTRACT' },
    type: GraphQLObjectType,
    source: unknown,
    place: Place,
  ): void {
    const isOfType =
      type.isTypeOf?.(source, this.#context, new ResolveInfo(field, place, this.#executed)) ?? true
    if (isPromise(isOfType)) this.#awaitType(field, selection, type, source, place, isOfType)
    else this.#fill(field, selection, type, source, place, isOfType)
  }

  // Of its own, so that only who waits has a closure made.
  #awaitType(
    field: FieldPlan,
    selection: Selection,
    type: GraphQLObjectType,
    source: unknown,
    place: Place,
    isOfType: PromiseLike<boolean>,
  ): void {
    const fill = (is: boolean) => this.#fill(field, selection, type, source, place, is)
    this.#outcome.await(field, isOfType, place, fill)
  }

  #fill(
    field: FieldPlan,
    selection: Selection,
    type: GraphQLObjectType,
    source: unknown,
    place: Place,
    isOfType: boolean,
  ): void {
    if (!isOfType) throw notOfType(type, field)
    const into: Answer = {}
    place.put(into)
    this.#fields(selection.of(type), source, place, into)
  }
}

const placeOf = ({ key, parentType, value }: FieldPlan, prev: Place | undefined, into: Answer): Place =>
  new Place(prev, key, parentType.name, value.isNullable, into)
