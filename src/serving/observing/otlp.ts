import { describeError, type Log } from '../log.ts'

/** Where traces are sent, and what with. */
export interface Collector {
  endpoint: string
  headers: Record<string, string>
  /** What they call this service. */
  service: string
}

/** A span as OTLP writes it in JSON. */
export interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string | undefined
  name: string
  /** 2 is a server's, 3 a client's. */
  kind: 2 | 3
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: object[]
  /** 2 is an error. */
  status: { code: 0 | 2; message?: string | undefined }
}

export type Attributes = Record<string, string | number | undefined>

export function attributesOf(values: Attributes): object[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return []
    return [{ key, value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) } }]
  })
}

const SPANS_AT_MOST = 4_096
const SPANS_AT_ONCE = 512
/** Milliseconds that a span may wait for others to go with. */
const WAIT = 1_000
const TIMEOUT = 5_000

/** Sends spans to a collector, many at once; what it does not take is forgotten, for a bakery works without. */
export class Exporter {
  readonly #collector: Collector
  readonly #log: Log
  #waiting: Span[] = []
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> | undefined
  #isDown = false

  constructor(collector: Collector, log: Log) {
    this.#collector = collector
    this.#log = log
  }

  add(spans: Span[]): void {
    if (this.#waiting.length + spans.length > SPANS_AT_MOST) return
    this.#waiting.push(...spans)
    if (this.#waiting.length >= SPANS_AT_ONCE) void this.flush()
    else this.#timer ??= setTimeout(() => void this.flush(), WAIT).unref()
  }

  /** Sends all that waits, one message after the other. */
  flush(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined))
    return this.#sending
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      clearTimeout(this.#timer)
      this.#timer = undefined
      await this.#send(this.#waiting.splice(0, SPANS_AT_ONCE))
    }
  }

  async #send(spans: Span[]): Promise<void> {
    const { endpoint, headers, service } = this.#collector
    const resource = { attributes: attributesOf({ 'service.name': service }) }
    try {
      const response = await fetch(`${endpoint}/v1/traces`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({
          resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bakehouse' }, spans }] }],
        }),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT),
      })
      await response.body?.cancel()
      if (response.ok) this.#tellUp()
      else this.#tellDown({ status: response.status })
    } catch (error) {
      this.#tellDown({ error: describeError(error) })
    }
  }

  #tellDown(why: object): void {
    if (!this.#isDown) this.#log('WARNING', 'Traces are lost: the collector does not take them', why)
    this.#isDown = true
  }

  #tellUp(): void {
    if (this.#isDown) this.#log('INFO', 'The collector takes traces again')
    this.#isDown = false
  }
}
