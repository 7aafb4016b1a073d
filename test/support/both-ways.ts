import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { KnownNames } from './new-names.ts'

export interface Sent {
  method: string
  path: string
  headers: Record<string, string>
  body: string | undefined
  /** By which the client leaves. */
  signal?: AbortSignal | undefined
}

export interface Told {
  /** As `200 OK`. */
  status: string
  headers: Record<string, string[]>
  body: Buffer
}

/** The same bakery, answered by Yoga and graphql-js. */
export interface Plain {
  send(sent: Sent): Promise<Told>
  /** What is done in it is undone after it. */
  rehearse<T>(action: () => Promise<T>): Promise<T>
}

/**
 * Has whatever is asked answered by the plain one as well, and alike, to the byte: questions after it, and what changes
 * something before it, in a rehearsal.
 */
export function bothWays(send: (sent: Sent) => Promise<Told>, plain: Plain): (sent: Sent) => Promise<Told> {
  const names = new KnownNames()
  let [asked, asking] = [0, 0]
  const answered = async (sent: Sent): Promise<Told> => {
    const count = ++asked
    asking++
    const isAlone = () => asking === 1 && asked === count
    try {
      return await (isWrite(sent) ? write : read)(sent, isAlone)
    } finally {
      asking--
    }
  }
  const read = async (sent: Sent, isAlone: () => boolean): Promise<Told> => {
    const answer = await send(sent)
    names.hear(String(answer.body))
    const others = await plain.send(sent)
    await expectAlike(sent, answer, others, isAlone() ? 0 : 5)
    return answer
  }
  /** Once the bakery is as it was for both: somebody who asks at the same time may have written in between. */
  const expectAlike = async (sent: Sent, answer: Told, others: Told, left: number): Promise<void> => {
    if (isDeepStrictEqual(comparable(answer), comparable(others))) return
    if (left === 0) throw differently(sent, answer, others)
    await sleep(30)
    await expectAlike(sent, await send(sent), await plain.send(sent), left - 1)
  }
  const write = async (sent: Sent, isAlone: () => boolean): Promise<Told> => {
    // Of those who race nobody is rehearsed: what comes of them depends on the others.
    await nextTurn()
    const rehearsed = isAlone() ? await plain.rehearse(() => plain.send(sent)) : undefined
    const answer = await send(sent)
    names.hear(sent.body!)
    if (rehearsed && isAlone() && !isSame(answer, rehearsed)) throw differently(sent, answer, rehearsed)
    names.hear(String(answer.body))
    return answer
  }
  const isSame = (answer: Told, rehearsed: Told): boolean => {
    const [one, other] = [comparable(answer), comparable(rehearsed)]
    const [body, otherBody] = names.withNewOnesCounted(one.body, other.body)
    return isDeepStrictEqual({ ...one, body }, { ...other, body: otherBody })
  }
  return answered
}

/** Without the name of the request, which an error without a known cause bears, and the time. */
function comparable({ status, headers, body }: Told) {
  const { date: _, 'x-request-id': id, ...told } = headers
  return { status, headers: told, body: id ? String(body).replaceAll(id[0]!, '…') : String(body) }
}

function isWrite({ method, body = '' }: Sent): boolean {
  return method === 'POST' && /"query": ?"(?:\\n|[\s{])*mutation\b|\\n\s*mutation\b/.test(body)
}

const differently = (sent: Sent, answer: Told, others: Told) =>
  new Error(
    `Answered in two ways: ${JSON.stringify({ sent, answer: comparable(answer), others: comparable(others) }, null, 2)}`,
  )
