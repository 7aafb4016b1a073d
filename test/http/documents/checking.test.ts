import { execFile } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'
import { byApollo, byPreset, fileOf, hashOf } from './manifests.ts'

const CAKE = 'query Cake { cake(slug: "sponge") { name } }'
const OLD = 'query Old { bakery { cookies flour } }'
const LONG = `query Long {\n  ${'bakery { name } '.repeat(300)}}`

function run(file: string, env: Record<string, string>, ...args: string[]) {
  const root = path.join(import.meta.dirname, '../../..')
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const options = { cwd: root, env: { PATH: process.env['PATH'], ...env }, timeout: 20_000 }
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    )
  })
}

const check = (manifest: string) => run('dev/check-documents.ts', {}, manifest)

test('the documents of a manifest are checked against the schema and the limits before it is deployed', async () => {
  const manifest = fileOf(byApollo(CAKE, OLD, LONG, '{'))
  const { code, stdout, stderr } = await check(manifest)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(`^${hashOf(OLD)} query Old .*: Cannot query field "cookies" on type "Bakery"`),
    expect.stringMatching(`^${hashOf(OLD)} query Old .*: Cannot query field "flour"`),
    expect.stringMatching(`^${hashOf(LONG)} query Long {: The document has more than 1000 tokens`),
    expect.stringMatching(`^${hashOf('{')} {: Syntax Error`),
  ])
  expect(await check(fileOf(byPreset(CAKE)))).toMatchObject({ code: 0, stderr: '' })
  expect(await check('/nowhere')).toMatchObject({ code: 1, stderr: expect.stringMatching(/ENOENT\.\n$/) })
})

test('a server with a broken manifest tells each mistake in a line, and does not open', async () => {
  const env = {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    GUEST_TOKEN_SECRETS: 'first:a-secret-of-thirty-two-characters',
    DOCUMENTS_MANIFEST: fileOf({ a: CAKE, b: CAKE }),
  }
  const { code, stdout, stderr } = await run('src/server.ts', env)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^DOCUMENTS_MANIFEST holds "a".*\nDOCUMENTS_MANIFEST holds "b".*\n$/)
})
