import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { CommonExchange, Listener } from '../../src/serving/direct/exchange.ts'
import { turnAway } from '../../src/serving/front.ts'
import {
  answersIn,
  ASKING,
  ASKING_BY_ADDRESS,
  echo,
  JSON_TYPE,
  known,
  open,
  tell,
  undated,
} from '../support/past-node.ts'
import { head, openRaw } from '../support/raw.ts'

describe('a common request', () => {
  test('is answered past node:http from the second on of its connection, to the byte as before', async () => {
    const { listener, past } = echo()
    const connection = await known(await open(listener))
    expect(past).toHaveLength(0)
    const first = connection.heard()
    for (let count = 1; count <= 3; count++) {
      connection.send(ASKING)
      await connection.hears(new RegExp(`(__typename[^]*){${count + 1}}`))
      expect(past).toHaveLength(count)
    }
    expect(undated(connection.heard())).toBe(undated(first).repeat(4))
  })

  test('that is an address is answered past node:http as well, to the byte as before', async () => {
    const { listener, past } = echo()
    const connection = await openRaw((await open(listener)).port)
    for (let count = 0; count < 3; count++) {
      connection.send(ASKING_BY_ADDRESS)
      await connection.hears(new RegExp(`(GET /graphql[^]*){${count + 1}}`))
      expect(past).toHaveLength(count)
    }
    const heard = undated(connection.heard())
    expect(heard).toBe(heard.slice(0, heard.length / 3).repeat(3))
  })

  test('is that again after one that is not', async () => {
    const { listener, past } = echo()
    const connection = await known(await open(listener))
    connection.send(head('GET /schema.graphql'))
    await connection.hears(/GET \/schema/)
    await sleep(20)
    connection.send(ASKING)
    await connection.hears(/GET[^]*__typename/)
    expect(past).toHaveLength(1)
  })

  test('of letters that are more than a byte each is read and answered whole', async () => {
    const { listener, past } = echo()
    const connection = await known(await open(listener))
    const body = '{"query":"{ a }","variables":{"name":"Zoë 🎂"}}'
    connection.send(
      head('POST /graphql', JSON_TYPE, `content-length: ${Buffer.byteLength(body)}`) + body + ASKING,
    )
    await connection.hears(/Zoë 🎂"}}HTTP\/1\.1 200 OK[^]*__typename/)
    connection.send(head('POST /graphql', JSON_TYPE, `content-length: ${Buffer.byteLength(body)}`) + body)
    await connection.hears(/(Zoë 🎂[^]*){2}/)
    // Two at once are for node:http, and so is whatever comes behind them.
    expect(past).toHaveLength(0)
    const other = await known(await open(listener))
    other.send(head('POST /graphql', JSON_TYPE, `content-length: ${Buffer.byteLength(body)}`) + body)
    await other.hears(/Zoë 🎂/)
    expect(past).toHaveLength(1)
  })
})

test('who is answered at once is not counted as waiting, however many ask in one turn', async () => {
  const { listener, past } = echo()
  const door = await open(turnAway(listener, 1, () => {}))
  const connections = []
  for (let count = 0; count < 20; count++) connections.push(await known(door))
  for (const connection of connections) connection.send(ASKING)
  for (const connection of connections) await connection.hears(/(__typename[^]*){2}/)
  expect(connections.map((connection) => connection.heard()).join('')).not.toContain('503')
  expect(past.length).toBeGreaterThanOrEqual(20)
})

test('what is answered in the turn in which the door closes is heard', async () => {
  let close: Promise<void> | undefined
  const { listener } = echo({
    answer: (exchange, body) => {
      tell(exchange, body)
      close = door.close(1_000)
    },
  })
  const door = await open(listener)
  const connection = await known(door)
  connection.send(ASKING)
  await connection.hears(/(__typename[^]*){2}/)
  await close
  expect(answersIn(connection.heard())).toBe(2)
})

/** Answers when it is told to. */
function later() {
  const waiting: [CommonExchange, string][] = []
  const { listener } = echo({ answer: (...asked) => void waiting.push(asked) })
  return { listener, waiting, answerAll: () => waiting.splice(0).forEach((asked) => tell(...asked)) }
}

test('a body that reads like a request is a body, though it comes when nobody is answered', async () => {
  const { listener, past } = echo()
  const gate = Promise.withResolvers<void>()
  const slowly: Listener = (request, response) => {
    if (request.url === '/slow') void gate.promise.then(() => listener(request, response))
    else listener(request, response)
  }
  const connection = await known(await open(Object.assign(slowly, { common: listener.common })))
  connection.send(head('GET /slow'))
  await sleep(30)
  connection.send(head('POST /y', `content-length: ${ASKING.length}`))
  await sleep(30)
  gate.resolve()
  await connection.hears(/GET \/slow/)
  await sleep(30)
  connection.send(ASKING)
  await connection.hears(/GET \/slow[^]*POST \/y POST \/graphql HTTP\/1\.1\r\n/)
  expect(past).toHaveLength(0)
})

test('a connection on which the second of two requests is still answered makes no room for others', async () => {
  const { listener } = echo()
  const gate = Promise.withResolvers<void>()
  const door = await open(
    (request, response) => {
      if (request.url === '/slow') void gate.promise.then(() => listener(request, response))
      else listener(request, response)
    },
    { connectionsAtMost: 10 },
  )
  const busy = await openRaw(door.port)
  busy.send(head('GET /quick') + head('GET /slow'))
  await busy.hears(/GET \/quick/)
  const others = await Promise.all(Array.from({ length: 8 }, () => known(door)))
  await openRaw(door.port)
  await Promise.race(others.map((each) => each.cut()))
  gate.resolve()
  await busy.hears(/GET \/slow/)
  expect(answersIn(busy.heard())).toBe(2)
})

describe('while a request is answered past node:http', () => {
  test('what is sent behind it waits its turn', async () => {
    const { listener, waiting, answerAll } = later()
    const connection = await known(await open(listener))
    connection.send(ASKING)
    await expect.poll(() => waiting.length).toBe(1)
    connection.send(head('GET /second'))
    await sleep(20)
    connection.send(head('GET /third'))
    await sleep(50)
    expect(answersIn(connection.heard())).toBe(1)
    answerAll()
    await connection.hears(/__typename[^]*__typename[^]*GET \/second[^]*GET \/third/)
  })

  test('a client that leaves is noticed, and its place given away', async () => {
    const { listener, waiting } = later()
    const door = await open(turnAway(listener, 1, () => {}))
    const connection = await known(door)
    connection.send(ASKING)
    await expect.poll(() => waiting.length).toBe(1)
    let hasLeft = false
    waiting[0]![0].onLeft = () => void (hasLeft = true)
    const next = await openRaw(door.port)
    next.send(ASKING)
    await next.hears(/^HTTP\/1\.1 503 [^]*busy/)
    connection.socket.destroy()
    await expect.poll(() => hasLeft).toBe(true)
    const last = await openRaw(door.port)
    last.send(ASKING)
    await last.hears(/__typename/)
  })

  test('a door that closes lets it be answered, and that ends the connection', async () => {
    const { listener, waiting, answerAll } = later()
    const door = await open(listener)
    const [connection, resting] = [await known(door), await known(door)]
    connection.send(ASKING)
    await expect.poll(() => waiting.length).toBe(1)
    const closed = door.close(5_000)
    await sleep(50)
    answerAll()
    await Promise.all([connection.cut(), resting.cut(), closed])
    expect(connection.heard()).toMatch(/connection: close\r\n\r\n[^]*__typename[^]*$/i)
    expect(answersIn(connection.heard())).toBe(2)
  })

  test('a door that was told to send away ends each connection with its next answer, by Node', async () => {
    const { listener, past } = echo()
    const door = await open(listener)
    const connection = await known(door)
    door.sendAway()
    connection.send(ASKING)
    await connection.cut()
    expect(connection.heard()).toMatch(/__typename[^]*Connection: close\r\n[^]*__typename/)
    expect(past).toHaveLength(0)
  })

  test.each(['end', 'destroy'] as const)(
    'a client that has sent more behind it, and leaves by %s, is noticed',
    async (leave) => {
      const { listener, waiting } = later()
      const connection = await known(await open(listener))
      connection.send(ASKING)
      await expect.poll(() => waiting.length).toBe(1)
      let hasLeft = false
      waiting[0]![0].onLeft = () => void (hasLeft = true)
      for (let count = 0; count < 3; count++) {
        connection.send(ASKING)
        await sleep(10)
      }
      connection.socket[leave]()
      await expect.poll(() => hasLeft).toBe(true)
    },
  )

  test('a client that has half closed its connection is answered as little as by node:http', async () => {
    const { listener, waiting } = later()
    const connection = await known(await open(listener))
    connection.send(ASKING)
    await expect.poll(() => waiting.length).toBe(1)
    connection.socket.end()
    await connection.cut()
    expect(() => tell(...waiting[0]!)).not.toThrow()
    expect(answersIn(connection.heard())).toBe(1)
  })
})

describe('a client that asks and does not read', () => {
  const much = 'x'.repeat(8 * 1024 * 1024)
  const answer = (exchange: CommonExchange) => exchange.send(200, { 'content-length': much.length }, much)

  test('is asked nothing more until it has, and goes on where it does', async () => {
    const { listener, past } = echo({ answer })
    const connection = await known(await open(listener, { stallTimeout: 400 }))
    connection.socket.pause()
    connection.send(ASKING)
    await expect.poll(() => past.length).toBe(1)
    connection.send(ASKING)
    await sleep(100)
    expect(past).toHaveLength(1)
    connection.socket.resume()
    await expect.poll(() => past.length, { timeout: 5_000 }).toBe(2)
    await expect.poll(() => connection.heard().length, { timeout: 10_000 }).toBeGreaterThan(2 * much.length)
    // From then on it may rest as others do.
    await sleep(600)
    connection.send(ASKING)
    await expect.poll(() => past.length, { timeout: 5_000 }).toBe(3)
  })

  test('is cut off after a while', async () => {
    const { listener, past } = echo({ answer })
    const connection = await known(await open(listener, { stallTimeout: 300 }))
    let isOver = false
    connection.socket.pause()
    connection.send(ASKING)
    await expect.poll(() => past.length).toBe(1)
    past[0]!.onOver = () => void (isOver = true)
    await expect.poll(() => isOver, { timeout: 5_000 }).toBe(true)
  })
})

test('a connection that has asked past node:http may rest as long as any other, and no longer', async () => {
  const { listener, past } = echo()
  const connection = await known(await open(listener, { keepAliveTimeout: 300, headersTimeout: 200 }))
  connection.send(ASKING)
  await connection.hears(/(__typename[^]*){2}/)
  await sleep(250)
  connection.send(ASKING)
  await connection.hears(/(__typename[^]*){3}/)
  expect(past).toHaveLength(2)
  // Node gives a second more than it tells.
  expect(await connection.cut()).toBeLessThan(3_000)
})
