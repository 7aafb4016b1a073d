import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { administer, urlOf } from './administer.ts'

export interface TestDatabase {
  /** As the app reaches it: through the pooler, where this run has one. */
  url: string
  /** Past the pooler. */
  direct: string
  drop(): Promise<void>
}

const TEMPLATE_IN_USE = '55006'

export async function createDatabase({
  from = 'migrated',
}: { from?: 'migrated' | 'empty' } = {}): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl')
  const template = inject('template')
  const name = `${template}_${randomBytes(6).toString('hex')}`
  await clone(adminUrl, name, from === 'migrated' ? template : 'template0')
  return {
    url: urlOf(inject('appUrl'), name),
    direct: urlOf(adminUrl, name),
    drop: async () => {
      await administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function clone(adminUrl: string, name: string, template: string, attempts = 20): Promise<void> {
  try {
    await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
  } catch (error) {
    if ((error as { code?: string }).code !== TEMPLATE_IN_USE || attempts === 1) throw error
    await sleep(50 + Math.random() * 100)
    await clone(adminUrl, name, template, attempts - 1)
  }
}
