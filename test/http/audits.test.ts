import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'

// The audits of GraphQL over HTTP, asked of a real port.

let bakery: TestBakery
const server = createServer()
beforeAll(async () => {
  bakery = await openBakeryForFile()
  server.on('request', bakery.listener)
  await new Promise((resolve) => void server.listen(0, () => resolve(undefined)))
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await bakery.close()
})

describe('GraphQL over HTTP is spoken as its audits ask for', () => {
  test.for(serverAudits({ url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` }))(
    '$name',
    async (audit) => {
      expect(await audit.fn()).toMatchObject({ status: 'ok' })
    },
  )
})
