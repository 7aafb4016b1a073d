import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBakery, openBakeryForFile, type TestBakery } from '../support/bakery.ts'
import { serve } from './serving.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

let bakery: TestBakery
beforeAll(async () => void (bakery = await openBakeryForFile()))
afterAll(() => bakery.close())

test.for([
  ['sampled', { traceparent: `00-${TRACE}-${SPAN}-01` }, { spanId: SPAN, traceSampled: true }],
  ['not sampled', { traceparent: `00-${TRACE}-${SPAN}-00` }, { spanId: SPAN, traceSampled: false }],
  [
    'of a later version',
    { traceparent: `01-${TRACE}-${SPAN}-03-more` },
    { spanId: SPAN, traceSampled: true },
  ],
  [
    'of Google',
    { 'x-cloud-trace-context': `${TRACE.toUpperCase()}/67667974448284343;o=1` },
    { spanId: SPAN, traceSampled: true },
  ],
  ['of Google, alone', { 'x-cloud-trace-context': TRACE }, { traceSampled: false }],
  [
    'of both',
    { traceparent: `00-${TRACE}-${SPAN}-01`, 'x-cloud-trace-context': `${'1'.repeat(32)}/1;o=0` },
    { spanId: SPAN, traceSampled: true },
  ],
  [
    'malformed, with one of Google beside it',
    { traceparent: 'none', 'x-cloud-trace-context': `${TRACE}/1;o=0` },
    { spanId: '0000000000000001', traceSampled: false },
  ],
] as const)('a trace that is %s is taken up by the log', async ([, headers, expected]) => {
  expect(await fieldsOf(headers)).toEqual({ traceId: TRACE, ...expected })
})

test.for([
  { traceparent: '' },
  { traceparent: `00-${TRACE}-${SPAN}` },
  { traceparent: `00-${TRACE}-${SPAN}-1` },
  { traceparent: `00-${TRACE}-${SPAN}-01-more` },
  { traceparent: `01-${TRACE}-${SPAN}-01more` },
  { traceparent: `ff-${TRACE}-${SPAN}-01` },
  { traceparent: `00-${TRACE.toUpperCase()}-${SPAN}-01` },
  { traceparent: `00-${'0'.repeat(32)}-${SPAN}-01` },
  { traceparent: `00-${TRACE}-${'0'.repeat(16)}-01` },
  { traceparent: `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01` },
  { 'x-cloud-trace-context': `${TRACE}/not-a-number` },
  { 'x-cloud-trace-context': `${TRACE}/1;o=zoe@example.com` },
  { 'x-cloud-trace-context': `${'0'.repeat(32)}/1;o=1` },
] as Record<string, string>[])('what is malformed counts as not sent: %o', async (headers) => {
  expect(await fieldsOf(headers)).toEqual({})
})

test('a span of Google that fits no span is left out', async () => {
  const headers = { 'x-cloud-trace-context': `${TRACE}/99999999999999999999;o=1` }
  expect(await fieldsOf(headers)).toEqual({ traceId: TRACE, traceSampled: true })
})

test('with a project the names are those that Cloud Logging links traces by, in the lines of errors too', async () => {
  const broken = await openBakery()
  await sql`drop table delivery_zones`.execute(broken.db)
  const { get, logged, requests } = serve(broken.db, { cloudProject: 'my-bakery' })
  const headers = { traceparent: `00-${TRACE}-${SPAN}-01` }
  await get('/graphql?query={bakery{name}}', { headers })
  const expected = {
    'logging.googleapis.com/trace': `projects/my-bakery/traces/${TRACE}`,
    'logging.googleapis.com/spanId': SPAN,
    'logging.googleapis.com/trace_sampled': true,
  }
  expect(logged).toMatchObject([{ severity: 'ERROR', details: expected }])
  expect(requests).toMatchObject([{ details: expected }])
  expect(requests[0]!.details).not.toHaveProperty('traceId')
})

/** What is logged of the trace. */
async function fieldsOf(headers: Record<string, string>): Promise<object> {
  const { get, requests } = serve(bakery.db)
  const response = await get('/graphql?query={__typename}', { headers })
  expect(response.status).toBe(200)
  expect(requests).toHaveLength(1)
  const fields = Object.entries(requests[0]!.details)
  return Object.fromEntries(fields.filter(([name]) => /trace|span/i.test(name)))
}
