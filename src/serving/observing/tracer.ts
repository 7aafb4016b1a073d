import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Asked } from '../asked.ts'
import type { Log } from '../log.ts'
import { attributesOf, Exporter, type Attributes, type Collector, type Span } from './otlp.ts'
import type { Observer } from './observers.ts'

export interface Tracer extends Observer {
  /** Sends what is left, if the collector takes it soon. */
  close(): Promise<void>
}

export interface TracerOptions extends Collector {
  /** Of the traces that begin here, the share that is sent. */
  share: number
}

/** Milliseconds that the last spans may take. */
const GOODBYE = 700
const STATEMENTS_AT_MOST = 100
const LONGEST_STATEMENT = 2_000

interface Step {
  name: string
  kind: Span['kind']
  /** Milliseconds of `performance.now()`. */
  startedAt: number
  endedAt: number
  attributes: Attributes
  error?: string | undefined
}

/**
 * Makes a span of each request that is sampled, with one for each of its statements below it. Statements are told as
 * they are prepared, so no value stands in them.
 */
export function openTracer({ share, ...collector }: TracerOptions, log: Log): Tracer {
  const exporter = new Exporter(collector, log)
  const statements = new WeakMap<Asked, Step[]>()
  return {
    begin(asked) {
      const { traceId = newId(16), spanId: parentSpanId, sampled } = asked.trace ?? {}
      const isSampled = sampled ?? Math.random() < share
      asked.trace = { traceId, spanId: newId(8), parentSpanId, sampled: isSampled }
      if (!isSampled) return
      const steps: Step[] = []
      statements.set(asked, steps)
      asked.scope.onStatement = (text) => {
        const startedAt = performance.now()
        return (error) => {
          if (steps.length < STATEMENTS_AT_MOST) steps.push(statementStep(text, startedAt, error))
        }
      }
    },
    end(asked) {
      const steps = statements.get(asked)
      if (!steps) return
      const { traceId, spanId, parentSpanId } = asked.trace!
      const below = steps.map((step) => spanOf(step, { traceId, spanId: newId(8), parentSpanId: spanId }))
      exporter.add([spanOf(requestStep(asked), { traceId, spanId: spanId!, parentSpanId }), ...below])
    },
    close: () => Promise.race([exporter.flush(), sleep(GOODBYE)]),
  }
}

function requestStep(asked: Asked): Step {
  const { operationType, operationName, status = 500, codes, startedAt } = asked
  const isTrouble = (status >= 500 && asked.scope.over?.why !== 'LEFT') || codes.includes('INTERNAL')
  return {
    name: `graphql ${operationType ?? 'request'}`,
    kind: 2,
    startedAt,
    endedAt: performance.now(),
    attributes: {
      'http.request.method': asked.method,
      'http.route': '/graphql',
      'http.response.status_code': status,
      'graphql.operation.type': operationType,
      'graphql.operation.name': operationName,
      'bakehouse.document.hash': asked.documentHash,
      'bakehouse.request.id': asked.id,
      'bakehouse.viewer': asked.viewer?.(),
      'bakehouse.statements': asked.scope.statements,
      'bakehouse.cost': asked.cost,
      'bakehouse.events': asked.events,
      'bakehouse.codes': codes.length > 0 ? codes.join(' ') : undefined,
    },
    error: isTrouble ? (codes[0] ?? String(status)) : undefined,
  }
}

function statementStep(text: string, startedAt: number, error: unknown): Step {
  const { code } = (error ?? {}) as { code?: string }
  return {
    name: /[a-z]+/i.exec(text)?.[0].toUpperCase() ?? 'SQL',
    kind: 3,
    startedAt,
    endedAt: performance.now(),
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.text': text.slice(0, LONGEST_STATEMENT),
      'db.response.status_code': code,
    },
    error: error === undefined ? undefined : (code ?? 'error'),
  }
}

function spanOf(
  { name, kind, startedAt, endedAt, attributes, error }: Step,
  ids: Pick<Span, 'traceId' | 'spanId' | 'parentSpanId'>,
): Span {
  return {
    ...ids,
    name,
    kind,
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: attributesOf(attributes),
    status: error === undefined ? { code: 0 } : { code: 2, message: error },
  }
}

// The clock of the process may have stood still with it since it began, so what counts is how long ago it was.
const nanoseconds = (moment: number): string =>
  `${BigInt(Math.round((Date.now() - performance.now() + moment) * 1000))}000`

const newId = (bytes: number): string => randomBytes(bytes).toString('hex')
