import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { customer, openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { mistakes, settingsOf, updateBakery } from '../support/back-office.ts'

let bakery: TestBakery
let before: Awaited<ReturnType<typeof settingsOf>>

beforeAll(async () => {
  bakery = await openBakeryForFile()
})
beforeEach(async () => {
  before = await settingsOf(bakery.admin)
})
afterAll(() => bakery.close())

const WINDOW = {
  weekday: 'FRIDAY',
  method: 'PICKUP',
  opens: '09:00',
  closes: '12:00',
  slotMinutes: 60,
  ordersPerSlot: 2,
}
const window = (own: object) => ({
  openingHours: [WINDOW, { ...WINDOW, opens: '13:00', closes: '15:00', ...own }],
})
const ZONE = { name: 'Town', postalCodePrefixes: ['20'], fee: 300, minimumSubtotal: 1000 }
const zone = (own: object) => ({ deliveryZones: [ZONE, { ...ZONE, postalCodePrefixes: ['30'], ...own }] })
const many = <Entry>(length: number, entry: (index: number) => Entry) =>
  Array.from({ length }, (_, index) => entry(index))

const WRONG: [string, object, string[]][] = [
  ['no name', { name: ' ' }, ['name REQUIRED']],
  ['a name of 201 characters', { name: 'n'.repeat(201) }, ['name TOO_LONG']],
  ['an unknown locale', { locale: 'nl_NL' }, ['locale MALFORMED']],
  ['no locale', { locale: '' }, ['locale MALFORMED']],
  ['an endless locale', { locale: `nl${'-abcdefgh'.repeat(5)}` }, ['locale MALFORMED']],
  ['an e-mail that is none', { email: 'hello' }, ['email MALFORMED']],
  ['a phone that is none', { phone: 'call me' }, ['phone MALFORMED']],
  ['a negative tax', { taxRateBasisPoints: -1 }, ['taxRateBasisPoints OUT_OF_RANGE']],
  ['more tax than price', { taxRateBasisPoints: 10_001 }, ['taxRateBasisPoints OUT_OF_RANGE']],
  ['a horizon behind', { bookingHorizonDays: -1 }, ['bookingHorizonDays OUT_OF_RANGE']],
  ['a horizon beyond two years', { bookingHorizonDays: 731 }, ['bookingHorizonDays OUT_OF_RANGE']],
  ['a negative notice', { cancellationNoticeHours: -1 }, ['cancellationNoticeHours OUT_OF_RANGE']],
  ['a notice above a year', { cancellationNoticeHours: 8761 }, ['cancellationNoticeHours OUT_OF_RANGE']],
  ['windows that overlap', window({ opens: '11:59' }), ['openingHours.1.opens DUPLICATE']],
  [
    'a window within another',
    window({ opens: '10:00', closes: '11:00' }),
    ['openingHours.1.opens DUPLICATE'],
  ],
  ['a window twice', { openingHours: [WINDOW, WINDOW] }, ['openingHours.1.opens DUPLICATE']],
  [
    'a window that closes before it opens',
    window({ closes: '12:30' }),
    ['openingHours.1.closes OUT_OF_RANGE'],
  ],
  ['a window of no length', window({ closes: '13:00' }), ['openingHours.1.closes OUT_OF_RANGE']],
  [
    'a slot too long for its window',
    window({ slotMinutes: 121 }),
    ['openingHours.1.slotMinutes OUT_OF_RANGE'],
  ],
  ['a slot of four minutes', window({ slotMinutes: 4 }), ['openingHours.1.slotMinutes OUT_OF_RANGE']],
  ['fewer orders than none', window({ ordersPerSlot: -1 }), ['openingHours.1.ordersPerSlot OUT_OF_RANGE']],
  [
    'more orders than it counts',
    window({ ordersPerSlot: 10_001 }),
    ['openingHours.1.ordersPerSlot OUT_OF_RANGE'],
  ],
  [
    '101 windows',
    { openingHours: many(101, (n) => ({ ...WINDOW, opens: at(n), closes: at(n + 1), slotMinutes: 10 })) },
    ['openingHours TOO_LONG'],
  ],
  [
    'a weekday twice',
    { productionCapacity: [capacity('FRIDAY', 1), capacity('SUNDAY', 1), capacity('FRIDAY', 1)] },
    ['productionCapacity.2.weekday DUPLICATE'],
  ],
  [
    'a negative capacity',
    { productionCapacity: [capacity('FRIDAY', -1)] },
    ['productionCapacity.0.units OUT_OF_RANGE'],
  ],
  [
    'more capacity than there is',
    { productionCapacity: [capacity('FRIDAY', 1_000_001)] },
    ['productionCapacity.0.units OUT_OF_RANGE'],
  ],
  ['a zone without name', zone({ name: '' }), ['deliveryZones.1.name REQUIRED']],
  ['a zone of nowhere', zone({ postalCodePrefixes: [] }), ['deliveryZones.1.postalCodePrefixes REQUIRED']],
  [
    'an empty prefix',
    zone({ postalCodePrefixes: ['30', ' '] }),
    ['deliveryZones.1.postalCodePrefixes.1 REQUIRED'],
  ],
  [
    'two prefixes too long',
    zone({ postalCodePrefixes: ['1'.repeat(17), '2'.repeat(17)] }),
    ['deliveryZones.1.postalCodePrefixes.0 TOO_LONG', 'deliveryZones.1.postalCodePrefixes.1 TOO_LONG'],
  ],
  [
    'a prefix twice in a zone, case and spaces aside',
    zone({ postalCodePrefixes: ['ab 1', '30', 'AB1 '] }),
    ['deliveryZones.1.postalCodePrefixes.2 DUPLICATE'],
  ],
  [
    'a prefix in two zones',
    zone({ postalCodePrefixes: ['2 0'] }),
    ['deliveryZones.1.postalCodePrefixes.0 DUPLICATE'],
  ],
  ['a negative fee', zone({ fee: -1 }), ['deliveryZones.1.fee OUT_OF_RANGE']],
  ['a negative minimum', zone({ minimumSubtotal: -1 }), ['deliveryZones.1.minimumSubtotal OUT_OF_RANGE']],
  [
    '101 zones',
    { deliveryZones: many(101, (n) => ({ ...ZONE, postalCodePrefixes: [String(1000 + n)] })) },
    ['deliveryZones TOO_LONG'],
  ],
]

function capacity(weekday: string, units: number) {
  return { weekday, units }
}

function at(tens: number) {
  return `${String(Math.floor(tens / 6)).padStart(2, '0')}:${tens % 6}0`
}

test.each(WRONG)('settings with %s are refused, and nothing changes', async (_what, wrong, expected) => {
  const name = { name: 'Not to be' }
  expect(mistakes(await updateBakery(bakery.admin, { ...name, ...wrong }))).toEqual(expected)
  expect(await settingsOf(bakery.admin)).toEqual(before)
})

test('each field can be changed without touching another', async () => {
  const others: Record<string, unknown> = {
    name: 'The Other Kitchen',
    locale: 'en-GB',
    email: null,
    phone: '020 1234',
    pricesIncludeTax: false,
    taxRateBasisPoints: 0,
    bookingHorizonDays: 730,
    cancellationNoticeHours: 0,
    confirmsAutomatically: true,
    openingHours: [WINDOW],
    deliveryZones: [],
  }
  let stands = before
  for (const [field, value] of Object.entries(others)) {
    const { bakery: changed } = await updateBakery(bakery.admin, { [field]: value })
    expect(changed).toEqual({ ...stands, [field]: value })
    stands = changed
  }
  expect(await settingsOf(bakery.admin)).toEqual(stands)
  expect((await updateBakery(bakery.admin, {})).bakery).toEqual(stands)
})

test('a list takes the place of the whole list before it', async () => {
  const openingHours = [
    { ...WINDOW, method: 'DELIVERY' },
    { ...WINDOW, opens: '12:00', closes: '12:05', slotMinutes: 5 },
    WINDOW,
    { ...WINDOW, weekday: 'MONDAY' },
  ]
  const deliveryZones = [
    { name: 'Far', postalCodePrefixes: ['ab 1', ' 9'], fee: 900 },
    { name: 'Near', postalCodePrefixes: ['AB12'], fee: 0, minimumSubtotal: 0 },
  ]
  const productionCapacity = [{ weekday: 'SUNDAY', units: 7 }]
  const { bakery: changed } = await updateBakery(bakery.admin, {
    openingHours,
    deliveryZones,
    productionCapacity,
  })
  expect(changed.openingHours).toMatchObject([
    { weekday: 'MONDAY' },
    { opens: '09:00', method: 'DELIVERY' },
    { opens: '09:00', method: 'PICKUP' },
    { opens: '12:00', closes: '12:05' },
  ])
  expect(changed.deliveryZones).toEqual([
    { name: 'Far', postalCodePrefixes: ['AB1', '9'], fee: { amount: 900 }, minimumSubtotal: null },
    { name: 'Near', postalCodePrefixes: ['AB12'], fee: { amount: 0 }, minimumSubtotal: { amount: 0 } },
  ])
  expect(changed.productionCapacity.filter(({ units }: { units: number }) => units > 0)).toEqual(
    productionCapacity,
  )
  expect(changed.productionCapacity).toHaveLength(7)
  const emptied = await updateBakery(bakery.admin, {
    openingHours: [],
    deliveryZones: [],
    productionCapacity: [],
  })
  expect(emptied.bakery).toMatchObject({ openingHours: [], deliveryZones: [] })
  expect(new Set(emptied.bakery.productionCapacity.map(({ units }: { units: number }) => units))).toEqual(
    new Set([0]),
  )
})

test('null clears e-mail and phone; all else has to stand', async () => {
  const cleared = await updateBakery(bakery.admin, { email: null, phone: null })
  expect(cleared.bakery).toMatchObject({ email: null, phone: null })
  const { email: _, phone: __, currency: ___, timeZone: ____, ...needed } = cleared.bakery
  for (const field of Object.keys(needed)) {
    expect(mistakes(await updateBakery(bakery.admin, { [field]: null }))).toEqual([`${field} REQUIRED`])
  }
})

test('texts are cleaned, a locale is written as it should be', async () => {
  const { bakery: changed } = await updateBakery(bakery.admin, {
    name: ' Cafe\u0301 ',
    locale: 'NL-nl',
    email: '',
  })
  expect(changed).toMatchObject({ name: 'Café', locale: 'nl-NL', email: null })
})

test('only admins change settings', async () => {
  for (const [ask, code] of [
    [bakery.visitor, 'UNAUTHENTICATED'],
    [bakery.as(customer('eve')), 'FORBIDDEN'],
    [bakery.staff, 'FORBIDDEN'],
  ] as const) {
    for (const mutation of [
      'updateBakery(input: { name: "Mine" })',
      'setSpecialDay(input: { date: "2082-11-25", closed: true })',
      'removeSpecialDay(date: "2082-11-25")',
    ]) {
      const { errors } = await ask(`mutation { ${mutation} { __typename } }`)
      expect(errors).toMatchObject([{ extensions: { code } }])
    }
  }
  expect(await settingsOf(bakery.admin)).toEqual(before)
})

test('two admins who change different fields at once both have their way', async () => {
  for (let round = 0; round < 5; round++) {
    const changes = [
      { name: `Kitchen ${round}` },
      { phone: `020 ${1000 + round}` },
      { taxRateBasisPoints: round },
      { bookingHorizonDays: 10 + round },
      { openingHours: [{ ...WINDOW, ordersPerSlot: round }] },
      { deliveryZones: [{ ...ZONE, name: `Zone ${round}` }] },
    ]
    await Promise.all(changes.map((change) => updateBakery(bakery.admin, change)))
    expect(await settingsOf(bakery.admin)).toMatchObject({
      ...Object.assign({}, ...changes),
      deliveryZones: [{ name: `Zone ${round}` }],
    })
  }
})

test('two admins who replace one list at once leave one of the two, never a mixture', async () => {
  const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY']
  const list = (ordersPerSlot: number) => days.map((weekday) => ({ ...WINDOW, weekday, ordersPerSlot }))
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all(
      [1, 2, 3].map((n) => updateBakery(bakery.admin, { openingHours: list(n) })),
    )
    expect(answers.every(({ __typename }) => __typename === 'UpdateBakerySuccess')).toBe(true)
    const { openingHours } = await settingsOf(bakery.admin)
    expect([list(1), list(2), list(3)]).toContainEqual(openingHours)
  }
})
