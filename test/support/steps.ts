import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import { connect } from '../../src/db/connect.ts'
import type { Database } from '../../src/db/tables.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import { MONDAY_MORNING, type Answer, type Ask } from './bakery.ts'
import { headersOf, openFront } from './front.ts'
import { layWire, type Line } from './wire.ts'

/** Asks the bakery as somebody, over a connection that takes one step at a time. */
export type Action = (as: (viewer: Viewer | null) => Ask) => Promise<unknown>

/** Two actions on data of their own, and what has to be true in whatever order their steps were taken. */
export interface Scene {
  actions: [Action, Action]
  check: (outcomes: PromiseSettledResult<unknown>[]) => Promise<void>
}

/**
 * Plays two actions, each on a connection of its own, in every order that their steps can be taken in. A step is a
 * statement on the wire that the pattern finds, with all up to the next; who waits for a lock cannot take one, so orders
 * that differ in that only are played once.
 *
 * @returns the orders that there were, as in `AABABB`
 */
export async function playInEveryOrder(
  bakery: { url: string; db: Kysely<Database> },
  step: RegExp,
  prepare: () => Promise<Scene>,
): Promise<string[]> {
  const hands = [await openHand(bakery.url, step), await openHand(bakery.url, step)]
  try {
    const played: string[] = []
    for (let plan: number[] | undefined = []; plan;) {
      const { actions, check } = await prepare()
      const turns: Turn[] = []
      const outcomes = await play(bakery.db, hands, actions, plan, turns)
      const steps = turns.map(({ taken }) => 'AB'[taken]).join('')
      await check(outcomes).catch((cause: unknown) => {
        throw new Error(`Wrong when played as ${steps}`, { cause })
      })
      played.push(steps)
      plan = nextPlan(turns)
    }
    return played
  } finally {
    for (const hand of hands) await hand.close()
  }
}

interface Turn {
  taken: number
  /** Who could have taken this turn, in order. */
  ready: number[]
}

async function play(
  db: Kysely<Database>,
  hands: Hand[],
  actions: Action[],
  plan: number[],
  turns: Turn[],
): Promise<PromiseSettledResult<unknown>[]> {
  const outcomes = Promise.allSettled(hands.map((hand, index) => hand.start(actions[index]!)))
  for (;;) {
    await untilNobodyMoves(db, hands)
    const ready = [0, 1].filter((index) => hands[index]!.isReady())
    if (ready.length === 0 && hands.some((hand) => hand.isMoving())) throw new Error('Both wait for ever.')
    if (ready.length === 0) return outcomes
    const taken = plan[turns.length] ?? ready[0]!
    turns.push({ taken, ready })
    hands[taken]!.step()
  }
}

/** The same turns up to the last one that somebody else could have taken, and then theirs. */
function nextPlan(turns: Turn[]): number[] | undefined {
  const last = turns.findLastIndex(({ taken, ready }) => ready.at(-1) !== taken)
  if (last === -1) return undefined
  return [...turns.slice(0, last).map(({ taken }) => taken), turns[last]!.ready.at(-1)!]
}

async function untilNobodyMoves(db: Kysely<Database>, hands: Hand[]): Promise<void> {
  for (;;) {
    const moving = hands.filter((hand) => hand.isMoving()).length
    if (moving === 0 || (await waitingForLocks(db)) === moving) return
    await sleep(1)
  }
}

/** How many sessions of this database wait for somebody else's. */
export async function waitingForLocks(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`select count(distinct pid) as waiting from pg_locks
    where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`.execute(
    db,
  )
  return rows[0]!.waiting
}

interface Hand {
  start(action: Action): Promise<unknown>
  /** Stands before its next step. */
  isReady(): boolean
  /** Is neither ready nor done. */
  isMoving(): boolean
  step(): void
  close(): Promise<void>
}

/** A connection whose statements wait for their turn. */
async function openHand(url: string, step: RegExp): Promise<Hand> {
  let next: (() => void) | undefined
  let isDone = true
  const wire = await layWire(url, {
    open: (line: Line) => line,
    fromApp(line, data) {
      const send = () => void line.postgres.write(data)
      if (step.test(data.toString('latin1'))) next = send
      else send()
    },
    fromPostgres: (line, data) => void line.app.write(data),
  })
  // With the pooler every statement bears its text.
  const db = connect({ url: wire.url, max: 1, pooler: 'transaction' })
  const app = openFront({ db, now: MONDAY_MORNING, guestSecret: 'x'.repeat(32), guestOrdersAtMost: 2 })
  const as = (viewer: Viewer | null) => async (query: string, variables?: object) => {
    const body = JSON.stringify({ query, variables })
    const init = { method: 'POST', headers: headersOf(viewer), body }
    const response = await app.fetch(new Request('http://bakery.test/graphql', init), {})
    return (await response.json()) as Answer
  }
  return {
    start(action) {
      isDone = false
      return action(as).finally(() => (isDone = true))
    },
    isReady: () => next !== undefined,
    isMoving: () => !isDone && next === undefined,
    step() {
      const send = next!
      next = undefined
      send()
    },
    close: async () => {
      await db.destroy()
      await wire.close()
    },
  }
}
