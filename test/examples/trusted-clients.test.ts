import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { addCake } from '../support/catalogue.ts'
import { startHouse } from '../support/house.ts'
import { CLIENTS } from './support/clients.ts'

const run = promisify(execFile)
const CLIENTS_FOLDER = path.join(import.meta.dirname, '../../examples/clients')

let bakery: TestBakery
beforeAll(async () => {
  bakery = await openBakeryForFile()
  for (const name of ['Bundt', 'Carrot', 'Sponge'])
    await addCake(bakery.db, { slug: name.toLowerCase(), name })
})
afterAll(() => bakery.close())

describe.for([
  ['urql', 'urql/graphql/persisted-documents.json'],
  ['relay', 'relay/persisted.json'],
] as const)('the manifest of %s', ([name, file]) => {
  const manifest = path.join(CLIENTS_FOLDER, file)

  test('holds nothing that the API would not answer', async () => {
    const { stdout } = await run(process.execPath, ['dev/check-documents.ts', manifest])
    expect(stdout).toBe(`${manifest}: every document can be asked.\n`)
  })

  test('is all that a server answers which was given nothing else', async () => {
    const { origin } = await startHouse(bakery.url, {
      DOCUMENTS: 'trusted-only',
      DOCUMENTS_MANIFEST: manifest,
    })
    const client = await CLIENTS[name](origin, { byId: true })
    expect(await client.cakes(2)).toEqual(['Bundt', 'Carrot', 'Sponge'])
    const refused = await client.placeOrder({ idempotencyKey: 'as short', items: [], slotId: '' })
    expect(refused.__typename).toBe('InvalidInputError')
    for (const stranger of [CLIENTS.plain, CLIENTS[name]]) {
      const asking = (await stranger(origin)).cakes(2)
      await expect(asking).rejects.toThrow(/^(\[GraphQL\] )?Only the documents/)
    }
  })
})
