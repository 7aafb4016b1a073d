import DataLoader from 'dataloader'
import { db } from './tables.ts'

export type Loaders = ReturnType<typeof createLoaders>

export const createLoaders = () => ({
  cake: byId((ids) => db.selectFrom('cakes').selectAll().where('id', 'in', ids).execute()),
  customer: byId((ids) => db.selectFrom('customers').selectAll().where('id', 'in', ids).execute()),
  variants: listsBy('cake_id', (ids) =>
    db
      .selectFrom('cake_variants')
      .selectAll()
      .where('cake_id', 'in', ids)
      .orderBy('price')
      .orderBy('id')
      .execute(),
  ),
  items: listsBy('order_id', (ids) =>
    db.selectFrom('order_items').selectAll().where('order_id', 'in', ids).orderBy('position').execute(),
  ),
})

function byId<Row extends { id: string }>(read: (ids: readonly string[]) => Promise<Row[]>) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const found = new Map((await read(ids)).map((row) => [row.id, row]))
    return ids.map((id) => found.get(id) ?? null)
  })
}

function listsBy<Key extends string, Row extends Record<Key, string>>(
  key: Key,
  read: (ids: readonly string[]) => Promise<Row[]>,
) {
  return new DataLoader<string, Row[]>(async (ids) => {
    const lists = Map.groupBy<string, Row>(await read(ids), (row) => row[key])
    return ids.map((id) => lists.get(id) ?? [])
  })
}
