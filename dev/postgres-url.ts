import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// The file holds the only copy of the password, and the port that the next start tries first: psql "$(cat .data/postgres/url)".
export function readUrl(dataDir: string): string {
  const file = join(dataDir, 'url')
  if (!existsSync(file))
    throw new Error(`${file} is missing: put it back, or remove ${dataDir} to start afresh`)
  return readFileSync(file, 'utf8').trim()
}

export function keepUrl(dataDir: string, url: string): void {
  const file = join(dataDir, 'url')
  writeFileSync(`${file}.new`, `${url}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
