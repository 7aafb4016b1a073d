import type { Kysely } from 'kysely'
import { readSettings, type Settings } from './bakery.ts'
import { version } from './catalogue.ts'
import type { Database } from './tables.ts'

/** Milliseconds that it is believed, so that what somebody edits by hand in the database is seen at last. */
const GOOD_FOR = 60_000
/** Of all that is remembered together. */
const ROWS_AT_MOST = 10_000

/**
 * What this process has read of the catalogue, as long as the catalogue's version is the same. A request looks at the version
 * once, before it takes anything: what it finds is as new at least as that look.
 */
export class CatalogueMemory {
  #shelf: CatalogueShelf | undefined

  /** By one statement: the version or, where nothing is known of it yet, the settings with it. */
  async open(db: Kysely<Database>): Promise<CatalogueShelf> {
    return this.at(this.#known() && (await version(db)), db)
  }

  /** What is known of the version that was just read, or else the settings by a statement of their own. */
  async at(newest: string | undefined, db: Kysely<Database>): Promise<CatalogueShelf> {
    return this.known(newest) ?? (this.#shelf = new CatalogueShelf(await readSettings(db)))
  }

  /** What is at hand of a version. */
  known(newest: string | undefined): CatalogueShelf | undefined {
    const shelf = this.#known()
    return shelf && shelf.version === newest ? shelf : undefined
  }

  forget(): void {
    this.#shelf = undefined
  }

  #known(): CatalogueShelf | undefined {
    const shelf = this.#shelf
    return shelf && performance.now() - shelf.since < GOOD_FOR ? shelf : undefined
  }
}

interface Remembered {
  value: unknown
  rows: number
}

/** Rows of one version. They belong to many requests, so nobody may change them. */
export class CatalogueShelf {
  readonly since = performance.now()
  readonly version: string
  readonly settings: Settings
  readonly #entries = new Map<string, Remembered>()
  #rows = 0

  constructor(settings: Settings) {
    this.version = settings.bakery.catalogue_version
    this.settings = settings
  }

  /** What was read for this question before, or else what is read now. */
  async remember<Value>(question: string, read: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(question)
    if (known) return known.value as Value
    const value = await read()
    this.#put(question, value)
    return value
  }

  /** What was read of an id before, if it is still there. */
  at(kind: string, id: string): unknown {
    return this.#entries.get(`${kind} ${id}`)?.value
  }

  /** For each id what was read of it before, or else what is read now, by one statement for all that is missing. */
  async rememberEach<Value>(
    kind: string,
    ids: readonly string[],
    read: (missing: string[]) => Promise<ReadonlyMap<string, Value>>,
    otherwise: Value,
  ): Promise<Value[]> {
    const entries = ids.map((id) => this.#entries.get(`${kind} ${id}`))
    const missing = ids.filter((_, index) => !entries[index])
    if (missing.length === 0) return entries.map((entry) => entry!.value as Value)
    const found = await read(missing)
    return ids.map((id, index) => {
      const entry = entries[index]
      if (entry) return entry.value as Value
      const value = found.get(id) ?? otherwise
      this.#put(`${kind} ${id}`, value)
      return value
    })
  }

  #put(question: string, value: unknown): void {
    const rows = 1 + (Array.isArray(value) ? value.length : 0)
    this.#rows += rows - (this.#entries.get(question)?.rows ?? 0)
    this.#entries.set(question, { value, rows })
    for (const [oldest, entry] of this.#entries) {
      if (this.#rows <= ROWS_AT_MOST) break
      this.#entries.delete(oldest)
      this.#rows -= entry.rows
    }
  }
}
