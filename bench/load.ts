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
  /** Of every right answer, 200 unless told. */
  status?: number
  connections: number
  /** Seconds that are not counted, and those that are. */
  ramp: number
  seconds: number
  /** Goes on until so many seconds of the servers' CPU are counted, but not for more than twice as long. */
  leastCpu?: number
  /** Ends after so many answers, however long they take. */
  count?: number
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
  const first = `HTTP/1.1 ${load.status ?? 200} `
  const most = load.count ?? Infinity
  let sent = 0
  let isOver = false
  let failure = ''
  const nextRequest = (): Buffer => {
    const at = next++ % templates.length
    const [template, key] = [templates[at]!, keyed[at]!]
    if (key === -1) return template
    const request = Buffer.from(template)
    request.write(crypto.randomUUID(), key)
    return request
  }
  const asking = Array.from({ length: connections }, (_each, index) =>
    ask(ports[index % ports.length]!, (answer, milliseconds) => {
      if (answer !== undefined) {
        const isRight = answer.toString('latin1', 0, first.length) === first && answer.includes(load.proof)
        if (!isRight || answer.includes('"errors":')) failure = answer.toString().slice(0, 2_000)
        latencies.push(milliseconds!)
      }
      return isOver || failure !== '' || sent++ >= most ? undefined : nextRequest()
    }),
  )
  await sleep(ramp * 1000)
  latencies.length = 0
  const used = (): [number, number] => [
    load.servers.reduce((sum, pid) => sum + cpuOf(pid), 0),
    cpuOfFamily(load.postgres),
  ]
  const [start, [cpu, postgresCpu]] = [performance.now(), used()]
  const isEnough = () => used()[0] - cpu >= (load.leastCpu ?? 0) || performance.now() - start > seconds * 2000
  if (load.count === undefined) {
    await sleep(seconds * 1000)
    while (!isEnough()) await sleep(50)
  } else await Promise.all(asking)
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
  }
  await Promise.all(asking)
  if (failure) throw new Error(`This was answered: ${failure}`)
  if (requests === 0) throw new Error('Nothing was answered in time.')
  return outcome
}

/** One connection: sends what `next` gives, one after another, until it gives nothing. */
function ask(
  port: number,
  next: (answer?: Buffer, milliseconds?: number) => Buffer | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let parts: Buffer[] = []
    let [sentAt, received, whole] = [0, 0, 0]
    const send = (request: Buffer | undefined): void => {
      if (!request) return void socket.end()
      parts = []
      received = 0
      whole = 0
      sentAt = performance.now()
      socket.write(request)
    }
    socket.on('connect', () => send(next()))
    socket.on('data', (part: Buffer) => {
      parts.push(part)
      received += part.length
      if (whole === 0) whole = lengthOf(parts.length === 1 ? part : Buffer.concat(parts))
      const isWhole =
        whole === -1 ? part.toString('latin1', part.length - 5) === '0\r\n\r\n' : received >= whole
      if (whole !== 0 && isWhole) send(next(Buffer.concat(parts), performance.now() - sentAt))
    })
    socket.on('error', reject)
    socket.on('close', () => resolve())
  })
}

/** Bytes of the whole answer; -1 where it comes in chunks, and 0 as long as nothing is known. */
function lengthOf(begun: Buffer): number {
  const end = begun.indexOf('\r\n\r\n')
  if (end === -1) return 0
  if (begun.toString('latin1', 9, 12) === '304') return end + 4
  const length = /\r\ncontent-length: (\d+)/i.exec(begun.toString('latin1', 0, end))?.[1]
  return length === undefined ? -1 : end + 4 + Number(length)
}
