import { oneOf, option, size, upTo, type Recipe } from './recipe.ts'

export const SPECIAL_DIETS: Recipe[] = [
  {
    slug: 'vegan-chocolate',
    name: 'Vegan Chocolate Cake',
    description:
      'Nobody misses anything: dark chocolate sponge made with soy drink and a splash of vinegar, filled and frosted with ' +
      'whatever you choose below, all of it from plants and none of it with alcohol.',
    alt: 'A dark chocolate cake with glossy ganache dripping down its sides, raspberries, blueberries and mint leaves on top',
    categories: ['Birthday', 'Vegan'],
    allergens: ['GLUTEN', 'SOYBEANS'],
    diets: ['DAIRY_FREE', 'HALAL', 'VEGAN', 'VEGETARIAN'],
    leadDays: 1,
    cutoff: '14:00',
    inscriptionMaxLength: 28,
    since: '2020-01-15',
    popularity: 10,
    sizes: [
      size('VCH-18', '18 cm round', 10, 3650, 2),
      size('VCH-22', '22 cm round', 14, 4750, 3),
      size('VCH-26', '26 cm round', 20, 6250, 4),
    ],
    groups: [
      oneOf(
        'Frosting',
        option('Dark chocolate ganache with oat cream', 0, ['GLUTEN', 'SOYBEANS']),
        option('Raspberry buttercream without butter', 250, ['SOYBEANS']),
        option('Peanut and chocolate', 300, ['PEANUTS', 'SOYBEANS']),
      ),
      upTo(2, 'On top', option('Fresh berries', 450), option('Toasted coconut', 150)),
    ],
  },
  {
    slug: 'almond-and-orange',
    name: 'Gluten-Free Almond and Orange Cake',
    description:
      'Whole oranges, boiled soft, with eggs and ground almonds: no flour, no butter. Baked first thing, in a kitchen and ' +
      'with tins kept for it, and tested to stay below 20 mg of gluten in a kilo. It is made of nuts, mind.',
    alt: 'A flat golden cake with shining slices of candied orange in a ring, flaked almonds along the edge, a slice taken out',
    categories: ['Everyday', 'Gluten-free'],
    allergens: ['EGGS', 'TREE_NUTS'],
    diets: ['DAIRY_FREE', 'GLUTEN_FREE', 'VEGETARIAN'],
    leadDays: 1,
    cutoff: '12:00',
    since: '2020-06-02',
    popularity: 7,
    sizes: [size('ALM-18', '18 cm round', 8, 3150, 1), size('ALM-22', '22 cm round', 12, 4250, 2)],
    groups: [
      upTo(
        2,
        'On top',
        option('Candied orange', 275, ['SULPHITES']),
        option('Dark chocolate drizzle', 250, ['SOYBEANS']),
        option('More flaked almonds', 150, ['TREE_NUTS']),
      ),
    ],
  },
]
