import type { LocalDate } from '../../../src/domain/calendar.ts'
import type { BasketItem } from '../../../src/domain/composition.ts'
import { readInscription } from '../../../src/domain/inscription.ts'
import { lastOrderDate, type SampleCake } from '../cakes.ts'
import type { Chance } from '../chance.ts'
import { GREETINGS } from './phrases.ts'

/** The cakes that can have been ordered for a day, if early enough. */
export function cakesFor(cakes: readonly SampleCake[], date: LocalDate, today: LocalDate): SampleCake[] {
  return cakes.filter((cake) => {
    const { seasonFrom, seasonUntil } = cake.forSale
    const isInSeason = (seasonFrom ?? date) <= date && date <= (seasonUntil ?? date)
    return cake.recipe.status !== 'DRAFT' && isInSeason && date <= (lastOrderDate(cake, today) ?? date)
  })
}

export function drawBasket(chance: Chance, cakes: readonly SampleCake[]): BasketItem[] {
  const first = drawCake(chance, cakes)
  const lines = first.recipe.categories.includes('Wedding')
    ? 1
    : chance.pickWeighted([1, 2, 3], (n) => 6 / n ** 2)
  const others = Array.from({ length: lines - 1 }, () =>
    drawCake(
      chance,
      cakes.filter(({ recipe }) => !recipe.categories.includes('Wedding')),
    ),
  )
  return [...new Set([first, ...others])].map((cake) => drawItem(chance, cake))
}

const drawCake = (chance: Chance, cakes: readonly SampleCake[]): SampleCake =>
  chance.pickWeighted(cakes, ({ recipe }) => recipe.popularity)

function drawItem(
  chance: Chance,
  { recipe, forSale: { variants, groups, inscriptionMaxLength } }: SampleCake,
): BasketItem {
  const sizeIndex = Math.min(chance.below(variants.length), chance.below(variants.length))
  const isSmall = variants[sizeIndex]!.productionUnits === 1
  const text =
    chance.odds(0.6) || recipe.inscriptions
      ? chance.pick(recipe.inscriptions?.[sizeIndex] ?? GREETINGS)
      : null
  return {
    variantId: variants[sizeIndex]!.id,
    quantity: isSmall ? chance.pickWeighted([1, 2, 3, 6], (n) => 1 / n) : 1,
    optionIds: groups.flatMap(({ options, minChoices, maxChoices }) => {
      const count = Math.min(maxChoices, minChoices + (chance.odds(0.35) ? 1 : 0))
      const available = options.filter((option) => option.available)
      return chance
        .shuffle(available)
        .slice(0, count)
        .map(({ id }) => id)
    }),
    inscription: readInscription(text, inscriptionMaxLength).text ?? null,
  }
}
