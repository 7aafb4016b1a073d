import { hash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { find, type KeyName, type Outcome } from '../db/keys.ts'
import type { Database } from '../db/tables.ts'
import { IdempotencyConflict } from '../domain/refusals.ts'

/**
 * The order that a key placed, if it was used before.
 *
 * @throws IdempotencyConflict where it was used with other input
 */
export async function findReplay(
  db: Kysely<Database>,
  name: KeyName,
  inputHash: string,
): Promise<string | undefined> {
  return replayOf(await find(db, name), inputHash)
}

/** @throws IdempotencyConflict */
export function replayOf(outcome: Outcome | undefined, inputHash: string): string | undefined {
  if (outcome && outcome.inputHash !== inputHash) throw new IdempotencyConflict()
  return outcome?.orderId
}

/** SHA-256 of an input, whatever the order of its keys; a field left out and a null are the same. */
export function hashOf(input: object): string {
  return hash('sha256', JSON.stringify(canonical(input)), 'base64url')
}

function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(canonical)
  const given = value as Record<string, unknown>
  const sorted: Record<string, unknown> = {}
  for (const key of Object.keys(given).toSorted()) {
    const each = given[key]
    if (each !== null && each !== undefined) sorted[key] = canonical(each)
  }
  return sorted
}
