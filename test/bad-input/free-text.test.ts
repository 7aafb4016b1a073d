import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADMIN, customer, openBakeryForFile, slotId, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { change, place, REFUSALS } from '../support/operations.ts'

/** Letters of all kinds, and what keyboards, copying and attackers put between them. */
const anyText = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          ...'a b c À é ø ß Ł ж ქ 愛 ア 🎂 👩‍👩‍👧 🇳🇱'.split(' '),
          'e\u0301',
          '\u1112\u1161\u11ab',
          'ﬁ',
          'Å',
          ' ',
        ),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom('"', "'", '\\', '<b>', '%', '_', '{}', '$1', '&amp;', ' -- ', '\\u0000'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '\u200b',
          '\u200d',
          '\u202e',
          '\ufeff',
          '\u00a0',
          '\uffff',
          '\u3000',
          '\u0345',
        ),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('\n', '\r\n', '\t', '\0', '\u0085', '\u2028', '\ud83c', '\udf82'),
      },
      {
        weight: 1,
        arbitrary: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
      },
    ),
    { maxLength: 12 },
  )
  .map((characters) => characters.join(''))

const anyEmail = fc
  .tuple(anyText, fc.constantFrom('@', '@', '@', '', '@@', ' @'), anyText)
  .map((parts) => parts.join(''))
const anyPhone = fc.oneof(fc.stringMatching(/^[0-9 +().\-/]{0,34}$/), anyText)

// What the bakery promises of all free text, told once more in the simplest way.
const tidied = (text: string): string => text.normalize('NFC').trim()
const isOneLine = (text: string): boolean =>
  text.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(tidied(text))
const isName = (text: string, longest = 200): boolean =>
  isOneLine(text) && Array.from(tidied(text)).length <= longest
const isNote = (text: string): boolean =>
  text.isWellFormed() && !/[^\P{Cc}\n]|[\u2028\u2029]/u.test(tidied(text.replaceAll(/\r\n?/g, '\n')))

interface FreeText {
  /** What somebody types there. */
  any: fc.Arbitrary<string>
  isGood: (text: string) => boolean
  /** Nothing is no mistake, and is kept as nothing. */
  isOptional?: boolean
  /** More is refused than what is not good. */
  isStricter?: boolean
}

const name: FreeText = { any: anyText, isGood: (text) => isName(text) && tidied(text) !== '' }
const optionalName: FreeText = { any: anyText, isGood: isName, isOptional: true }
const note: FreeText = { any: anyText, isGood: isNote, isOptional: true }
const email: FreeText = {
  any: anyEmail,
  isGood: (text) => isName(text, 254) && (tidied(text) === '' || /^[^\s@]+@[^\s@]+$/u.test(tidied(text))),
  isOptional: true,
}
const phone: FreeText = {
  any: anyPhone,
  isGood: (text) =>
    tidied(text) === '' ||
    (/^[0-9 +().\-/]{3,30}$/.test(tidied(text)) && tidied(text).replaceAll(/\D/g, '').length >= 3),
  isOptional: true,
}

const PLACED: Record<string, FreeText> = {
  'contact.name': name,
  'contact.email': email,
  'contact.phone': phone,
  note,
  'deliveryAddress.line1': name,
  'deliveryAddress.line2': optionalName,
  'deliveryAddress.city': name,
  'deliveryAddress.postalCode': {
    any: anyText.map((text) => `10${text}`),
    isGood: (text) => isName(text, 16),
  },
}

const REGISTER = /* GraphQL */ `
  mutation ($input: RegisterCustomerInput!) {
    registerCustomer(input: $input) {
      __typename
      ...Refused
    }
  }
  ${REFUSALS}
`

const READ = /* GraphQL */ `
  query ($id: ID!) {
    order(id: $id) {
      note
      contact {
        name
        email
        phone
      }
      deliveryAddress {
        line1
        line2
        city
        postalCode
        country
      }
      items {
        inscription
      }
      history {
        note
      }
    }
  }
`

describe('what people type', () => {
  let bakery: TestBakery
  let variantId: string
  beforeAll(async () => {
    bakery = await openBakeryForFile({ guestOrdersAtMost: 1_000_000 })
    await bakery.db.updateTable('opening_hours').set({ orders_per_slot: 10_000 }).execute()
    await bakery.db.updateTable('weekday_capacities').set({ units: 1_000_000 }).execute()
    variantId = (await addCake(bakery.db, { slug: 'sponge', inscription_max_length: 12 })).variants[0]!
  })
  afterAll(() => bakery.close())

  const orderWith = (field: string, text: string) => {
    const [top, inner] = field.split('.') as [string, string | undefined]
    const input: Record<string, object | string> = {
      items: [{ variantId }],
      slotId: slotId('2026-11-25', '10:00', 'DELIVERY'),
      contact: { name: 'Zoë', email: 'zoe@example.com', phone: '06 1234567' },
      deliveryAddress: { line1: 'Dam 1', line2: 'II', postalCode: '1012', city: 'Amsterdam', country: 'nl' },
    }
    return { ...input, [top]: inner ? { ...(input[top] as object), [inner]: text } : text }
  }

  test.for(Object.entries(PLACED))(
    'as %s of an order is kept as it is, or refused there',
    async ([field, kind]) => {
      const placing = async (text: string) => {
        const placed = await place(bakery.visitor, orderWith(field, text))
        const order = placed.order && (await read(placed.order.id))
        return { ...placed, kept: order && field.split('.').reduce((inner, part) => inner[part], order) }
      }
      expect(await firstBroken(kind, field, placing)).toBeNull()
    },
  )

  test('as an inscription is kept as it is, or refused there', async () => {
    const inscription: FreeText = {
      any: anyText,
      isGood: (text) => isName(text) && !/[\u202a-\u202e]/.test(text),
      isOptional: true,
      isStricter: true,
    }
    expect(await firstBroken(inscription, 'items.0.inscription', inscribing)).toBeNull()
  })

  test('as a note on a change of an order is kept as it is, or refused there', async () => {
    expect(await firstBroken(note, 'note', changing)).toBeNull()
  })

  test.for([
    ['name', name],
    ['phone', phone],
  ] as const)('as the %s of a customer is kept as it is, or refused there', async ([field, kind]) => {
    const registering = async (text: string) => {
      const ask = bakery.as(customer(randomUUID()))
      const { data } = await ask(REGISTER, { input: { name: 'Zoë', [field]: text } })
      const again = (await ask('{ viewer { customer { name phone } } }')).data.viewer
      return { ...data.registerCustomer, kept: again.customer?.[field] }
    }
    expect(await firstBroken(kind, field, registering)).toBeNull()
  })

  const inscribing = async (text: string) => {
    const input = { ...orderWith('note', ''), items: [{ variantId, inscription: text }] }
    const placed = await place(bakery.visitor, input)
    return { ...placed, kept: placed.order && (await read(placed.order.id)).items[0].inscription }
  }

  const changing = async (text: string) => {
    const { order } = await place(bakery.staff, orderWith('note', ''))
    const input = { orderId: order.id, version: 1, action: 'START_PRODUCTION', note: text }
    const changed = await change(bakery.staff, input)
    return { ...changed, kept: (await read(order.id)).history[1]?.note }
  }

  const read = async (id: string) => (await bakery.as(ADMIN)(READ, { id })).data.order
})

interface Told {
  __typename: string
  fields?: { path: string[] }[]
  kept: string | null
}

/** A text, the simplest that was found, that is neither kept as it is nor refused where it stands; null where none is. */
async function firstBroken(
  { any, isGood, isOptional, isStricter }: FreeText,
  field: string,
  typing: (text: string) => Promise<Told>,
): Promise<string | null> {
  const isRight = async (text: string): Promise<boolean> => {
    const { __typename, fields, kept } = await typing(text)
    if (__typename === 'InvalidInputError')
      return (
        (isStricter === true || !isGood(text)) && fields?.length === 1 && fields[0]!.path.join('.') === field
      )
    const tidy = tidied(text.replaceAll(/\r\n?/g, '\n'))
    return isGood(text) && kept === (isOptional ? tidy || null : tidy)
  }
  const { counterexample, seed, errorInstance } = await fc.check(fc.asyncProperty(any, isRight), {
    numRuns: 30,
  })
  if (errorInstance instanceof Error && counterexample === null) throw errorInstance
  return counterexample && JSON.stringify({ text: counterexample[0], seed })
}
