import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ORDER_TRANSITIONS } from '../../src/domain/order-status.ts'
import { openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake, type TestCake } from '../support/catalogue.ts'
import { change, place, REFUSALS } from '../support/operations.ts'
import { usageDifferences } from '../support/usage.ts'
import { ModelShop } from './shop.ts'

// `npm run test:model` runs 10,000 commands; MODEL_SEED repeats a run that failed.
const RUNS = Number(process.env['MODEL_RUNS'] ?? 10)
const SEED = Number(process.env['MODEL_SEED'] ?? Date.now() % 2 ** 31)
const COMMANDS = 100

const DATES = ['2026-11-25', '2026-11-26', '2026-11-27']
const TIMES = ['09:00', '10:00', '11:00']

const date = fc.constantFrom(...DATES)
const time = fc.constantFrom(...TIMES)
const nth = fc.nat({ max: 30 })
const cakeIndex = fc.nat({ max: 1 })

const command = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('place'),
      cakeIndex,
      quantity: fc.integer({ min: 1, max: 3 }),
      date,
      time,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replay'), nth }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('change'), nth, action: fc.constantFrom(...ORDER_TRANSITIONS) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel'), nth }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('reschedule'), nth, date, time }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('price'),
      cakeIndex,
      price: fc.integer({ min: 0, max: 10_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sell'), cakeIndex, isOnSale: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('capacity'), date, capacity: fc.integer({ min: 1, max: 12 }) }),
  },
) as fc.Arbitrary<Command>

type Command =
  | { kind: 'place'; cakeIndex: number; quantity: number; date: string; time: string }
  | { kind: 'replay'; nth: number }
  | { kind: 'cancel'; nth: number }
  | { kind: 'change'; nth: number; action: (typeof ORDER_TRANSITIONS)[number] }
  | { kind: 'reschedule'; nth: number; date: string; time: string }
  | { kind: 'price'; cakeIndex: number; price: number }
  | { kind: 'sell'; cakeIndex: number; isOnSale: boolean }
  | { kind: 'capacity'; date: string; capacity: number }

test(
  `the bakery does what a child's model of it does, command by command (seed ${SEED})`,
  { timeout: 600_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: COMMANDS, maxLength: COMMANDS }), async (commands) => {
        const run = await openRun()
        try {
          for (const each of commands)
            expect(await run.really(each), JSON.stringify(each)).toEqual(run.modelled(each))
          expect(await run.standing()).toEqual(run.model.orders)
          expect(await usageDifferences(run.bakery.db)).toEqual([])
        } finally {
          await run.bakery.close()
        }
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    )
  },
)

async function openRun() {
  const bakery = await openBakeryForFile()
  const cakes = [
    await addCake(bakery.db, { slug: 'sponge' }),
    await addCake(bakery.db, { slug: 'tower', variants: [{ price: 9000, production_units: 3 }] }),
  ]
  const model = new ModelShop({
    capacity: 20,
    ordersPerSlot: 2,
    cakes: [
      { price: 3000, isOnSale: true, units: 1 },
      { price: 9000, isOnSale: true, units: 3 },
    ],
  })
  const really = new RealShop(bakery, cakes)
  return {
    bakery,
    model,
    standing: () => really.orders(),
    really: (each: Command) => really.run(each, model),
    modelled: (each: Command) => answerOf(model, each),
  }
}

/** What the model answers; called after the real shop was asked, for it moves the model on. */
function answerOf(model: ModelShop, each: Command): string {
  if (each.kind === 'place') return model.place(each.cakeIndex, each.quantity, each.date, each.time)
  if (each.kind === 'price' || each.kind === 'sell') {
    Object.assign(
      model.cakes[each.cakeIndex]!,
      each.kind === 'sell' ? { isOnSale: each.isOnSale } : { price: each.price },
    )
    return 'UpdateCakeSuccess'
  }
  if (each.kind === 'capacity') {
    model.capacities.set(each.date, each.capacity)
    return 'SetSpecialDaySuccess'
  }
  const order = model.orders[each.nth % Math.max(1, model.orders.length)]
  if (!order) return 'nothing to do'
  if (each.kind === 'replay') return `PlaceOrderSuccess ${order.total}`
  if (each.kind === 'cancel') return model.change(order, 'CANCEL')
  return each.kind === 'change'
    ? model.change(order, each.action)
    : model.reschedule(order, each.date, each.time)
}

const RESCHEDULE = `mutation ($input: RescheduleOrderInput!) {
  rescheduleOrder(input: $input) { __typename ...Refused }
} ${REFUSALS}`
const UPDATE_CAKE = `mutation ($input: UpdateCakeInput!) { updateCake(input: $input) { __typename } }`
const SET_DAY = `mutation ($input: SpecialDayInput!) { setSpecialDay(input: $input) { __typename } }`

class RealShop {
  readonly #bakery: TestBakery
  readonly #cakes: TestCake[]
  readonly #placed: { id: string; input: object }[] = []

  constructor(bakery: TestBakery, cakes: TestCake[]) {
    this.#bakery = bakery
    this.#cakes = cakes
  }

  async run(each: Command, model: ModelShop): Promise<string> {
    const { staff, admin } = this.#bakery
    if (each.kind === 'place') return this.#place(each)
    if (each.kind === 'capacity') {
      const input = { date: each.date, productionCapacity: each.capacity }
      return (await admin(SET_DAY, { input })).data.setSpecialDay.__typename
    }
    if (each.kind === 'price' || each.kind === 'sell') return this.#updateCake(each)
    const index = each.nth % Math.max(1, model.orders.length)
    const [order, known] = [model.orders[index], this.#placed[index]]
    if (!order || !known) return 'nothing to do'
    if (each.kind === 'replay') return told(await place(staff, known.input))
    const step = { orderId: known.id, version: order.version }
    if (each.kind === 'cancel') return told(await change(staff, { ...step, action: 'CANCEL' }))
    if (each.kind === 'change') return told(await change(staff, { ...step, action: each.action }))
    const input = { ...step, slotId: slotId(each.date, each.time) }
    return told((await staff(RESCHEDULE, { input })).data.rescheduleOrder)
  }

  async orders() {
    const rows = await this.#bakery.db.selectFrom('orders').selectAll().orderBy('id').execute()
    return rows.map((row) => ({
      status: row.status,
      version: row.version,
      date: row.slot_date,
      time: row.slot_start,
      units: row.production_units,
      total: row.total,
    }))
  }

  async #place({
    cakeIndex: index,
    quantity,
    date: day,
    time: at,
  }: Command & { kind: 'place' }): Promise<string> {
    const items = [{ variantId: this.#cakes[index]!.variants[0], quantity }]
    const input = { idempotencyKey: crypto.randomUUID(), items, slotId: slotId(day, at) }
    const answer = await place(this.#bakery.staff, input)
    if (answer.order) this.#placed.push({ id: answer.order.id, input })
    return told(answer)
  }

  async #updateCake(each: Command & { kind: 'price' | 'sell' }): Promise<string> {
    const { id, variants } = this.#cakes[each.cakeIndex]!
    const productionUnits = each.cakeIndex === 0 ? 1 : 3
    const sku = `model-${each.cakeIndex}`
    const input =
      each.kind === 'sell'
        ? { cakeId: id, status: each.isOnSale ? 'ACTIVE' : 'ARCHIVED' }
        : {
            cakeId: id,
            variants: [
              { id: variants[0], sku, name: 'One size', servings: 8, price: each.price, productionUnits },
            ],
          }
    return (await this.#bakery.admin(UPDATE_CAKE, { input })).data.updateCake.__typename
  }
}

function told(answer: {
  __typename: string
  reason?: string
  order?: { status: string; total?: { amount: number } }
}): string {
  const detail = answer.reason ?? answer.order?.total?.amount ?? answer.order?.status
  return detail === undefined ? answer.__typename : `${answer.__typename} ${detail}`
}
