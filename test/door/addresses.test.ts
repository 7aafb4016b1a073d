import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { startHouseForFile, type House } from '../support/house.ts'
import { openRaw } from '../support/raw.ts'

describe('a request', () => {
  let bakery: TestBakery
  let house: House
  beforeAll(async () => {
    bakery = await openBakeryForFile()
    house = await startHouseForFile(bakery.url)
  })
  afterAll(async () => {
    await house.server.kill()
    await bakery.close()
  })

  const send = async (...lines: string[]): Promise<string> => {
    const line = await openRaw(house.port)
    line.send([...lines, 'connection: close', '', ''].join('\r\n'))
    await line.cut()
    return line.heard()
  }

  test.for([
    ['GET /livez', 'host: a', 'host: b'],
    ['GET /livez', 'host: a, b'],
    ['GET /livez', 'host: a b'],
    ['GET /livez', 'host: [::1'],
    ['GET /livez', 'host: a:99999'],
    ['GET /livez', 'host: a:b'],
    ['GET /x', 'host: a/livez?'],
    ['GET /x', 'host: a#'],
    ['GET /x', 'host: me:secret@a'],
    ['GET /livez'],
    ['GET http://elsewhere.example/livez', 'host: a'],
    ['OPTIONS *', 'host: a'],
    ['CONNECT a:80', 'host: a'],
    ['GET livez', 'host: a'],
    ['POST /graphql', 'host: a', 'content-length: 2', 'content-length: 3'],
    ['POST /graphql', 'host: a', 'content-length: 2', 'transfer-encoding: chunked'],
  ])(
    'of %j has no address that anybody could mean: it is refused without a word about our code',
    async (lines) => {
      const [line = '', ...headers] = lines
      const heard = await send(`${line} HTTP/1.1`, ...headers)
      expect(heard).toMatch(/^(HTTP\/1\.1 400 |$)/)
      expect(heard).not.toMatch(/node|Error|\.js|live/)
    },
  )

  test.for([
    ['GET /livez', 'host: bakery.example'],
    ['GET /livez', 'host: bakery.example:8443'],
    ['GET /livez', 'host: [::1]:8080'],
    ['GET /livez', 'host: 127.0.0.1:8080'],
    ['GET /livez', 'host: my_service.internal'],
    ['GET /livez', 'host:'],
    ['GET /livez?a=%', 'host: a'],
  ])('of %j has one', async ([line = '', ...headers]) => {
    expect(await send(`${line} HTTP/1.1`, ...headers)).toMatch(/^HTTP\/1\.1 200 [^]*live\n/)
  })

  test('as old as HTTP/1.0 needs no host', async () => {
    expect(await send('GET /livez HTTP/1.0')).toMatch(/^HTTP\/1\.1 200 [^]*live\n/)
  })

  test('that goes wrong is not told of in the log as our mistake', () => {
    expect(house.server.errors() + house.server.output()).not.toMatch(/ERROR|Invalid URL/)
  })
})
