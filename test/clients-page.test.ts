import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '..')
const BLOCK = /```(?:ts|json) (\S+)\n([^]*?)\n```/g

const page = readFileSync(path.join(ROOT, 'docs/clients.md'), 'utf8')
const blocks = [...page.matchAll(BLOCK)].map(([, file, text]) => ({ file: file!, text: text! }))

test.each(blocks)('the page of clients shows $file as it is compiled', ({ file, text }) => {
  const source = readFileSync(path.join(ROOT, 'examples/clients', file), 'utf8')
  let from = 0
  // `…` leaves lines out.
  for (const shown of text.split('\n…\n')) {
    const found = source.indexOf(shown, from)
    expect(found, `this stands not, or no more, in ${file}:\n${shown}`).toBeGreaterThanOrEqual(0)
    from = found + shown.length
  }
})

test('the page of clients shows all five', () => {
  const folders = new Set(blocks.map(({ file }) => path.dirname(file)))
  expect([...folders].toSorted()).toEqual(['.', 'apollo', 'common', 'plain', 'relay', 'tada', 'urql'])
  expect(page.match(/^```(?:ts|json)/gm)).toHaveLength(blocks.length)
})

test('every scalar of the schema has its type in each configuration', () => {
  const schema = readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8')
  const scalars = [...schema.matchAll(/^scalar (\w+)/gm)].map(([, name]) => name!)
  expect(scalars.length).toBeGreaterThan(3)
  for (const file of ['codegen.ts', 'relay.config.json', 'tada/graphql.ts']) {
    const source = readFileSync(path.join(ROOT, 'examples/clients', file), 'utf8')
    for (const scalar of scalars)
      expect(source, `${scalar} in ${file}`).toMatch(new RegExp(`\\b${scalar}"?: "?'?string`))
  }
})
