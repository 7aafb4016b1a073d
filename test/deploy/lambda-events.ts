import { randomUUID } from 'node:crypto'

/** What somebody asks, before a front door of AWS makes an event of it. */
export interface Asked {
  method?: string
  path: string
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: string
  /** Front doors do it with what they do not take for text; clients cannot see it. */
  base64?: boolean
}

export interface Answered {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** As the front door got it. */
  raw: LambdaResponse
}

/** The shapes of the answers, each door reading its own fields. */
export interface LambdaResponse {
  statusCode: number
  statusDescription?: string
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  body?: string | null
  isBase64Encoded: boolean
}

export type LambdaEvent = Record<string, unknown> & { headers?: Record<string, string> }
export type Door = keyof typeof EVENTS

const HOST = 'abcdefghij.lambda-url.eu-central-1.on.aws'
const TRACE = 'Root=1-6921a0c3-0f3a5a0b2c3d4e5f60718293'

/** Events as the doors send them. */
export const EVENTS = {
  'a function URL or an HTTP API': eventOfHttpApi,
  'a REST API': eventOfRestApi,
  'a load balancer': eventOfLoadBalancer,
} satisfies Record<string, (asked: Asked) => LambdaEvent>

/** What the client gets of it. */
export function answerOf(raw: LambdaResponse): Answered {
  const several = Object.entries(raw.multiValueHeaders ?? {}).map(([name, values]) => [
    name,
    values.join(', '),
  ])
  const headers = { ...raw.headers, ...(Object.fromEntries(several) as Record<string, string>) }
  const body = Buffer.from(raw.body ?? '', raw.isBase64Encoded ? 'base64' : 'utf8')
  return { status: raw.statusCode, headers, body, raw }
}

// Payload version 2.0: one header each, the query as it was written.
function eventOfHttpApi(asked: Asked): LambdaEvent {
  const { method = 'GET', path, query = {} } = asked
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' }
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: String(new URLSearchParams(query)),
    headers: headersOf(asked),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'abcdefghij',
      domainName: HOST,
      domainPrefix: 'abcdefghij',
      http,
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: '23/Nov/2026:09:00:00 +0000',
      timeEpoch: 1_795_424_400_000,
    },
    ...bodyOf(asked),
  }
}

// Payload version 1.0: both kinds of headers and queries, the latter decoded.
function eventOfRestApi(asked: Asked): LambdaEvent {
  const { method = 'GET', path, query = {} } = asked
  const headers = headersOf(asked)
  const hasQuery = Object.keys(query).length > 0
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: lists(headers),
    queryStringParameters: hasQuery ? query : null,
    multiValueQueryStringParameters: hasQuery ? lists(query) : null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      resourceId: '123456',
      resourcePath: '/{proxy+}',
      httpMethod: method,
      path: `/prod${path}`,
      accountId: '123456789012',
      protocol: 'HTTP/1.1',
      stage: 'prod',
      domainName: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      requestId: randomUUID(),
      requestTimeEpoch: 1_795_424_400_000,
      identity: { sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' },
      apiId: 'abcdefghij',
    },
    ...bodyOf(asked),
  }
}

// A target group with multi-value headers on: keys and values of the query stay encoded, and nothing has a single value.
function eventOfLoadBalancer(asked: Asked): LambdaEvent {
  const { method = 'GET', path, query = {} } = asked
  const pairs = Object.entries(query).map(([name, value]) => [name, [encodeURIComponent(value)]])
  return {
    requestContext: {
      elb: {
        targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/bakehouse/6d0',
      },
    },
    httpMethod: method,
    path,
    multiValueQueryStringParameters: Object.fromEntries(pairs) as Record<string, string[]>,
    multiValueHeaders: lists(headersOf(asked)),
    ...bodyOf(asked),
    body: bodyOf(asked).body ?? '',
  }
}

function headersOf({ headers, body }: Asked): Record<string, string> {
  return {
    host: HOST,
    'user-agent': 'curl/8.9.1',
    'x-amzn-trace-id': TRACE,
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    }),
    ...headers,
  }
}

function bodyOf({ body, base64 = false }: Asked): { body?: string; isBase64Encoded: boolean } {
  if (body === undefined) return { isBase64Encoded: false }
  return { body: base64 ? Buffer.from(body).toString('base64') : body, isBase64Encoded: base64 }
}

const lists = (single: Record<string, string>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(single).map(([name, value]) => [name, [value]]))
