import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig, readMigration } from '../../src/config.ts'
import { createDatabase } from '../support/database.ts'
import { run } from '../support/started.ts'
import { KNOWN } from './settings-of.ts'

interface Service {
  command?: string[]
  environment: Record<string, string>
  depends_on: object
}

const FILE = readFileSync(path.join(import.meta.dirname, '../../compose.yaml'), 'utf8')
const { services } = parse(FILE, { merge: true }) as { services: Record<string, Service> }

test('with Docker the tables are made first, then the sample bakery, then the door is opened', () => {
  const { migrate, sample, app } = services as Record<'migrate' | 'sample' | 'app', Service>
  expect(readMigration(migrate.environment).databaseUrl).toMatch(/@postgres:5432/)
  expect(migrate.command).toEqual(['/app/migrate.cjs'])
  expect(Object.keys(sample.depends_on)).toEqual(['migrate'])
  expect(Object.keys(app.depends_on)).toEqual(['sample'])
  expect(readConfig(app.environment)).toMatchObject({ port: 8080, graphiql: true })
  expect(Object.keys(app.environment).filter((name) => !KNOWN.includes(name))).toEqual([])
})

test('what Docker fills a database with is the sample bakery, and only an empty one', async () => {
  const database = await createDatabase()
  const [node, program] = services['sample']!.command as [string, string]
  const fill = () => run([node, program], { DATABASE_URL: database.direct })
  expect(await fill()).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Filled the sample bakery: 18 cakes/),
  })
  expect(await fill()).toMatchObject({ code: 0, stdout: expect.stringMatching(/it stays as it is/) })
  await database.drop()
})
