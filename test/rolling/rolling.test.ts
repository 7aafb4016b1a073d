import { expect, onTestFinished, test } from 'vitest'
import { freePorts, findHaproxy, startBalancer } from '../support/balancer.ts'
import { openRoomyBakery, startCrowd } from '../support/crowd.ts'
import { startHouseForFile, type House } from '../support/house.ts'

// `npm run test:rolling` takes 20.
const ROUNDS = Number(process.env['ROLLING_ROUNDS'] ?? 2)
// HAProxy asks every 200 ms here.
const GRACE = '600'

// CI has it; elsewhere it may be missing.
test.skipIf(!process.env['CI'] && !findHaproxy())(
  'behind a balancer, instances are replaced one after the other and no customer notices',
  { timeout: 30_000 + ROUNDS * 10_000 },
  async () => {
    const { url, db, variantId } = await openRoomyBakery()
    const ports = await freePorts(2)
    const start = (port: number) =>
      startHouseForFile(url, { PORT: String(port), DRAIN_GRACE_MS: GRACE, DATABASE_POOL_MAX: '4' })
    const houses: House[] = await Promise.all(ports.map(start))
    onTestFinished(async () => void (await Promise.all(houses.map(({ server }) => server.kill()))))
    const balancer = await startBalancer(ports)
    await balancer.sees(2)

    const crowd = startCrowd(balancer.port, variantId)
    for (let round = 0; round < ROUNDS; round++) {
      const index = round % 2
      expect(await houses[index]!.server.send('SIGTERM')).toBe(0)
      houses[index] = await start(ports[index]!)
      await balancer.sees(2)
    }
    const { failed, asked, acknowledged } = await crowd.goHome()
    expect(failed).toEqual([])
    expect(asked).toBeGreaterThan(ROUNDS * 50)
    const kept = await db.selectFrom('orders').select('number').execute()
    expect(kept.map(({ number }) => number).toSorted()).toEqual(acknowledged.toSorted())
    expect(new Set(acknowledged).size).toBe(acknowledged.length)
  },
)
