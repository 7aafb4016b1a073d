import { sql, type Kysely } from 'kysely'
import type { Database } from '../../src/db/tables.ts'
import { sortKey } from '../../src/domain/search-words.ts'
import type { Answer, Ask } from './bakery.ts'
import { change, REFUSALS } from './operations.ts'

const CUSTOMER = '{ id name email phone allergies }'

const mutation = (field: string, input: string, success: string): string => `
  mutation ($input: ${input}) { ${field} { __typename ${success} ...Refused } } ${REFUSALS}`

const customerMutation = (verb: string): string =>
  mutation(
    `${verb}Customer(input: $input)`,
    `${capital(verb)}CustomerInput!`,
    `... on ${capital(verb)}CustomerSuccess { customer ${CUSTOMER} }`,
  )

const capital = (verb: string): string => verb.charAt(0).toUpperCase() + verb.slice(1)

const ERASE = mutation('eraseCustomer(customerId: $input)', 'ID!', '... on EraseCustomerSuccess { erasedId }')

const RESCHEDULE = mutation(
  'rescheduleOrder(input: $input)',
  'RescheduleOrderInput!',
  `... on RescheduleOrderSuccess { order {
    id version status slot { date startTime endTime } total { amount }
    history { action status byRole overrode }
  } }`,
)

const asking =
  (query: string, field: string) =>
  async (ask: Ask, input: unknown): Promise<Answer['data']> => {
    const answer = await ask(query, { input })
    if (answer.errors) throw new Error(JSON.stringify(answer.errors))
    return answer.data[field]
  }

export const register = asking(customerMutation('register'), 'registerCustomer')
export const createCustomer = asking(customerMutation('create'), 'createCustomer')
export const updateCustomer = asking(customerMutation('update'), 'updateCustomer')
export const erase = asking(ERASE, 'eraseCustomer')
export const reschedule = asking(RESCHEDULE, 'rescheduleOrder')

/** The code of the error that refuses who asks; undefined where they may. */
const codeOf =
  (query: string) =>
  async (ask: Ask, input: unknown): Promise<string | undefined> =>
    (await ask(query, { input })).errors?.[0]?.extensions.code

export const codeOfErasing = codeOf(ERASE)
export const codeOfCreating = codeOf(customerMutation('create'))
export const codeOfUpdating = codeOf(customerMutation('update'))
export const codeOfRescheduling = codeOf(RESCHEDULE)

/** Takes an order from its first version through some steps, each with a note where there is one. */
export async function walk(ask: Ask, orderId: string, actions: string[], note?: string): Promise<void> {
  const query = 'query ($id: ID!) { order(id: $id) { version } }'
  for (const action of actions) {
    const { version } = (await ask(query, { id: orderId })).data.order
    const answer = await change(ask, { orderId, version, action, note })
    if (answer.__typename !== 'ChangeOrderSuccess') throw new Error(JSON.stringify(answer))
  }
}

/** Waits a random moment, for those who race. */
export const after = <Result>(action: () => Promise<Result>, atMost = 15): Promise<Result> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * atMost)).then(action)

/** Folded as for searching, without anything but letters and digits: however a text was written, it is found. */
const squeeze = (text: string): string => sortKey(text).replace(/[^\p{L}\p{N}]/gu, '')

export const holds = (text: string, clues: readonly string[]): boolean =>
  clues.some((clue) => squeeze(text).includes(squeeze(clue)))

/** Every column of every table of the database that holds one of the clues somewhere. */
export async function tracesIn(db: Kysely<Database>, clues: readonly string[]): Promise<string[]> {
  const { rows: tables } = await sql<{
    name: string
  }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db)
  if (tables.length < 20) throw new Error('These are not all tables.')
  const rowsOf = tables.map(
    ({ name }) => sql<Found>`select ${name}::text as name, to_jsonb(t) as row from ${sql.table(name)} t`,
  )
  const { rows } = await sql<Found>`${sql.join(rowsOf, sql` union all `)}`.execute(db)
  const found = rows.flatMap(({ name, row }) =>
    Object.entries(row)
      .filter(([, value]) => holds(JSON.stringify(value), clues))
      .map(([column]) => `${name}.${column}`),
  )
  return [...new Set(found)].toSorted()
}

type Found = { name: string; row: Record<string, unknown> }
