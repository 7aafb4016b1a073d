import { oneOf, option, size, upTo, type Recipe } from './recipe.ts'

export const EVERYDAY: Recipe[] = [
  {
    slug: 'lemon-drizzle',
    name: 'Lemon Drizzle Loaf',
    description:
      'Baked every morning, drenched in lemon syrup while still hot. Ordered before ten it is yours the same day.',
    alt: 'A loaf with white lemon icing running down its sides, slices of lemon on top, and two slices cut off its end',
    categories: ['Everyday'],
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    diets: ['NUT_FREE', 'VEGETARIAN'],
    leadDays: 0,
    cutoff: '10:00',
    since: '2019-09-03',
    popularity: 12,
    sizes: [size('LEM-1', 'One loaf', 8, 1650, 1), size('LEM-2', 'Two loaves', 16, 2950, 2)],
    groups: [
      oneOf('Finish', option('Lemon icing'), option('Crunchy sugar'), option('Poppy seeds and icing', 50)),
    ],
  },
  {
    slug: 'amsterdam-apple-pie',
    name: 'Amsterdam Apple Pie',
    description:
      'A deep pie of Goudreinet apples with cinnamon and sultanas, a buttery crust and a lattice that never comes out the ' +
      'same twice. Lukewarm it needs nothing but a fork.',
    alt: 'A deep apple pie with a golden lattice crust, one piece taken out so that the apples show, and steam rising from it',
    categories: ['Classics', 'Everyday'],
    allergens: ['EGGS', 'GLUTEN', 'MILK', 'SULPHITES'],
    diets: ['VEGETARIAN'],
    leadDays: 1,
    cutoff: '17:00',
    since: '2019-09-03',
    popularity: 11,
    sizes: [size('APP-20', '20 cm round', 8, 2250, 1), size('APP-26', '26 cm round', 14, 3350, 2)],
    groups: [
      upTo(
        2,
        'Goes with it',
        option('Walnuts in the crumble', 200, ['TREE_NUTS']),
        option('Tub of whipped cream', 395, ['MILK']),
      ),
    ],
  },
  {
    slug: 'carrot-cake',
    name: 'Carrot Cake',
    description:
      'Moist with carrots from the polder, warm with cinnamon and ginger, under cream cheese frosting. With walnuts, or ' +
      'with pumpkin seeds for those who cannot have nuts.',
    alt: 'A cake of brown crumb and white frosting with little marzipan carrots on top; the cut shows three speckled layers',
    categories: ['Birthday', 'Everyday'],
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    diets: ['VEGETARIAN'],
    leadDays: 1,
    cutoff: '16:00',
    inscriptionMaxLength: 24,
    since: '2019-09-03',
    popularity: 10,
    sizes: [
      size('CAR-18', '18 cm round', 10, 3250, 2),
      size('CAR-22', '22 cm round', 14, 4250, 3),
      size('CAR-T', 'Tray of 24 squares', 24, 5450, 3),
    ],
    groups: [
      oneOf('Bite', option('Walnuts', 0, ['TREE_NUTS']), option('Pumpkin seeds instead of nuts')),
      upTo(1, 'Decoration', option('Marzipan carrots', 300, ['TREE_NUTS']), option('Sugar carrots', 300)),
    ],
  },
]
