import { onTestFinished } from 'vitest'
import { WHOLE } from '../../src/db/client.ts'
import { connect } from '../../src/db/connect.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import { MONDAY_MORNING, type Ask, type Answer, type TestBakery } from './bakery.ts'
import { headersOf, openFront } from './front.ts'
import { layWire } from './wire.ts'

/** Another process of a bakery, whose orders can be held up right before they are written. */
export interface Gate {
  as(viewer: Viewer | null): Ask
  /** What happens between the look and the write of the next order. */
  meanwhile(happens: () => Promise<unknown>): void
  /** The statements that were sent so far. */
  sent: string[]
}

export async function openGate(bakery: TestBakery): Promise<Gate> {
  const sent: string[] = []
  let next: (() => Promise<unknown>) | undefined
  const wire = await layWire(bakery.url, {
    open: (line) => line,
    fromApp(line, data) {
      const happens = data.includes(WHOLE) ? next : undefined
      if (!happens) line.postgres.write(data)
      else {
        next = undefined
        void happens().finally(() => line.postgres.write(data))
      }
    },
    fromPostgres: (line, data) => void line.app.write(data),
  })
  // With the pooler every statement bears its text.
  const onStatement = (text: string) => void sent.push(text)
  const db = connect({ url: wire.url, pooler: 'transaction', connectTimeoutMs: 10_000, onStatement })
  onTestFinished(async () => {
    await db.destroy()
    await wire.close()
  })
  const app = openFront({ db, now: MONDAY_MORNING, guestSecret: 'x'.repeat(32), guestOrdersAtMost: 5 })
  const as = (viewer: Viewer | null) => async (query: string, variables?: object) => {
    const init = { method: 'POST', headers: headersOf(viewer), body: JSON.stringify({ query, variables }) }
    const response = await app.fetch(new Request('http://bakery.test/graphql', init), {})
    return (await response.json()) as Answer
  }
  return { as, meanwhile: (happens) => void (next = happens), sent }
}
