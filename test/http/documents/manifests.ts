import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** As client-preset writes it. */
export const byPreset = (...texts: string[]): object =>
  Object.fromEntries(texts.map((text) => [`sha256:${hashOf(text)}`, text]))

/** As Relay's compiler writes it, told to use SHA-256. */
export const byRelay = (...texts: string[]): object =>
  Object.fromEntries(texts.map((text) => [hashOf(text), text]))

export const byApollo = (...texts: string[]): object => ({
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: texts.map((body) => ({ id: hashOf(body), name: 'Cake', type: 'query', body })),
})

/** A file with this content, until the test ends. */
export function fileOf(content: unknown): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'manifest-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'documents.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
