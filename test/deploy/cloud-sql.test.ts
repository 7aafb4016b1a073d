import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBakery } from '../support/bakery.ts'
import { startHouse } from '../support/house.ts'

test(
  'Cloud SQL is reached through the socket that its connector lays, named in the address',
  { timeout: 60_000 },
  async () => {
    const bakery = await openBakery()
    const { hostname, port, username, password, pathname } = new URL(bakery.url)
    // As /cloudsql/project:region:instance is.
    const folder = mkdtempSync(path.join(tmpdir(), 'project-1:region:bakehouse-'))
    let connections = 0
    const connector = createServer((app) => {
      connections++
      const postgres = connect(Number(port), hostname.replaceAll(/[[\]]/g, ''))
      app.pipe(postgres).pipe(app)
      app.on('error', () => postgres.destroy())
      postgres.on('error', () => app.destroy())
    })
    onTestFinished(() => {
      connector.close()
      rmSync(folder, { recursive: true })
    })
    connector.listen(path.join(folder, '.s.PGSQL.5432'))
    await once(connector, 'listening')
    const login = password ? `${username}:${password}` : username
    const { ask } = await startHouse(`postgres://${login}@localhost${pathname}?host=${folder}`)
    expect((await ask('{ bakery { name } }')).data).toEqual({ bakery: { name: 'The Test Kitchen' } })
    expect(connections).toBeGreaterThan(0)
  },
)
