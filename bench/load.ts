import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuOf, cpuOfFamily } from './cpu.ts'
import { KEY } from './questions.ts'

// Asks as fast as it is answered, over connections that stay open. Runs as a process of its own: see load-client.ts.

export interface Load {
  ports: number[]
  /** Whole requests of HTTP; they are sent in turn. */
  requests: string[]
  /** What stands in every right answer. */
  proof: string
  connections: number
  /** Seconds that are not counted, and those that are. */
  ramp: number
  seconds: number
  /** Whose CPU is counted. */
  servers: number[]
  postgres: number
}

export interface Outcome {
  requests: number
  seconds: number
  /** Seconds of the processor. */
  cpu: number
  postgresCpu: number
  /** Milliseconds. */
  p50: number
  p99: number
  bytes: number
}

if (process.send)
  process.on('message', (load: Load) => {
    void run(load).then(
      (outcome) => process.send!({ outcome }),
      (error: Error) => process.send!({ error: error.message }),
    )
  })

async function run(load: Load): Promise<Outcome> {
  const { connections, ramp, seconds, ports } = load
  const templates = load.requests.map((text) => Buffer.from(text))
  const keyed = templates.map((template) => template.indexOf(KEY))
  const latencies: number[] = []
  let next = Math.floor(Math.random() * templates.length)
  let [bytes, isOver, failure] = [0, false, '']
  const nextRequest = (): Buffer => {
    const at = next++ % templates.length
    const key = keyed[at]!
    if (key === -1) return templates[at]!
    const request = Buffer.from(templates[at]!)
    request.write(crypto.randomUUID(), key)
    return request
  }
  const asking = Array.from({ length: connections }, (_each, index) =>
    ask(ports[index % ports.length]!, (answer, milliseconds) => {
      if (answer !== undefined) {
        const isRight = answer.indexOf('HTTP/1.1 200') === 0 && answer.includes(load.proof)
        if (!isRight || answer.includes('"errors":')) failure = answer.toString().slice(0, 2_000)
        latencies.push(milliseconds)
        bytes += answer.length
      }
      return isOver || failure !== '' ? undefined : nextRequest()
    }),
  )
  await sleep(ramp * 1000)
  latencies.length = bytes = 0
  const used = (): [number, number] => [load.servers.reduce((sum, pid) => sum + cpuOf(pid), 0), cpuOfFamily(load.postgres)]
  const [start, [cpu, postgresCpu]] = [performance.now(), used()]
  await sleep(seconds * 1000)
  const [end, [cpuAfter, postgresAfter], requests] = [performance.now(), used(), latencies.length]
  isOver = true
  latencies.sort((a, b) => a - b)
  const outcome = {
    requests,
    seconds: (end - start) / 1000,
    cpu: cpuAfter - cpu,
    postgresCpu: postgresAfter - postgresCpu,
    p50: latencies[Math.floor(requests * 0.5)] ?? NaN,
    p99: latencies[Math.floor(requests * 0.99)] ?? NaN,
    bytes: bytes / requests,
  }
  await Promise.all(asking)
  if (failure) throw new Error(`This was answered: ${failure}`)
  if (requests === 0) throw new Error('Nothing was answered in time.')
  return outcome
}

/** One connection: sends what `next` gives, one after another, until it gives nothing. */
function ask(port: number, next: (answer?: Buffer, milliseconds?: number) => Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let parts: Buffer[] = []
    let [sentAt, received, whole] = [0, 0, 0]
    const send = (request: Buffer | undefined): void => {
      if (!request) return void socket.end()
      parts = []
      received = whole = 0
      sentAt = performance.now()
      socket.write(request)
    }
    socket.on('connect', () => send(next()))
    socket.on('data', (part) => {
      parts.push(part)
      received += part.length
      if (whole === 0) whole = lengthOf(parts.length === 1 ? part : Buffer.concat(parts))
      const isWhole = whole === -1 ? part.toString('latin1', part.length - 5) === '0\r\n\r\n' : received >= whole
      if (whole !== 0 && isWhole)
        send(next(parts.length === 1 ? parts[0] : Buffer.concat(parts), performance.now() - sentAt))
    })
    socket.on('error', reject)
    socket.on('close', () => resolve())
  })
}

/** Bytes of the whole answer; -1 where it comes in chunks, and 0 as long as nothing is known. */
function lengthOf(begun: Buffer): number {
  const end = begun.indexOf('\r\n\r\n')
  if (end === -1) return 0
  const length = /\r\ncontent-length: (\d+)/i.exec(begun.toString('latin1', 0, end))?.[1]
  return length === undefined ? -1 : end + 4 + Number(length)
}
