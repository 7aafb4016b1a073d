import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { LambdaEvent, LambdaResponse } from './lambda-events.ts'

// What the adapter lets rest for longer it does not use again.
const agents = new Agent({ keepAlive: true, timeout: 4_000 })

interface HttpRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer
}

/** Does with an event what the Lambda Web Adapter does in buffered mode: a request to the port, an answer in its shape. */
export async function adapt(port: number, event: LambdaEvent): Promise<LambdaResponse> {
  const { method, path, headers, body } = requestOf(event)
  const call = request({
    agent: agents,
    host: '127.0.0.1',
    port,
    method,
    path,
    headers: {
      ...headers,
      'x-amzn-request-context': JSON.stringify(event['requestContext']),
      'x-amzn-lambda-context': JSON.stringify(lambdaContext()),
    },
  })
  call.end(body)
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  return responseFor(event, response, await buffer(response))
}

function requestOf(event: LambdaEvent): HttpRequest {
  const { body, isBase64Encoded } = event as unknown as LambdaResponse
  const several = Object.entries((event['multiValueHeaders'] ?? {}) as Record<string, string[]>)
  const headers = {
    ...Object.fromEntries(several.map(([name, [value]]) => [name, value!])),
    ...event.headers,
  }
  const path = (event['rawPath'] ?? event['path']) as string
  const query = (event['rawQueryString'] as string | undefined) ?? queryOf(event)
  return {
    method: methodOf(event),
    path: query === '' ? path : `${path}?${query}`,
    headers,
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  }
}

function methodOf({ httpMethod, requestContext }: LambdaEvent): string {
  return (httpMethod ?? (requestContext as { http: { method: string } }).http.method) as string
}

// A load balancer leaves values encoded, a REST API does not.
function queryOf(event: LambdaEvent): string {
  const fields = Object.entries((event['multiValueQueryStringParameters'] ?? {}) as Record<string, string[]>)
  const pairs = fields.flatMap(([name, values]) => values.map((value) => [name, value] as [string, string]))
  if (!isOfLoadBalancer(event)) return String(new URLSearchParams(pairs))
  return String(new URLSearchParams(pairs.map((pair) => pair.join('=')).join('&')))
}

function responseFor(event: LambdaEvent, response: IncomingMessage, body: Buffer): LambdaResponse {
  const headers = headersOf(response.headers)
  const isBase64Encoded = !isText(response.headers)
  const content = body.length === 0 ? null : body.toString(isBase64Encoded ? 'base64' : 'utf8')
  const answer = { statusCode: response.statusCode!, body: content, isBase64Encoded }
  const multiValueHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  )
  if (event['version'] === '2.0') return { ...answer, headers }
  if (!isOfLoadBalancer(event)) return { ...answer, headers: {}, multiValueHeaders }
  const statusDescription = `${response.statusCode} ${response.statusMessage}`
  return { ...answer, headers, multiValueHeaders, statusDescription }
}

function headersOf(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => name !== 'transfer-encoding')
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]))
}

// Whatever is compressed, and whatever does not call itself text, goes as base64.
function isText({
  'content-encoding': encoding,
  'content-type': type = 'text',
}: IncomingHttpHeaders): boolean {
  if (encoding !== undefined) return false
  return /^(text|application\/(json|javascript|xml|yaml))|^[^;]+\+(json|xml|yaml)\s*(;|$)/.test(type)
}

const isOfLoadBalancer = ({ requestContext }: LambdaEvent): boolean => 'elb' in (requestContext as object)

const lambdaContext = () => ({
  request_id: randomUUID(),
  deadline: Date.now() + 30_000,
  invoked_function_arn: 'arn:aws:lambda:eu-central-1:123456789012:function:bakehouse',
  xray_trace_id: 'Root=1-6921a0c3-0f3a5a0b2c3d4e5f60718293',
  client_context: null,
  identity: null,
  env_config: { function_name: 'bakehouse', memory: 512, version: '$LATEST', log_stream: '', log_group: '' },
})
