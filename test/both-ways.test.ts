import { expect, test } from 'vitest'
import { encodeId } from '../src/domain/ids.ts'
import { bothWays, type Told } from './support/both-ways.ts'

const QUESTION = {
  method: 'POST',
  path: '/graphql',
  headers: {},
  body: '{"query":"{ cakes { totalCount } }"}',
}
const CHANGE = {
  ...QUESTION,
  body: JSON.stringify({ query: '\n  mutation { placeOrder { order { id } } }' }),
}
const [ONE, OTHER] = ['01a22400-0000-7000-8000-000000000001', '01a22400-0000-7000-8000-000000000002'].map(
  (id) => encodeId('Order', id),
)

const told = (body: string, more: Partial<Told> = {}): Told => ({
  status: '200 OK',
  headers: { date: [String(Math.random())] },
  body: Buffer.from(body),
  ...more,
})

/** Asks twice, where ours and plain answer as they are told in turn. */
async function answers(sent: typeof QUESTION, ours: Told, plain: Told, before?: Told): Promise<Told> {
  const queue = before ? [before, ours] : [ours]
  const others = before ? [before, plain] : [plain]
  const ask = bothWays(async () => queue.shift()!, {
    send: async () => others.shift()!,
    rehearse: (action) => action(),
  })
  if (before) await ask(QUESTION)
  return ask(sent)
}

test.for([
  ['a letter', told('{"a":1}'), told('{"a":2}')],
  ['the order of fields', told('{"a":1,"b":2}'), told('{"b":2,"a":1}')],
  ['a status', told('{}'), told('{}', { status: '503 Service Unavailable' })],
  ['the reason of a status', told('{}'), told('{}', { status: '200 ' })],
  ['a header', told('{}'), told('{}', { headers: { vary: ['Origin'] } })],
] as const)('%s that differs between both ways fails whatever test asked', async ([, ours, plain]) => {
  for (const sent of [QUESTION, CHANGE])
    await expect(answers(sent, ours, plain)).rejects.toThrow('Answered in two ways')
})

test('names that each has drawn for itself may differ, but not what they stand for', async () => {
  const [one, other] = [`{"a":"${ONE}"}`, `{"a":"${OTHER}"}`]
  expect(await answers(CHANGE, told(one), told(other))).toMatchObject({ status: '200 OK' })
  const twice = [`{"a":"${ONE}","b":"${ONE}"}`, `{"a":"${OTHER}","b":"${ONE}"}`]
  await expect(answers(CHANGE, told(twice[0]!), told(twice[1]!))).rejects.toThrow('Answered in two ways')
  await expect(answers(QUESTION, told(one), told(other))).rejects.toThrow('Answered in two ways')
  // Whoever was heard of before was not drawn now.
  await expect(answers(CHANGE, told(one), told(other), told(one))).rejects.toThrow('Answered in two ways')
  const cake = encodeId('Cake', '01a22400-0000-7000-8000-000000000003')
  await expect(answers(CHANGE, told(one), told(`{"a":"${cake}"}`))).rejects.toThrow('Answered in two ways')
})

const orderOf = (number: string, letter: string): Told =>
  told(`{"number":"${number}","guestToken":"${'A'.repeat(21)}${letter}.key.${letter.repeat(43)}"}`)

test('numbers of orders and tokens of guests may differ too', async () => {
  const [ours, plain] = [orderOf('B-7K2M9Q', 'Q'), orderOf('B-0A1B2C', 'g')]
  expect(await answers(CHANGE, ours, plain)).toBe(ours)
  await expect(answers(QUESTION, ours, plain)).rejects.toThrow('Answered in two ways')
})
