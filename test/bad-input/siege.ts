import { getNullableType } from 'graphql'
import { sql } from 'kysely'
import { schema } from '../../src/schema/index.ts'
import type { Answer } from '../support/bakery.ts'
import { attacksOn, isForUs, isOnceEnough, toJson, type Attack } from './attacks.ts'
import { operationTo, resultAt } from './operations.ts'
import type { Place } from './places.ts'
import type { Shop } from './shop.ts'

/** What an error may be called when it is the input’s fault. INTERNAL is not among them. */
export const KNOWN_CODES = [
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'QUERY_TOO_COMPLEX',
  'PAYLOAD_TOO_LARGE',
]

const known = new WeakMap<Shop, Look>()

/** Attacks a place with all there is, and tells what was not answered as it should be. */
export async function besiege(shop: Shop, place: Place): Promise<string[]> {
  const { logged } = shop.bakery
  const sample = argumentOf(place, operationTo(schema, place, await shop.samples(place)))
  // What one attack has changed is no place for the next.
  const isChanging = place.operation === 'mutation' && !isMaking(place)
  const before = known.get(shop) ?? (await look(shop))
  const errors = logged.length
  const right = await send(shop, place, {
    name: 'nothing wrong',
    value: at(sample, place.path),
    hopeless: false,
  })
  const answers: Answered[] = []
  const atATime = isChanging ? 1 : 6
  const attacks = attacksOn(place.path.findLast(isName)!, place.type, at(sample, place.path)).filter(
    chosenFor(shop, place, isNotAllowed(right)),
  )
  for (let index = 0; index < attacks.length; index += atATime) {
    const few = attacks.slice(index, index + atATime)
    answers.push(...(await Promise.all(few.map((attack) => send(shop, place, attack)))))
  }
  // Looking takes longer than asking: for questions it is done once in a while, and whatever was written is seen then.
  const after = place.operation === 'query' && attacks.length % 5 > 0 ? before : await look(shop)
  known.set(shop, after)
  const taken = [right, ...answers].filter(({ isTaken }) => isTaken).length
  return [
    ...(right.isTaken || (!shop.isStaff && isNotAllowed(right))
      ? []
      : [`is not taken when it is right: ${JSON.stringify(right)}`]),
    ...answers.flatMap((answered) => judge(place, answered)),
    ...logged.slice(errors).flatMap((line) => (line.severity === 'ERROR' ? [JSON.stringify(line)] : [])),
    ...(taken === 0 && after.content !== before.content ? ['something was written'] : []),
    ...(isMaking(place) && after.made !== before.made + taken
      ? [`${after.made - before.made} made by ${taken}`]
      : []),
  ].map((complaint) => `${place.name}: ${complaint}`.slice(0, 500))
}

const seen = new Set<string>()
const isNew = (name: string): boolean => seen.size < seen.add(name).size

/**
 * What no type lets through is the same everywhere, so one place of each type is enough for it; a field of an input
 * that stands in several places gets a third of the rest in the others. Who is not let in at all is not let in by what
 * is sent either.
 */
function chosenFor(shop: Shop, place: Place, isShut: boolean) {
  const { isStaff } = shop
  const isFirst = isStaff && isNew(String(getNullableType(place.type)))
  const every = isNew(`${shop.asker(place)?.role} ${place.coordinate}`) ? 1 : 3
  return (attack: Attack, index: number): boolean => {
    if (isShut && !isStaff) return index === 0
    if (attack.name === 'ten thousand entries') return isStaff && every === 1
    return isFirst || (isForUs(attack, place.type) && !isOnceEnough(attack) && index % every === 0)
  }
}

interface Answered {
  attack: Attack
  status: number
  answer: Answer
  /** By how much the answer is longer than the request. */
  excess: number
  /** What the place’s own field answered. */
  result: unknown
  isTaken: boolean
}

async function send(shop: Shop, place: Place, attack: Attack): Promise<Answered> {
  const operation = operationTo(schema, place, await shop.samples(place))
  const spoiled = put(argumentOf(place, operation), place.path, attack.value)
  const variables = { ...operation.variables, [operation.attacked]: spoiled[place.path[0]!] }
  const asker = shop.asker(place)
  const body = toJson({ query: operation.query, variables })
  const response = await shop.bakery.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(asker && { authorization: JSON.stringify(asker) }),
    },
    body,
  })
  const text = await response.text()
  const answer = JSON.parse(text) as Answer
  const result = resultAt(answer.data, place.steps)
  const isTaken = !answer.errors && result !== undefined && !isRefusal(result)
  if (isTaken) shop.forget()
  return { attack, status: response.status, answer, excess: text.length - body.length, result, isTaken }
}

function judge(place: Place, { attack, status, answer, excess, result, isTaken }: Answered): string[] {
  return [
    ...(status >= 500 ? [`status ${status}`] : []),
    ...codesOf(answer)
      .filter((code) => !KNOWN_CODES.includes(code))
      .map((code) => `the code ${code}`),
    ...(excess > 40_000 && !isTaken ? [`${excess} more characters came than went`] : []),
    ...(isTaken && attack.hopeless ? [`was taken: ${JSON.stringify(result)}`] : []),
    ...fieldsOf(result)
      .filter((path) => !isAbout(path, place.path))
      .map((path) => `blames ${path.join('.')}`),
  ].map((complaint) => `${attack.name}: ${complaint}`)
}

const codesOf = ({ errors }: Answer): string[] =>
  (errors ?? []).map(({ extensions }) => (extensions as { code?: string } | undefined)?.code ?? 'none')

// A visitor finds nothing where a way leads through what is somebody's own.
const isNotAllowed = ({ answer, result }: Answered): boolean =>
  (result === undefined && !answer.errors) ||
  JSON.stringify(result)?.includes('"NOT_ALLOWED"') ||
  codesOf(answer).some((code) => code === 'UNAUTHENTICATED' || code === 'FORBIDDEN')

// A mistake is told of the field that it is in, of what that field is part of, or of another field that it has to fit.
const isAbout = (told: string[], attacked: string[]): boolean => {
  const own = attacked[0] === 'input' ? attacked.slice(1) : attacked
  const isPair = PAIRS.some((pair) => pair.includes(told[0]!) && pair.includes(own[0]!))
  const inside = told.length > 1 ? told.slice(0, -1) : told
  return isPair || inside.every((name, index) => own[index] === undefined || own[index] === name)
}

const PAIRS = [
  ['from', 'to'],
  ['seasonFrom', 'seasonUntil'],
]

function fieldsOf(result: unknown): string[][] {
  const fields = (result as { InvalidInputError_fields?: { path: string[] }[] } | null)
    ?.InvalidInputError_fields
  return (fields ?? []).map(({ path }) => path)
}

const REFUSALS = schema
  .getImplementations(schema.getType('UserError') as never)
  .objects.map(({ name }) => name)

const isRefusal = (result: unknown): boolean =>
  REFUSALS.includes((result as { __typename?: string } | null)?.__typename ?? '')

const isName = (part: string): boolean => !/^\d+$/.test(part)

const isMaking = ({ name }: Place): boolean =>
  /^Mutation\.(placeOrder|registerCustomer|createCustomer)/.test(name)

const argumentOf = (place: Place, { variables, attacked }: ReturnType<typeof operationTo>) => ({
  [place.path[0]!]: variables[attacked],
})

const at = (value: unknown, path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value)

function put<Whole>(whole: Whole, [name, ...deeper]: string[], value: unknown): Whole {
  if (name === undefined) return value as Whole
  const copy = (Array.isArray(whole) ? [...whole] : { ...whole }) as Record<string, unknown>
  copy[name] = put(copy[name], deeper, value)
  return copy as Whole
}

interface Look {
  /** How many orders and customers there are. */
  made: number
  /** A fingerprint of every row of every table. */
  content: string
}

async function look({ bakery: { db } }: Shop): Promise<Look> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(
    db,
  )
  const prints = tables.map(
    ({ name }) => sql`select ${sql.lit(name)} as name, count(*)::int as rows,
    md5(coalesce(string_agg(t::text, '' order by t::text), '')) as print from ${sql.table(name)} t`,
  )
  const { rows } = await sql<{ name: string; rows: number; print: string }>`
    ${sql.join(prints, sql` union all `)}`.execute(db)
  const made = rows.filter(({ name }) => name === 'orders' || name === 'customers')
  return { made: made.reduce((sum, each) => sum + each.rows, 0), content: JSON.stringify(rows) }
}
