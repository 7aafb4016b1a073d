import { uniteAllergens, type Allergen } from './cake.ts'

/** One line of an order, as the kitchen sees it. */
export interface BakeLine {
  cakeName: string
  variantName: string
  options: { groupName: string; name: string }[]
  inscription: string | null
  quantity: number
  allergens: Allergen[]
}

export interface Batch {
  cakeName: string
  variantName: string
  /** Filling: Raspberry; Frosting: Buttercream. */
  composition: string
  quantity: number
  allergens: Allergen[]
  /** One for each cake that has one. */
  inscriptions: string[]
}

/** What has to be made, of each cake, size and composition together; sorted as one would read it. */
export function batchesOf(lines: readonly BakeLine[]): Batch[] {
  const groups = Map.groupBy(lines, (line) =>
    [line.cakeName, line.variantName, compositionOf(line)].join('\0'),
  )
  const batches = [...groups.values()].map((alike) => ({
    cakeName: alike[0]!.cakeName,
    variantName: alike[0]!.variantName,
    composition: compositionOf(alike[0]!),
    quantity: alike.reduce((sum, { quantity }) => sum + quantity, 0),
    allergens: uniteAllergens(alike.map(({ allergens }) => allergens)),
    inscriptions: alike.flatMap(({ inscription, quantity }) =>
      inscription === null ? [] : Array.from({ length: quantity }, () => inscription),
    ),
  }))
  return batches.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function compositionOf({ options }: BakeLine): string {
  const groups = Map.groupBy(options, ({ groupName }) => groupName)
  return [...groups]
    .map(([group, chosen]) => `${group}: ${chosen.map(({ name }) => name).join(', ')}`)
    .join('; ')
}

const keyOf = (batch: Batch): string => [batch.cakeName, batch.variantName, batch.composition].join('\0')
