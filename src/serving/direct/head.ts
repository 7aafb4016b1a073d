import type { Buffer } from 'node:buffer'

/** What requests of the common kind are known and answered by. */
export class CommonHeaders {
  host: string | undefined = undefined
  accept: string | undefined = undefined
  authorization: string | undefined = undefined
  connection: string | undefined = undefined
  'content-encoding': string | undefined = undefined
  'content-length': string | undefined = undefined
  'content-type': string | undefined = undefined
  'if-none-match': string | undefined = undefined
  origin: string | undefined = undefined
  traceparent: string | undefined = undefined
  'transfer-encoding': string | undefined = undefined
  'x-cloud-trace-context': string | undefined = undefined
  'x-request-id': string | undefined = undefined
}

type Needed = keyof CommonHeaders

export interface Head {
  /** Method, address and version. */
  line: string
  headers: CommonHeaders
  /** Bytes of it, with the empty line. */
  bytes: number
  /** Bytes of the body behind it. */
  bodyBytes: number
}

/**
 * Reads the head of a request, if it is all there and nobody could take it for anything else: whatever is unusual about how
 * it is written, or about where the request ends, is for node:http to understand, so that no two readers ever differ.
 */
export function readHead(begun: Buffer): Head | undefined {
  const text = begun.toString('latin1', 0, LONGEST)
  const end = text.indexOf('\r\n\r\n')
  if (end === -1 || !LINES.test(text.slice(0, end + 2))) return undefined
  const endOfLine = text.indexOf('\r\n')
  const headers = new CommonHeaders()
  for (let at = endOfLine + 2; at < end;) {
    const to = text.indexOf('\r\n', at)
    const colon = text.indexOf(':', at)
    if (colon === -1 || colon >= to) return undefined
    const name = nameOf(text.slice(at, colon))
    if (name === undefined) return undefined
    if (name !== null) {
      if (headers[name] !== undefined) return undefined
      headers[name] = text.slice(colon + 1, to).trim()
    }
    at = to + 2
  }
  const length = headers['content-length'] ?? '0'
  if (!/^\d{1,9}$/.test(length) || !isOfOneKind(headers)) return undefined
  return { line: text.slice(0, endOfLine), headers, bytes: end + 4, bodyBytes: Number(length) }
}

/** Bytes; node:http takes twice as many. */
const LONGEST = 8_192

/** Letters of ASCII in lines that end as they should, and not too many of these. */
const LINES = /^(?:[\t\x20-\x7e]+\r\n){1,100}$/

// Who wants the connection ended or changed, or sends in chunks, decides where the request ends.
const isOfOneKind = ({ connection, 'transfer-encoding': encoding }: CommonHeaders): boolean =>
  encoding === undefined && (connection === undefined || /^keep-alive$/i.test(connection))

/** The name of a header in small letters if it is needed, and null if it is not; undefined for what is not to be read here. */
function nameOf(written: string): Needed | null | undefined {
  const known = names.get(written)
  if (known !== undefined || names.has(written)) return known
  const name = understood(written)
  if (names.size < NAMES_AT_MOST) names.set(written, name)
  return name
}

function understood(written: string): Needed | null | undefined {
  const name = written.toLowerCase()
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(written) || OF_NODE.has(name)) return undefined
  return NEEDED.find((each) => each === name) ?? null
}

const NEEDED = Object.keys(new CommonHeaders()) as Needed[]
/** They change the protocol, or what is sent when. */
const OF_NODE = new Set(['expect', 'http2-settings', 'proxy-connection', 'trailer', 'upgrade'])

/** As clients have written them; they write few. */
const names = new Map<string, Needed | null | undefined>()
const NAMES_AT_MOST = 200
