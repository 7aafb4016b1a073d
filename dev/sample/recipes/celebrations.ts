import { dearestOf, oneOf, option, size, soldOut, upTo, type Recipe } from './recipe.ts'

const COUPLES = ['A & L', 'Fenna ♥ Bram', 'Zoë & Sam', '12 · 06', 'M + J', '囍']

export const CELEBRATIONS: Recipe[] = [
  {
    slug: 'three-tier-wedding-cake',
    name: 'Three-Tier Wedding Cake',
    description:
      'Three tiers in ivory buttercream, each with a flavour of its own if you wish, stacked and dressed with flowers at ' +
      'the table. The price is that of the dearest flavour. Come and taste first: Thursday afternoons, with coffee.',
    alt: 'A white wedding cake of three tiers on a stand, with pearl borders and roses and leaves falling down one side',
    categories: ['Wedding'],
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    diets: ['VEGETARIAN'],
    leadDays: 10,
    cutoff: '12:00',
    inscriptionMaxLength: 12,
    since: '2019-09-03',
    popularity: 3,
    inscriptions: [COUPLES, COUPLES, COUPLES],
    sizes: [
      size('WED-40', '40 servings', 40, 32500, 12),
      size('WED-60', '60 servings', 60, 46500, 18),
      size('WED-90', '90 servings', 90, 68500, 26),
    ],
    groups: [
      dearestOf(
        1,
        3,
        'Flavours of the tiers',
        option('Vanilla and raspberry'),
        option('Lemon and elderflower', 2000, ['SULPHITES']),
        option('Chocolate and salted caramel', 2500, ['MILK', 'SOYBEANS']),
        option('Hazelnut praline', 4000, ['SOYBEANS', 'TREE_NUTS']),
        option('Pistachio and rose', 4500, ['TREE_NUTS']),
      ),
      upTo(
        2,
        'Flowers',
        option('Fresh, edible, of the season', 4500),
        option('Sugar peonies', 7500),
        option('Gold leaf', 3500),
        soldOut(option('Hand-painted garden', 12500)),
      ),
    ],
  },
  {
    slug: 'number-or-letter-cake',
    name: 'Number or Letter Cake',
    description:
      'Two layers of crisp biscuit in the shape of an age or initials, piped full with vanilla cream and set with whatever ' +
      'you choose. One figure for each sign: tell us which in the inscription.',
    alt: 'A three and a zero of biscuit and piped cream, set with strawberries, blueberries, macarons and leaves of mint',
    categories: ['Birthday'],
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    diets: ['VEGETARIAN'],
    leadDays: 2,
    cutoff: '12:00',
    inscriptionMaxLength: 3,
    since: '2020-10-01',
    popularity: 8,
    inscriptions: [
      ['1', '4', '5', '7', 'A', 'Ø', '❤'],
      ['18', '30', '40', '50', '65', 'JB'],
      ['100', 'L&K', 'MÉL', 'OMA'],
    ],
    sizes: [
      size('NUM-1', 'One sign', 12, 4950, 3),
      size('NUM-2', 'Two signs', 24, 8950, 6),
      size('NUM-3', 'Three signs', 36, 12500, 9),
    ],
    groups: [
      oneOf(
        'Biscuit',
        option('Vanilla'),
        option('Chocolate', 250, ['SOYBEANS']),
        option('Almond', 400, ['TREE_NUTS']),
      ),
      dearestOf(
        1,
        2,
        'On top',
        option('Berries and edible flowers'),
        option('Popcorn and meringue kisses', 350, ['EGGS', 'MILK']),
        option('Chocolate bites', 450, ['MILK', 'SOYBEANS', 'TREE_NUTS']),
        option('Macarons', 650, ['EGGS', 'MILK', 'TREE_NUTS']),
      ),
    ],
  },
  {
    slug: 'unicorn-cake',
    name: 'Unicorn Cake',
    description:
      'Asleep until the candles are lit: a tall cake with a golden horn, long lashes and a mane of buttercream curls, ' +
      'coloured with fruit and vegetables only. Baked on the mornings when no nuts are in the kitchen.',
    alt: 'A white cake with a sleeping unicorn’s face, a golden horn, two ears and a mane of pink, lilac and blue buttercream curls',
    categories: ['Birthday', 'Kids'],
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    diets: ['NUT_FREE', 'VEGETARIAN'],
    leadDays: 3,
    cutoff: '12:00',
    inscriptionMaxLength: 16,
    since: '2021-04-14',
    popularity: 8,
    sizes: [size('UNI-16', '16 cm, tall', 12, 5950, 4), size('UNI-20', '20 cm, tall', 20, 7950, 6)],
    groups: [
      oneOf(
        'Inside',
        option('Rainbow vanilla'),
        option('Strawberry'),
        option('Chocolate', 150, ['SOYBEANS']),
      ),
      upTo(
        3,
        'Extras',
        option('Candle in the shape of a number', 250),
        option('Six cake pops', 1200, ['EGGS', 'GLUTEN', 'MILK', 'SOYBEANS']),
        option('Stars and a name on the board', 300),
        soldOut(option('Glitter fountain', 350)),
      ),
    ],
  },
  {
    slug: 'red-velvet',
    name: 'Red Velvet',
    description:
      'Four tender layers, red from beetroot and a little cocoa, with tangy cream cheese frosting between and around them. ' +
      'The crumbs on the outside are the trimmings: nothing is wasted.',
    alt: 'A cake in white cream cheese frosting with a border of red crumbs; the cut shows four deep red layers',
    categories: ['Birthday', 'Classics'],
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    diets: ['VEGETARIAN'],
    leadDays: 1,
    cutoff: '15:00',
    inscriptionMaxLength: 28,
    since: '2020-02-11',
    popularity: 9,
    sizes: [
      size('RED-18', '18 cm round', 10, 3850, 2),
      size('RED-22', '22 cm round', 14, 4950, 3),
      size('RED-26', '26 cm round', 20, 6450, 4),
    ],
    groups: [
      oneOf(
        'Frosting',
        option('Cream cheese', 0, ['MILK']),
        option('White chocolate buttercream', 350, ['MILK', 'SOYBEANS']),
      ),
      upTo(2, 'Decoration', option('Fresh raspberries', 450), option('Sugar hearts', 200)),
    ],
  },
]
