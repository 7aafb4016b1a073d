import { Agent, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { settings, startContainer, startServing } from './container.ts'

const CAKES = '{ cakes(first: 5) { nodes { slug } } }'
const FROZEN_MS = 60_000

test('it answers on PORT as nobody, without a right, on a disk that it cannot write, in 256 MiB', async () => {
  const { url, db } = await openBakery()
  await addCake(db, { slug: 'sponge' })
  const container = await startServing(url)
  expect(await container.ask(CAKES)).toEqual({ data: { cakes: { nodes: [{ slug: 'sponge' }] } } })
  expect((await fetch(`${container.origin}/readyz`)).status).toBe(200)
  const status = container.proc('status')
  expect(status).toMatch(/^Uid:\s+65532\s+65532\s+65532\s+65532$/m)
  expect(status).toMatch(/^CapEff:\s+0+$/m)
  expect(status).toMatch(/^CapBnd:\s+0+$/m)
  expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
  expect(status).toMatch(/^NSpid:\s+\d+\s+1$/m)
  expect(container.inspect('.HostConfig.ReadonlyRootfs')).toBe('true')
})

test('no two containers ever give the same id, although both start from one snapshot', async () => {
  const { url } = await openBakery()
  const containers = await Promise.all([startServing(url), startServing(url)])
  const ids = (await Promise.all(containers.map(idsOf))).flat()
  expect(ids.every((id) => /^[\da-f-]{36}$/.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(400)
})

test('every line of its log is a JSON object that names its severity', async () => {
  const { url } = await openBakery()
  const container = await startServing(url, { GOOGLE_CLOUD_PROJECT: 'my-bakery' })
  await fetch(`${container.origin}/graphql?query=%7Bbakery%7Bname%7D%7D`, {
    headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
  })
  container.signal('TERM')
  expect(await container.exit).toBe(0)
  expect(container.errors()).toBe('')
  const lines = container
    .output()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  expect(lines.filter((line) => !('severity' in line && 'message' in line && 'time' in line))).toEqual([])
  expect(lines).toContainEqual(
    expect.objectContaining({
      message: expect.stringMatching(/^query: 200/),
      'logging.googleapis.com/trace': 'projects/my-bakery/traces/4bf92f3577b34da6a3ce929d0e0e4736',
    }),
  )
})

test('what nobody expected is logged with the places in our own files', async () => {
  const { url, db } = await openBakery()
  await db.schema.alterTable('delivery_zones').renameTo('away').execute()
  const container = await startServing(url)
  const { errors } = await container.ask('{ bakery { deliveryZones { name } } }')
  expect(errors?.[0]?.extensions.code).toBe('INTERNAL')
  const line = await container.says(/(\{"severity":"ERROR".*)\n/)
  const { error } = JSON.parse(line) as { error: { code: string; stack: string[] } }
  expect(error.code).toBe('42P01')
  expect(error.stack.join('\n')).toMatch(/\(src\/db\/bakery\.ts:\d+:\d+/)
})

test('the code that V8 compiled while the image was built is taken, for what the snapshot does not hold', async () => {
  const { url } = await openBakery()
  const container = await startServing(url, { NODE_DEBUG_NATIVE: 'COMPILE_CACHE' })
  expect((await fetch(`${container.origin}/schema.graphql`)).status).toBe(200)
  await container.says(/V8 code cache for CommonJS \/app\/server-yoga\.cjs was accepted/)
})

test(
  'a container that was frozen for a minute answers at once, on an old connection and on a new one, and ends in time',
  { timeout: 120_000 },
  async () => {
    const { url } = await openBakery()
    const container = await startServing(url)
    const agent = new Agent({ keepAlive: true })
    const ask = async () => {
      const began = performance.now()
      const call = request({
        agent,
        port: container.port,
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      })
      call.end(JSON.stringify({ query: CAKES }))
      const [response] = (await once(call, 'response')) as [IncomingMessage]
      response.resume()
      await once(response, 'end')
      return { status: response.statusCode, ms: performance.now() - began }
    }
    expect(await ask()).toMatchObject({ status: 200 })
    container.pause()
    await sleep(FROZEN_MS)
    container.unpause()
    const woken = await ask()
    expect(woken.status).toBe(200)
    expect(woken.ms).toBeLessThan(2_000)
    agent.destroy()
    expect((await fetch(`${container.origin}/readyz`)).status).toBe(200)
    // What waits, waits no longer for that.
    container.signal('TERM')
    expect(await container.exit).toBe(0)
  },
)

test('an evening’s crowd fits into its memory', async () => {
  const { url, db } = await openBakery()
  for (let nth = 0; nth < 50; nth++) await addCake(db, { slug: `cake-${nth}` })
  const container = await startServing(url)
  const query =
    '{ cakes(first: 50) { nodes { slug name description allergens variants { name price { formatted } } } } }'
  for (let round = 0; round < 25; round++)
    await Promise.all(
      Array.from({ length: 40 }, async () => expect((await container.ask(query)).errors).toBeUndefined()),
    )
  const limit = Number(container.inspect('.HostConfig.Memory'))
  expect(limit).toBe(256 * 2 ** 20)
  expect(container.inspect('.State.OOMKilled')).toBe('false')
  const rss = Number(/VmHWM:\s+(\d+)/.exec(container.proc('status'))![1]) / 1024
  console.log(`1,000 lists of 50 cakes, 40 at once: ${rss.toFixed(0)} MB at most`)
  expect((await fetch(`${container.origin}/livez`)).status).toBe(200)
})

test('GraphiQL comes from the image where it is switched on', async () => {
  const { url } = await openBakery()
  const container = await startServing(url, { GRAPHIQL: 'on' })
  const page = await fetch(`${container.origin}/graphql`, { headers: { accept: 'text/html' } })
  const script = /src="(graphiql\/main-[^"]+)"/.exec(await page.text())![1]!
  expect((await fetch(`${container.origin}/${script}`)).status).toBe(200)
})

test('mistakes in the settings are told, a line each, before anything is opened', async () => {
  const wrong = await startContainer({ ...settings('mysql://bakery'), PORT: 'eighty' })
  expect(await wrong.exit).toBe(1)
  expect(wrong.errors().trim().split('\n')).toEqual([
    expect.stringMatching(/^PORT is "eighty"; it takes a whole number/),
    expect.stringMatching(/^DATABASE_URL is not a Postgres URL/),
  ])
  expect(wrong.output()).toBe('')
})

const idsOf = async ({ origin }: { origin: string }) =>
  Promise.all(
    Array.from({ length: 200 }, async () => (await fetch(`${origin}/livez`)).headers.get('x-request-id')!),
  )
