import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { layCable } from '../support/cable.ts'
import { startHouse } from '../support/house.ts'

const CAKES = '{ cakes(first: 1) { totalCount } }'
// Longer than a connection rests in the pool: nobody counted on it any more.
const PAUSE = 11_000

describe('where the CPU stands still between requests', { timeout: 60_000 }, () => {
  let bakery: TestBakery
  beforeAll(async () => void (bakery = await openBakeryForFile()))
  afterAll(() => bakery.close())

  test('connections that a gateway forgot meanwhile are not used again', async () => {
    const cable = await layCable(bakery.url)
    const { server, ask } = await startHouse(cable.url())
    expect((await ask(CAKES)).data.cakes.totalCount).toBe(0)
    void server.send('SIGSTOP')
    cable.freeze()
    await sleep(PAUSE)
    cable.heal()
    const since = performance.now()
    const asked = ask(CAKES)
    // The request lies there before the process wakes.
    await sleep(100)
    void server.send('SIGCONT')
    expect((await asked).data).toEqual({ cakes: { totalCount: 0 } })
    expect(performance.now() - since).toBeLessThan(2_000)
  })
})
