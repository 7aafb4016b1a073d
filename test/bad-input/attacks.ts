import { createHash, randomUUID } from 'node:crypto'
import {
  coerceInputValue,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
  type GraphQLLeafType,
} from 'graphql'
import { encodeId } from '../../src/domain/ids.ts'

export interface Attack {
  name: string
  value: unknown
  /** No reading of the input makes sense of it: an answer that does is wrong. */
  hopeless: boolean
}

/** Stands for a number that JSON can write and JavaScript cannot: see `toJson`. */
export const OVERFLOW = '«1e400»'

export const toJson = (value: unknown): string => JSON.stringify(value).replaceAll(`"${OVERFLOW}"`, '1e400')

const odd = (values: Record<string, unknown>): Attack[] => list(values, false)
const hopeless = (values: Record<string, unknown>): Attack[] => list(values, true)
const list = (values: Record<string, unknown>, isHopeless: boolean): Attack[] =>
  Object.entries(values).map(([name, value]) => ({ name, value, hopeless: isHopeless }))

const TEN_KB = 'a'.repeat(10_000)
const ONE_MB = 'é'.repeat(500_000)

const STRANGE_TEXTS = {
  nothing: '',
  'a space': ' ',
  NUL: 'a\0b',
  'half a pair': 'a\ud800b',
  'the other half': '\udc00',
  'a family': '👩‍👩‍👧',
  'right to left': '\u202eabc',
  'a byte order mark': '\ufeff',
  'no character': '\uffff',
  'a thousand accents': 'e' + '\u0301'.repeat(1000),
  '10 kB': TEN_KB,
  '1 MB': ONE_MB,
  SQL: `'; drop table orders; --`,
  wildcards: '%_\\',
  'a line break': 'a\r\nb',
  'a line separator': 'a\u2028b',
  __proto__: '__proto__',
  'a template': '${7*7}{{7*7}}',
}

const NOT_A_TEXT = hopeless({ 'a number': 5, 'true for text': true, 'an object': {}, 'a list': ['a', 'b'] })
const TEXTS = [...odd(STRANGE_TEXTS), ...NOT_A_TEXT]

const KINDS = ['Bakery', 'Cake', 'CakeOption', 'CakeVariant', 'Customer', 'OptionGroup', 'Order', 'OrderItem']
const SOMEBODY = '0199d3f4-7ad5-7c3e-8b9a-6f1f0e2d4c5b'

export const IDS = [
  ...hopeless({
    ...STRANGE_TEXTS,
    'a bare UUID': SOMEBODY,
    'a number': 2 ** 31,
    'a huge number': 2 ** 53,
    'a fraction': 1.5,
    'beyond numbers': OVERFLOW,
    'true for an id': true,
    'an object': {},
    'an id in upper case': encodeId('Order', SOMEBODY.toUpperCase()),
    'an id without an id': Buffer.from('Order:').toString('base64url'),
    'an id of two': Buffer.from(`Order:${SOMEBODY}:${SOMEBODY}`).toString('base64url'),
    'an id of no type': encodeId('Nothing', SOMEBODY),
    'an id of a type without ids': encodeId('Money', SOMEBODY),
    'an id of an interface': encodeId('Node', SOMEBODY),
    'an id of a root': encodeId('Query', SOMEBODY),
    'the id of a constructor': encodeId('constructor', SOMEBODY),
    'the id of hasOwnProperty': encodeId('hasOwnProperty', SOMEBODY),
  }),
  ...odd(
    Object.fromEntries(KINDS.map((kind) => [`a ${kind} that is not there`, encodeId(kind, randomUUID())])),
  ),
]

const INTS = [
  ...odd({ zero: 0, 'minus zero': -0, 'minus one': -1, largest: 2 ** 31 - 1, smallest: -(2 ** 31) }),
  ...hopeless({
    'one too many': 2 ** 31,
    'one too few': -(2 ** 31) - 1,
    'beyond safe': 2 ** 53,
    'beyond numbers': OVERFLOW,
    'a fraction': 0.5,
    'a number in text': '5',
    NaN: 'NaN',
    'true for a number': true,
    'an object': {},
    'no number': [],
  }),
]

const NO_DATES = {
  'month and day zero': '0000-00-00',
  'the year zero': '0000-01-01',
  'thirty days of February': '2026-02-30',
  'no leap year': '2026-02-29',
  'beyond four digits': '+275760-09-13',
  'before Christ': '-000001-01-01',
  'year 9999': '9999-12-31',
  'a week': '2026-W48',
  'an instant': '2026-11-25T00:00:00Z',
  'without zeros': '2026-1-1',
  'Arabic digits': '٢٠٢٦-١١-٢٥',
  'with a calendar': '2026-11-25[u-ca=hebrew]',
  'the first date': '-infinity',
  'a number for a date': 20_261_125,
}

const NO_TIMES = {
  'midnight twice': '24:00',
  'no time': '25:61',
  'with seconds': '09:30:00',
  'without a zero': '9:30',
  'Arabic digits': '٠٩:٣٠',
  'a negative time': '-1:00',
  'a number for a time': 930,
}

const NO_INSTANTS = {
  'without an offset': '2026-11-25T10:00:00',
  'thirty days of February': '2026-02-30T10:00:00Z',
  'hour 24': '2026-11-25T24:00:00Z',
  'beyond four digits': '+275760-09-13T00:00:01Z',
  'ten digits of a second': '2026-11-25T10:00:00.1234567890Z',
  'an offset of two days': '2026-11-25T10:00:00+48:00',
  'a number for an instant': 1_795_597_200,
}

const NO_URLS = {
  script: 'javascript:alert(1)',
  data: 'data:text/html,<script>alert(1)</script>',
  FTP: 'ftp://example.com/cake.png',
  'no scheme': '//example.com/cake.png',
  'no host': 'https://',
  'a space inside': 'https://exa mple.com/',
}

const LEAVES: Record<string, Attack[]> = {
  String: TEXTS,
  ID: IDS,
  Int: INTS,
  Float: INTS.filter(({ name }) => name !== 'a fraction'),
  Boolean: hopeless({ one: 1, zero: 0, 'true in text': 'true', nothing: '', 'an object': {}, 'a list': [] }),
  Date: [
    ...odd({
      'the last date': '2999-12-31',
      'the first of all dates': '1900-01-01',
      yesterday: '2026-11-22',
    }),
    ...hopeless({ ...STRANGE_TEXTS, ...NO_DATES, 'an object': {}, 'a list': [] }),
  ],
  LocalTime: [
    ...odd({ midnight: '00:00', 'the last minute': '23:59' }),
    ...hopeless({ ...STRANGE_TEXTS, ...NO_TIMES, 'an object': {} }),
  ],
  DateTime: [
    ...odd({ 'the year zero': '0000-01-01T00:00:00Z', 'the last instant': '9999-12-31T23:59:59.999999999Z' }),
    ...hopeless({ ...STRANGE_TEXTS, ...NO_INSTANTS, 'an object': {} }),
  ],
  URL: [
    ...odd({ 'a name and a password': 'https://a:b@example.com/', 'not ASCII': 'https://☃.net/' }),
    ...hopeless({ ...STRANGE_TEXTS, ...NO_URLS, 'a number': 5, 'an object': {} }),
  ],
}

const ENUMS = hopeless({ ...STRANGE_TEXTS, 'an unknown value': 'NOPE', 'a number': 0, toString: 'toString' })

const slot = (text: string): string => Buffer.from(text).toString('base64url')
const cursor = (body: string): string =>
  Buffer.from(createHash('sha256').update(body).digest('base64url').slice(0, 6) + body).toString('base64url')

const CURSORS = hopeless({
  'a cursor of no list': cursor(JSON.stringify(['nothing', 'a', SOMEBODY])),
  'a cursor of no JSON': cursor('[nothing'),
  'a cursor of a deep nest': cursor('['.repeat(1000)),
  'a cursor of an object': cursor('{}'),
  'a cursor without a key': cursor('["cakes NAME"]'),
  'a cursor with NUL': cursor(JSON.stringify(['cakes NAME', '\0', SOMEBODY])),
  'a cursor of a moment that is none': cursor(
    JSON.stringify(['orders PLACED_AT_DESC', '9999-99-99T99:99:99Z', SOMEBODY]),
  ),
})

/** What arguments of a name are attacked with besides what their type is. */
const BY_NAME: Record<string, Attack[]> = {
  slotId: hopeless({
    'thirty days of February': slot('PICKUP 2026-02-30 10:00'),
    'hour 24': slot('PICKUP 2026-11-25 24:00'),
    'no time': slot('PICKUP 2026-11-25 25:61'),
    'year 9999': slot('PICKUP 9999-12-31 10:00'),
    'no method': slot('TELEPORT 2026-11-25 10:00'),
    'with a tail': slot('PICKUP 2026-11-25 10:00 '),
    'at a time without a slot': slot('PICKUP 2026-11-25 10:01'),
    'the last day of all': slot('PICKUP 2999-12-31 10:00'),
  }),
  locale: hopeless({
    'a snowman': 'x-☃',
    'an underscore': 'nl_NL',
    'a comma': 'nl,en',
    'too long': 'a-b'.repeat(20),
  }),
  country: hopeless({ 'three letters': 'NLD', 'no country': 'QQ', 'a number': '31' }),
  version: hopeless({ 'a version to come': 99 }),
  after: CURSORS,
  before: CURSORS,
}

// What is read by the same few functions wherever it stands.
const ONCE =
  `a space, the other half, right to left, a byte order mark, no character, a thousand accents, 1 MB, SQL,
  wildcards, a line separator, __proto__, a template, a huge number,
  an id in upper case, an id without an id, an id of two, an id of an interface, an id of a root,
  the id of a constructor, the id of hasOwnProperty, a Bakery that is not there, a CakeOption that is not there,
  a OrderItem that is not there`.split(/,\s+/)

/** Whether one place of each type is enough for an attack. */
export const isOnceEnough = ({ name }: Attack): boolean => ONCE.includes(name)

/** Whether GraphQL's own types let an attack through, so that it matters who sends it. */
export function isForUs({ value }: Attack, type: GraphQLInputType): boolean {
  if (Array.isArray(value) && value.length > 100) return true
  try {
    return value !== OVERFLOW && coerceInputValue(value, type) !== undefined
  } catch {
    return false
  }
}

/** Everything that one place of an input is attacked with. `sample` is what would be right there. */
export function attacksOn(name: string, type: GraphQLInputType, sample: unknown): Attack[] {
  if (isNonNullType(type)) {
    const others = attacksOn(name, type.ofType, sample).filter(({ value }) => value !== null)
    return [{ name: 'null where it may not be', value: null, hopeless: true }, ...others]
  }
  const nothing = odd({ null: null })
  if (isListType(type)) {
    const entry = [sample].flat()[0]
    return [
      ...nothing,
      ...odd({ 'an empty list': [], 'ten thousand entries': Array(10_000).fill(entry) }),
      ...(isNonNullType(type.ofType) ? hopeless({ 'a null in the list': [null] }) : []),
      ...hopeless({ 'a list in the list': [[entry]], 'an object for a list': { 0: entry } }),
    ]
  }
  if (isInputObjectType(type)) {
    const keys = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`key${index}`, index]))
    return [
      ...nothing,
      ...hopeless({ 'a text for an object': 'text', 'a number for an object': 5, 'a list of objects': [] }),
      ...hopeless({ 'three hundred keys': keys, 'a proto': JSON.parse('{"__proto__":{"isStaff":true}}') }),
    ]
  }
  const leaf: GraphQLLeafType = type
  const own = isEnumType(leaf) ? ENUMS : LEAVES[leaf.name]
  if (!own) throw new Error(`Nothing attacks ${leaf.name} yet: say in attacks.ts what is wrong for it.`)
  const asIs = leaf.name === 'ID' ? hopeless(otherWritingsOf(String(sample))) : []
  return [...nothing, ...own, ...asIs, ...(BY_NAME[name] ?? [])]
}

// Base64 forgives much; an id is one text and no other.
const otherWritingsOf = (id: string) => ({
  'with padding': `${id}=`,
  'with a line break': `${id}\n`,
  'with a space before it': ` ${id}`,
  'with a tail': `${id}.tail`,
})
