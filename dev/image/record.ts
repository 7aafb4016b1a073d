import { Socket } from 'node:net'
import { createApp } from '../../src/app.ts'
import { identifyNobody } from '../../src/auth.ts'
import { connect } from '../../src/db/connect.ts'
import { openDoor } from '../../src/serving/door.ts'
import { FIRST_QUESTION } from './rehearsal.ts'

// ReadyForQuery, in no transaction: with it ends all that Postgres has to say.
const READY = Buffer.from('5a0000000549', 'hex')

/** What Postgres says while the first question is answered, turn by turn, for it to be rehearsed without one. */
export async function record(databaseUrl: string): Promise<{ turns: string[]; answer: string }> {
  const turns: Buffer[] = []
  let turn = Buffer.alloc(0)
  const stream = () =>
    new Socket().on('data', (said: Buffer) => {
      turn = Buffer.concat([turn, said])
      if (!turn.subarray(-READY.length).equals(READY)) return
      turns.push(turn)
      turn = Buffer.alloc(0)
    })
  const db = connect({ url: databaseUrl, max: 1, connectTimeoutMs: 10_000, stream })
  const app = createApp({
    db,
    identify: identifyNobody,
    guestSecrets: [{ keyId: 'rehearsal', secret: 's'.repeat(32) }],
    guestOrdersAtMost: 5,
    publicUrl: 'http://localhost',
    development: false,
    graphiql: false,
    log: () => {},
  })
  const door = await openDoor(app, { port: 0 })
  const response = await fetch(`http://127.0.0.1:${door.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: FIRST_QUESTION,
  })
  const answer = await response.text()
  await door.close(0)
  await db.destroy()
  // The first turn is the greeting, with a password that is good only once.
  return { turns: turns.slice(1).map((each) => each.toString('base64')), answer }
}
