import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openBakery, STAFF } from '../support/bakery.ts'
import { soon } from '../support/cable.ts'
import { serve } from './serving.ts'

const PAGE = readFileSync(path.join(import.meta.dirname, '../../docs/operations.md'), 'utf8')

test('the page on operations names every field that a request is logged with, and no other', async () => {
  const { db } = await openBakery()
  const { get, ask, requests } = serve(db)
  const headers = { traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` }
  await get('/graphql?query=query Name{bakery{name}}', { headers })
  await ask('{ cakes(filter: { status: DRAFT }) { totalCount } }')
  const slow = serve(db, { deadlineMs: 1, identify: () => sleep(20, STAFF) })
  await slow.ask('{ bakery { name } }')
  await watchAndLeave(get)
  await soon(async () => requests.length === 3)
  const lines = [...requests, ...slow.requests].map(({ details }) => details)
  const logged = lines.flatMap((details) =>
    Object.entries(details).flatMap(([name, value]) => (value === undefined ? [] : [name])),
  )
  expect([...new Set(logged)].toSorted()).toEqual(firstColumn('## The log').toSorted())
})

test('and every metric that is served, and no other', async () => {
  const { db } = await openBakery()
  const { get, ask } = serve(db, { metrics: true })
  await ask('{ bakery { name } }')
  const served = [...(await (await get('/metrics')).text()).matchAll(/^# TYPE (\w+)/gm)].map(
    ([, name]) => name,
  )
  expect(firstColumn('## Metrics').toSorted()).toEqual(served.map(String).toSorted())
})

test('its examples are lines as they are written', () => {
  const examples = [...PAGE.matchAll(/```json\n(.*)\n```/g)].map(
    ([, line]) => JSON.parse(line!) as Record<string, string>,
  )
  expect(examples).toMatchObject([
    { severity: 'INFO' },
    { severity: 'ERROR', path: 'bakery' },
    { severity: 'WARNING', instances: 10, poolMax: 5, given: 22 },
  ])
})

/** What the first table below a heading has in its first column. */
function firstColumn(heading: string): string[] {
  const [, table = ''] = PAGE.split(`\n${heading}\n`)[1]!.split(/\n\| -.*\n/)
  const rows = table.split('\n\n')[0]!.split('\n')
  return rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!))
}

async function watchAndLeave(get: ReturnType<typeof serve>['get']): Promise<void> {
  const query = 'subscription { ordersChanged(date: "2026-11-25") { id } }'
  const response = await get('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: JSON.stringify(STAFF),
    },
    body: JSON.stringify({ query }),
  })
  const reader = response.body!.getReader()
  await reader.read()
  await reader.cancel()
}
