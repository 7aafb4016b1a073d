import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '../..')

test('what the API learns fails to compile where a page has no word for it', async () => {
  const folder = copyOfClients()
  const schema = readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8')
    .replace('union PlaceOrderResult = ', 'union PlaceOrderResult = OvenBrokenError | ')
    .replace('enum OrderStatus {', 'enum OrderStatus { RETURNED')
  writeFileSync(path.join(folder, '../../schema.graphql'), `${schema}\n${NEW_REFUSAL}`)
  expect(await run(folder, 'graphql-codegen', '--silent')).toBe('')
  await run(folder, 'relay-compiler')
  await run(folder, 'gql.tada', 'generate-output')
  const mistakes = (await run(folder, 'tsc')).split('\n').filter((line) => /^\S/.test(line))
  expect(mistakes.map((line) => line.replace(/\(.*/, '')).toSorted()).toEqual([
    'apollo/place-order.ts',
    'plain/place-order.ts',
    'plain/status-words.ts',
    'tada/place-order.ts',
    'urql/place-order.ts',
  ])
  expect(mistakes.filter((line) => line.includes('OvenBrokenError')).length).toBe(4)
})

const NEW_REFUSAL = `"""The oven is broken."""
type OvenBrokenError implements UserError {
  """For people, in English."""
  message: String!
}
`

function copyOfClients(): string {
  const temporary = mkdtempSync(path.join(tmpdir(), 'clients-'))
  onTestFinished(() => rmSync(temporary, { recursive: true }))
  const [from, to] = [path.join(ROOT, 'examples/clients'), path.join(temporary, 'examples/clients')]
  const isOwn = (file: string) =>
    !/node_modules|dist|__generated__|\/graphql$/.test(path.relative(from, file))
  cpSync(from, to, { recursive: true, filter: isOwn })
  symlinkSync(path.join(from, 'node_modules'), path.join(to, 'node_modules'))
  return to
}

/** A program of the clients' packages; gives what it says. */
function run(cwd: string, program: string, ...args: string[]): Promise<string> {
  const options = { cwd, env: { PATH: process.env['PATH'] } }
  return new Promise((resolve) =>
    execFile(path.join('node_modules/.bin', program), args, options, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    ),
  )
}
