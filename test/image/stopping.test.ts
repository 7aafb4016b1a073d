import { expect, onTestFinished, test } from 'vitest'
import { freePorts, findHaproxy, startBalancer } from '../support/balancer.ts'
import { openBakery } from '../support/bakery.ts'
import { openRoomyBakery, startCrowd } from '../support/crowd.ts'
import { startServing } from './container.ts'

const ROUNDS = 4
const WITHIN_MS = 8_000
// HAProxy asks every 200 ms here.
const GRACE = '600'

test.skipIf(!process.env['CI'] && !findHaproxy())(
  'containers are replaced behind a balancer: each ends by itself in time, and no customer notices',
  { timeout: 120_000 },
  async () => {
    const { url, db, variantId } = await openRoomyBakery()
    const ports = await freePorts(2)
    const start = (port: number) =>
      startServing(url, { PORT: String(port), DRAIN_GRACE_MS: GRACE, DATABASE_POOL_MAX: '4' })
    const containers = await Promise.all(ports.map(start))
    onTestFinished(() => containers.forEach((container) => container.remove()))
    const balancer = await startBalancer(ports)
    await balancer.sees(2)
    const crowd = startCrowd(balancer.port, variantId)
    const took: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const index = round % 2
      const began = performance.now()
      containers[index]!.signal('TERM')
      expect(await containers[index]!.exit).toBe(0)
      took.push(performance.now() - began)
      containers[index] = await start(ports[index]!)
      await balancer.sees(2)
    }
    const { failed, asked, acknowledged } = await crowd.goHome()
    expect(failed).toEqual([])
    expect(asked).toBeGreaterThan(ROUNDS * 20)
    expect(Math.max(...took)).toBeLessThan(WITHIN_MS)
    const kept = await db.selectFrom('orders').select('number').execute()
    expect(kept.map(({ number }) => number).toSorted()).toEqual(acknowledged.toSorted())
  },
)

test('the first process of a container ends at SIGTERM, although no shell passes it on', async () => {
  const { url } = await openBakery()
  const container = await startServing(url)
  const began = performance.now()
  container.signal('TERM')
  expect(await container.exit).toBe(0)
  expect(performance.now() - began).toBeLessThan(WITHIN_MS)
})
