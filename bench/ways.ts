import { MANY, perRequest, perSecond, tell } from './compare.ts'
import { BAKEHOUSE, start, type Running } from './contestants.ts'
import type { Load, Outcome } from './load.ts'
import { DOCUMENTS, PROOFS } from './questions.ts'
import { machine, median } from './results.ts'
import type { Stage } from './stage.ts'

const QUESTION = { query: DOCUMENTS.Q1, variables: { first: 50 } }
const ACCEPT = 'application/graphql-response+json'

type Asked = Pick<Load, 'requests' | 'proof' | 'status'>

/** What the same list of cakes costs in each way that it can be asked for, with the fast path and without. */
export async function ways(stage: Stage, seconds: number, rounds: number): Promise<string> {
  const { issuer, database, loader, say } = stage
  const options = { url: database.url, tokens: issuer.tokens }
  const started: Running[] = []
  try {
    for (const FAST_PATH of ['on', 'off']) {
      // The ETag covers the origin, which would differ by the port.
      const environment = { ...issuer.environment, FAST_PATH, PUBLIC_URL: 'https://bakery.test' }
      started.push(await start(BAKEHOUSE, { ...options, environment }))
    }
    const all = await waysOf(started[0]!)
    const outcomes: Record<string, Outcome[][]> = {}
    const put = (asked: Asked, { port, pid }: Running, length: number) =>
      loader.put({
        ...asked,
        ports: [port],
        servers: [pid],
        postgres: database.pid,
        connections: MANY,
        ramp: 0.3,
        seconds: length,
      })
    for (const asked of Object.values(all)) for (const running of started) await put(asked, running, 3)
    for (let round = 0; round < rounds; round++)
      for (const [name, asked] of Object.entries(all)) {
        const both: Outcome[] = []
        for (const running of started) both.push(await put(asked, running, seconds))
        ;(outcomes[name] ??= []).push(both)
        say(`${name} round ${round + 1}/${rounds}: ${both.map(tell).join('; without ')}`)
      }
    return report(outcomes, rounds, seconds)
  } finally {
    await Promise.all(started.map((each) => each.stop()))
  }
}

async function waysOf({ port }: Running): Promise<Record<string, Asked>> {
  const { query, variables } = QUESTION
  const params = new URLSearchParams({ query, variables: JSON.stringify(variables) })
  const address = `/graphql?${params.toString()}`
  const { headers } = await fetch(`http://127.0.0.1:${port}${address}`, { headers: { accept: ACCEPT } })
  const etag = headers.get('etag')
  if (etag === null) throw new Error('The list of cakes has no ETag.')
  const body = JSON.stringify(QUESTION)
  const post = ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]
  const proof = PROOFS.Q1
  return {
    'by POST': { requests: [request('POST /graphql', post) + body], proof },
    'by GET': { requests: [request(`GET ${address}`)], proof },
    'by GET, of whoever has it (304)': {
      requests: [request(`GET ${address}`, [`if-none-match: ${etag}`])],
      proof: etag,
      status: 304,
    },
  }
}

const request = (line: string, more: string[] = []): string =>
  [`${line} HTTP/1.1`, 'host: 127.0.0.1', `accept: ${ACCEPT}`, ...more, '', ''].join('\r\n')

function report(outcomes: Record<string, Outcome[][]>, rounds: number, seconds: number): string {
  const rows = Object.entries(outcomes).map(([name, each]) => {
    const [fast, slow] = [0, 1].map((way) => each.map((both) => both[way]!))
    const ratio = median(each.map(([ours, yogas]) => perRequest(ours!) / perRequest(yogas!)))
    const told = [fast, slow].map((some) => median(some!.map(perRequest)).toFixed(0))
    return `| ${name} | ${told.join(' | ')} | ${ratio.toFixed(2)} | ${median(fast!.map(perSecond)).toFixed(0)} |`
  })
  return [
    '## The ways to ask for the same',
    '',
    `\`npm run bench -- --ways\`, ${rounds} rounds of ${seconds} s, ${machine()}`,
    '',
    `Q1, 50 cakes with their sizes, at ${MANY} connections: with the fast path, and by \`FAST_PATH=off\`.`,
    '',
    '| asked | CPU µs | without the fast path | × | req/s |',
    '|---|---:|---:|---:|---:|',
    ...rows,
  ].join('\n')
}
