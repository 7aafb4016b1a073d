import type { Asked, Header } from '../asked.ts'

/** The place of a request among the steps of something larger, as W3C has it. */
export interface Trace {
  /** 32 hex digits. */
  traceId: string
  /** 16 hex digits: the step that asked us or, where we make spans ourselves, our own. */
  spanId?: string
  /** The step that asked us, where `spanId` is our own. */
  parentSpanId?: string
  sampled: boolean
}

// Later versions than 00 may have more behind the flags; ff is none.
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?:$|(?<!^00.*)-)/
const OF_GOOGLE = /^(?<trace>[0-9a-f]{32})(?:\/(?<span>\d{1,20}))?(?:;o=(?<options>\d))?$/i
const NOTHING = /^0*$/

/** From `traceparent`, else from `X-Cloud-Trace-Context`. What is malformed counts as not sent. */
export function readTrace(header: Header): Trace | undefined {
  const [ofW3c, ofGoogle] = [header('traceparent'), header('x-cloud-trace-context')]
  return ofW3c || ofGoogle ? (fromTraceparent(ofW3c) ?? fromGoogle(ofGoogle)) : undefined
}

function fromTraceparent(header: string | null | undefined): Trace | undefined {
  const { trace, span, flags } = (header && TRACEPARENT.exec(header)?.groups) || {}
  if (!trace || !span || !flags || NOTHING.test(trace) || NOTHING.test(span)) return undefined
  return { traceId: trace, spanId: span, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

function fromGoogle(header: string | null | undefined): Trace | undefined {
  const { trace, span = '0', options } = (header && OF_GOOGLE.exec(header)?.groups) || {}
  if (!trace || NOTHING.test(trace)) return undefined
  const spanId = BigInt(span).toString(16).padStart(16, '0')
  const isSpan = !NOTHING.test(spanId) && spanId.length === 16
  return { traceId: trace.toLowerCase(), ...(isSpan && { spanId }), sampled: options === '1' }
}

/** What names a request in each of its log lines, by the names that Cloud Logging looks for if it is told a project. */
export function namesOf({ id, trace }: Asked, project: string | null): object {
  if (!trace) return { requestId: id }
  const { traceId, spanId, sampled } = trace
  if (project === null) return { requestId: id, traceId, ...(spanId && { spanId }), traceSampled: sampled }
  return {
    requestId: id,
    'logging.googleapis.com/trace': `projects/${project}/traces/${traceId}`,
    ...(spanId && { 'logging.googleapis.com/spanId': spanId }),
    'logging.googleapis.com/trace_sampled': sampled,
  }
}
