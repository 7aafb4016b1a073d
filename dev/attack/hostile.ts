const fields = (count: number, field: string): string => Array.from({ length: count }, () => field).join(' ')

/** A chain of fragments, each of which spreads the next one many times. */
function fan(depth: number, width: number, leaf = 'name'): string {
  const fragments = Array.from({ length: depth }, (_, index) => {
    const inner =
      index === depth - 1 ? leaf : Array.from({ length: width }, () => `...F${index + 1}`).join(' ')
    return `fragment F${index} on Cake { ${inner} }`
  })
  return `{ cakes { nodes { ...F0 } } } ${fragments.join(' ')}`
}

/** A chain of fragments of the list itself, each of which spreads the next one twice. */
function fanOfPages(depth: number): string {
  const fragments = Array.from({ length: depth }, (_, i) => {
    const inner = i === depth - 1 ? 'nodes { variants { id } images { url } }' : `...P${i + 1} ...P${i + 1}`
    return `fragment P${i} on CakeConnection { ${inner} }`
  })
  return `{ cakes(first: 100) { ...P0 ...P0 } } ${fragments.join(' ')}`
}

const nested = (depth: number, inner: string): string =>
  `${'variants { cake { '.repeat(depth)}${inner}${' } }'.repeat(depth)}`

const WIDE = `{ ${Array.from({ length: 10 }, (_, i) => `n${i}: cakes(first: 90) { nodes { ...F } }`).join(' ')} }
  fragment F on Cake { ${Array.from({ length: 15 }, (_, i) => `a${i}: description b${i}: name`).join(' ')} }`

/** Documents that want to keep the bakery busy, by what they try. None is longer than a body may be. */
export const HOSTILE_DOCUMENTS: Record<string, string> = {
  'a hundred thousand braces': '{'.repeat(99_000),
  'a hundred thousand brackets': `{ a(b: ${'['.repeat(98_000)}) }`,
  'three thousand levels': `{ ${'a { '.repeat(3_000)}b${' }'.repeat(3_000)} }`,
  'thirty thousand fields': `{ ${fields(30_000, 'a')} }`,
  'nine hundred times the same field': `{ cakes { ${fields(900, 'totalCount')} } }`,
  'three hundred aliases': `{ cakes { ${Array.from({ length: 300 }, (_, i) => `a${i}: totalCount`).join(' ')} } }`,
  'three hundred root fields': `{ ${Array.from({ length: 300 }, (_, i) => `a${i}: bakery { name }`).join(' ')} }`,
  'eleven lists of cakes': `{ ${Array.from({ length: 11 }, (_, i) => `a${i}: cakes(first: 100) { nodes { id } }`).join(' ')} }`,
  'fragments in a circle':
    '{ cakes { nodes { ...A } } } fragment A on Cake { ...B } fragment B on Cake { ...A }',
  'two hundred fragments': `{ cakes { nodes { id } } } ${Array.from({ length: 200 }, (_, i) => `fragment F${i} on Cake { id }`).join(' ')}`,
  'fields that all conflict': `{ cakes { nodes { ${Array.from({ length: 15 }, (_, i) => `a${i % 2}: name a${i % 2}: slug`).join(' ')} } } }`,
  'conflicts in every level': `{ ${fields(10, `cakes { nodes { ${fields(10, 'variants { cake { a: id a: name } }')} } }`)} }`,
  'a thousand directives': `{ cakes ${fields(300, '@skip(if: true)')} { totalCount } }`,
  'six hundred directives on a fragment': `{ ${fields(250, '... @include(if: true) { __typename }')} }`,
  'twenty levels of cakes': `{ cakes { nodes { ${nested(10, 'id')} } } }`,
  'the same cakes a thousand times': WIDE,
  'lists in lists': `{ cakes(first: 100) { nodes { optionGroups { options { id } } variants { id } images { url } } } customers(first: 100) { nodes { orders(first: 100) { nodes { items { options { name } } } } } } }`,
  'introspection in introspection': `{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }`,
  'introspection under aliases': `{ __schema { ${Array.from({ length: 15 }, (_, i) => `a${i}: types { ...T }`).join(' ')} } }
    fragment T on __Type { ${Array.from({ length: 15 }, (_, i) => `b${i}: fields { name type { possibleTypes { name } } args { name } }`).join(' ')} }`,
  'a text of a hundred kilobytes': `{ cake(slug: "${'a'.repeat(98_000)}") { id `,
  'a comment of a hundred kilobytes': `# ${'a'.repeat(98_000)}`,
  'fields that are not there': `{ ${Array.from({ length: 10 }, (_, i) => `nothing${i}`).join(' ')} cakes { ${Array.from({ length: 300 }, (_, i) => `nothing${i}`).join(' ')} } }`,
  'types that are not there': `{ cakes { nodes { ${Array.from({ length: 150 }, (_, i) => `... on Nothing${i} { id }`).join(' ')} } } }`,
  'two hundred operations': Array.from({ length: 160 }, (_, i) => `query Q${i} { bakery { name } }`).join(
    ' ',
  ),
  'two hundred variables': `query (${Array.from({ length: 200 }, (_, i) => `$v${i}: Int`).join(' ')}) { __typename }`,
  'nine hundred objects in an argument': `{ cakes(filter: { category: ${'{ a: '.repeat(240)}1${' }'.repeat(240)} }) { totalCount } }`,
}

/** Documents that look hostile and are cheap, so that they are answered. */
export const HARMLESS_DOCUMENTS: Record<string, string> = {
  'fragments that fan out': fan(30, 8),
  'fragments that fan out to lists': fan(20, 6, 'variants { id }'),
  'fragments of a list that fan out': fanOfPages(80),
}

/** Bodies that are no request of GraphQL, or a monstrous one. */
export const HOSTILE_BODIES: Record<string, string> = {
  'fifty thousand brackets': '['.repeat(50_000),
  'fifty thousand closed brackets': `${'['.repeat(49_000)}${']'.repeat(49_000)}`,
  'a thousand operations at once': JSON.stringify(
    Array.from({ length: 1_000 }, () => ({ query: '{__typename}' })),
  ),
  'variables of many brackets': `{"query":"query ($f: CakeFilter) { cakes(filter: $f) { totalCount } }","variables":{"f":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`,
  'variables of many objects': `{"query":"query ($f: CakeFilter) { cakes(filter: $f) { totalCount } }","variables":{"f":${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}}}`,
  'the same id a hundred times, and what can be had when': JSON.stringify({
    query: `query ($i: [ID!]!) { ${Array.from({ length: 10 }, (_, i) => `n${i}: nodes(ids: $i) { ...F }`).join(' ')} } fragment F on Cake { ${Array.from({ length: 15 }, (_, i) => `a${i}: earliestDate`).join(' ')} }`,
    variables: {
      i: Array.from({ length: 99 }, () => 'Q2FrZTowMTlkZjk0Yi0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA'),
    },
  }),
  'what can be had when, ten times': JSON.stringify({
    query: `{ ${Array.from({ length: 10 }, (_, i) => `a${i}: availability(items: [{ variantId: "a" }], method: PICKUP, from: "2026-12-01", to: "2027-01-31") { __typename }`).join(' ')} }`,
  }),
  'ten thousand ids': JSON.stringify({
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: { ids: Array(10_000).fill('a') },
  }),
  'ten thousand lines': JSON.stringify({
    query: 'query ($i: [OrderItemInput!]!) { quote(items: $i) { __typename } }',
    variables: { i: Array.from({ length: 10_000 }, () => ({})) },
  }),
  'a number of ninety thousand digits': `{"query":"query ($n: Int) { cakes(first: $n) { totalCount } }","variables":{"n":${'9'.repeat(90_000)}}}`,
  'ninety thousand zeros in the document': JSON.stringify({
    query: `{ cakes(first: 1${'0'.repeat(90_000)}) { totalCount } }`,
  }),
  'half a character': '{"query":"{__typename}","variables":{"a":"\\ud800"}, "extensions": 5}',
}
