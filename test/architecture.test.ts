import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

interface Import {
  from: string
  to: string
  typesOnly: boolean
}

const ROOT = path.join(import.meta.dirname, '..')

// Who may import whom. A room that stands nowhere on a line may not be entered from there; `types:` lets types in only.
const ARROWS: Record<string, string[]> = {
  'src/domain': [],
  'src/db': ['types:src/domain', 'migrations'],
  'src/resolvers': ['src/db', 'src/domain'],
  'src/schema': ['src/resolvers', 'src/domain', 'types:src/db', 'types:src/context.ts'],
  'src/context.ts': ['src/db', 'types:src/domain', 'src/resolvers'],
  'src/auth.ts': ['src/domain', 'src/issuer.ts'],
  'src/issuer.ts': ['src/config-values.ts'],
  'src/config.ts': ['src/config-variables.ts', 'src/config-values.ts', 'types:src/domain'],
  'src/config-variables.ts': ['src/config-documents.ts', 'src/config-values.ts'],
  'src/config-documents.ts': ['src/config-values.ts'],
  'src/config-values.ts': ['types:src/domain'],
  'src/serving': ['src/db', 'src/domain', 'src/auth.ts', 'src/issuer.ts'],
  'src/app.ts': [
    'src/schema',
    'src/context.ts',
    'types:src/auth.ts',
    'src/serving',
    'src/db',
    'types:src/domain',
  ],
  'src/server.ts': ['src/app.ts', 'src/auth.ts', 'src/issuer.ts', 'src/config.ts', 'src/db', 'src/serving'],
  'src/migrate.ts': ['src/config.ts', 'src/db', 'src/serving'],
  migrations: [],
}

// Packages that only some rooms may know.
const PACKAGES: Record<string, string[]> = {
  '@pothos/core': ['src/schema'],
  '@pothos/plugin-relay': ['src/schema'],
  '@pothos/plugin-scope-auth': ['src/schema'],
  graphql: ['src/schema', 'src/serving'],
  'graphql-yoga': ['src/app.ts', 'src/serving'],
  kysely: ['src/db', 'src/resolvers', 'src/context.ts', 'src/app.ts', 'src/serving', 'migrations'],
  pg: ['src/db'],
  dataloader: ['src/db'],
  jose: ['src/auth.ts', 'src/issuer.ts'],
}

const files = ['src', 'migrations'].flatMap(filesBelow)
const imports = files.flatMap((file) => importsOf(file, readFileSync(path.join(ROOT, file), 'utf8')))

test('every import follows an arrow of the house', () => {
  expect(imports.filter(isForbidden)).toEqual([])
})

test('packages are known only where they belong', () => {
  expect(imports.filter(isForeign)).toEqual([])
})

test('an upward import, a smuggled value and a misplaced package would be found', () => {
  const planted = [
    ...importsOf('src/domain/pricing.ts', `import { connect } from '../db/connect.ts'`),
    ...importsOf('src/resolvers/place-order.ts', `import type { Order } from '../schema/order.ts'`),
    ...importsOf('src/db/orders.ts', `import { STANDING } from '../domain/order-status.ts'`),
    ...importsOf('src/schema/order.ts', `import {\n  type Order,\n  lock,\n} from '../db/orders.ts'`),
    ...importsOf('src/server.ts', `const { schema } = await import('./schema/index.ts')`),
  ]
  expect(planted.filter(isForbidden)).toHaveLength(5)
  expect(importsOf('src/domain/pricing.ts', `import { sql } from 'kysely'`).filter(isForeign)).toHaveLength(1)
})

test('nothing that is for development can be reached from what is deployed', () => {
  const deployed = reachedFrom('src/server.ts', 'src/migrate.ts')
  expect(deployed.filter((file) => !/^(src|migrations)\//.test(file))).toEqual([])
  expect(deployed).toContain('src/schema/order.ts')
  // What the names of files do not tell, nobody could follow.
  expect(files.filter((file) => /\bimport\((?!'[^']+'\))/.test(read(file)))).toEqual([])
  expect(reachedFrom('dev/start.ts')).toEqual(expect.arrayContaining(['dev/issuer.ts', 'src/app.ts']))
})

test('only the configuration reads the environment, and rules read no clock', () => {
  const reading = files.filter((file) => /process\.env\b/.test(read(file)) && file !== 'src/config.ts')
  expect(reading).toEqual([])
  const clocks = files.filter(
    (file) => file.startsWith('src/domain/') && /Temporal\.Now|Date\.now|new Date\(\)/.test(read(file)),
  )
  expect(clocks).toEqual([])
})

test('files stay small enough to read: 200 lines in the house, 300 in tests', () => {
  const long = [...files, ...filesBelow('test'), ...filesBelow('dev')].filter(
    (file) => read(file).split('\n').length - 1 > (file.startsWith('test') ? 300 : 200),
  )
  expect(long).toEqual([])
})

function reachedFrom(...doors: string[]): string[] {
  const reached = new Set(doors)
  for (const file of reached) {
    for (const { to } of importsOf(file, read(file))) if (/^[^@].*\.tsx?$/.test(to)) reached.add(to)
  }
  return [...reached]
}

function isForbidden({ from, to, typesOnly }: Import): boolean {
  if (!to.startsWith('src/') && !to.startsWith('migrations/')) return to.startsWith('.')
  const [room, allowed] = roomOf(from)
  if (to.startsWith(`${room}/`) || to === room) return false
  return !allowed.some((arrow) => {
    const target = arrow.replace('types:', '')
    const enters = to === target || to.startsWith(`${target}/`)
    return enters && (typesOnly || !arrow.startsWith('types:'))
  })
}

function isForeign({ from, to }: Import): boolean {
  const name = /^(@[^/]+\/[^/]+|[^./][^/]*)/.exec(to)?.[0]
  if (!name || /^(src|migrations|node:.*)$/.test(name)) return false
  return !PACKAGES[name]?.some((room) => from === room || from.startsWith(`${room}/`))
}

function roomOf(file: string): [string, string[]] {
  const room = Object.keys(ARROWS).find((name) => file === name || file.startsWith(`${name}/`))
  if (!room) throw new Error(`${file} stands in no room`)
  return [room, ARROWS[room]!]
}

function importsOf(from: string, code: string): Import[] {
  const found = code.matchAll(
    /(?:^|\n)(?:import|export)\s([^'";]*?)\sfrom\s*'([^']+)'|\bimport\(?\s*'([^']+)'/g,
  )
  return [...found].map(([, names = '', named, bare]) => {
    const to = named ?? bare!
    const target = to.startsWith('.') ? path.join(path.dirname(from), to) : to
    const values = names.replaceAll(/[{}\s]+/g, ' ').split(',')
    const allTypes = /^type\s/.test(names) || values.every(isTypeName)
    return { from, to: target, typesOnly: named !== undefined && allTypes }
  })
}

// `type Order`, or nothing after a last comma.
function isTypeName(name: string): boolean {
  return /^\s*(type\s|$)/.test(name)
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`)
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}
