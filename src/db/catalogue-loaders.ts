import DataLoader from 'dataloader'
import type { Kysely } from 'kysely'
import type { CakeView } from './cakes.ts'
import type { CatalogueShelf } from './catalogue-memory.ts'
import { rowsByParent } from './rows.ts'
import type { Database } from './tables.ts'

export interface CatalogueViews {
  catalogue: () => Promise<CatalogueShelf>
  /** The same, once it is there. */
  shelf: () => CatalogueShelf | undefined
  cakes: (catalogue: CatalogueShelf) => CakeView
}

interface Source {
  db: Kysely<Database>
  views: CatalogueViews
}

/** Most of the catalogue is remembered: of that no promise is made. */
class CatalogueLoader<Value> extends DataLoader<string, Value> {
  readonly #shelf: CatalogueViews['shelf']
  readonly #kindOn: (catalogue: CatalogueShelf) => string
  #known: { shelf: CatalogueShelf; kind: string } | undefined

  constructor(
    read: (ids: readonly string[], catalogue: CatalogueShelf) => Promise<Value[]>,
    { catalogue, shelf }: CatalogueViews,
    kindOn: (catalogue: CatalogueShelf) => string,
  ) {
    super(async (ids) => read(ids, await catalogue()))
    this.#shelf = shelf
    this.#kindOn = kindOn
  }

  get(id: string): Value | Promise<Value> {
    return this.#atHand(id) ?? this.load(id)
  }

  override clearAll(): this {
    this.#known = undefined
    return super.clearAll()
  }

  #atHand(id: string): Value | undefined {
    const shelf = this.#shelf()
    if (!shelf) return undefined
    if (this.#known?.shelf !== shelf) this.#known = { shelf, kind: this.#kindOn(shelf) }
    return shelf.at(this.#known.kind, id) as Value | undefined
  }
}

/** What is seen of the catalogue, by id; null where there is none. */
export function visible<Row extends { id: string }>(
  kind: string,
  read: (db: Kysely<Database>, ids: string[], view: CakeView) => Promise<Row[]>,
) {
  const kindFor = (view: CakeView) => `${kind} ${nameOf(view)}`
  return ({ db, views }: Source) => {
    const readEach = (ids: readonly string[], catalogue: CatalogueShelf) => {
      const view = views.cakes(catalogue)
      const readMissing = async (missing: string[]) =>
        new Map((await read(db, missing, view)).map((row) => [row.id, row]))
      return catalogue.rememberEach<Row | null>(kindFor(view), ids, readMissing, null)
    }
    return new CatalogueLoader<Row | null>(readEach, views, (catalogue) => kindFor(views.cakes(catalogue)))
  }
}

/** What belongs to something in the catalogue, in the order that it is read. */
export function belonging<Row>(
  kind: string,
  column: keyof Row,
  read: (db: Kysely<Database>, ids: string[]) => Promise<Row[]>,
) {
  return ({ db, views }: Source) => {
    const readMissing = (missing: string[]) => rowsByParent(column, read(db, missing))
    return new CatalogueLoader<Row[]>(
      (ids, catalogue) => catalogue.rememberEach<Row[]>(kind, ids, readMissing, []),
      views,
      () => kind,
    )
  }
}

/** Names a view among what is remembered. */
const nameOf = (view: CakeView): string => (view === 'all' ? view : `${view.today} ${view.horizon}`)
