import { oneOf, option, size, type Recipe } from './recipe.ts'

export const OFF_THE_CARD: Recipe[] = [
  {
    slug: 'mocha-hazelnut',
    name: 'Mocha and Hazelnut Cake',
    description:
      'Hazelnut sponge, coffee buttercream and a crown of coffee beans: what grandparents had on Sundays. Off the card ' +
      'since the old mixer went, and still asked for.',
    alt: 'A coffee-coloured buttercream cake with chopped hazelnuts around its side and piped swirls, each with a coffee bean',
    status: 'ARCHIVED',
    categories: ['Classics'],
    allergens: ['EGGS', 'GLUTEN', 'MILK', 'TREE_NUTS'],
    diets: ['VEGETARIAN'],
    leadDays: 1,
    cutoff: '16:00',
    inscriptionMaxLength: 24,
    since: '2019-09-03',
    popularity: 6,
    sizes: [size('MOC-18', '18 cm round', 10, 3350, 2), size('MOC-22', '22 cm round', 14, 4350, 3)],
    groups: [oneOf('Coffee', option('Full'), option('Decaffeinated'))],
  },
  {
    slug: 'pistachio-and-raspberry',
    name: 'Pistachio and Raspberry Entremets',
    description:
      'In the works for spring: pistachio mousse around a heart of raspberry, on a crisp praline base, under a green velvet ' +
      'coat. Set with pectin. The glaze still runs; more next week.',
    alt: 'A smooth pistachio-green cake with raspberries and chopped pistachios in a crescent; the cut shows a red heart',
    status: 'DRAFT',
    categories: ['Seasonal'],
    allergens: ['EGGS', 'GLUTEN', 'MILK', 'SOYBEANS', 'TREE_NUTS'],
    diets: ['VEGETARIAN'],
    leadDays: 3,
    cutoff: '12:00',
    since: '2023-10-10',
    popularity: 0,
    sizes: [size('PIS-18', '18 cm round', 8, 4450, 3)],
    groups: [oneOf('Heart', option('Raspberry'), option('Sour cherry', 150, ['SULPHITES']))],
  },
]
