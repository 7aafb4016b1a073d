import { oneOf, option, size, upTo, type Recipe } from './recipe.ts'

export const SEASONAL: Recipe[] = [
  {
    slug: 'christmas-stollen',
    name: 'Christmas Stollen',
    description:
      'Yeast dough heavy with butter, almonds, candied peel and sultanas, baked in November and left to ripen under its ' +
      'snow of sugar. Keeps well into January, if it gets the chance.',
    alt: 'A stollen under thick icing sugar, two slices cut off that show raisins, peel and a core of marzipan, with fir and red berries',
    categories: ['Seasonal'],
    allergens: ['GLUTEN', 'MILK', 'SULPHITES', 'TREE_NUTS'],
    diets: ['VEGETARIAN'],
    leadDays: 1,
    cutoff: '17:00',
    season: { from: '11-15', until: '12-31' },
    since: '2019-11-15',
    popularity: 16,
    sizes: [size('STO-500', '500 g', 8, 1650, 1), size('STO-1000', '1 kg', 16, 2950, 1)],
    groups: [
      oneOf(
        'Heart',
        option('Marzipan', 0, ['TREE_NUTS']),
        option('Poppy seed and plum', 100, ['SULPHITES']),
        option('None, but more fruit', 0, ['SULPHITES']),
      ),
      upTo(1, 'Wrapping', option('Gift tin', 650), option('Linen cloth', 450)),
    ],
  },
  {
    slug: 'strawberry-charlotte',
    name: 'Strawberry Charlotte',
    description:
      'A fence of sponge fingers around vanilla bavarois and the first Dutch strawberries, tied with a ribbon. Set with ' +
      'beef gelatine, so not for vegetarians; here only while the strawberries are.',
    alt: 'A charlotte of upright sponge fingers tied with a pink ribbon, heaped with strawberries and mint leaves',
    categories: ['Seasonal'],
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    diets: ['NUT_FREE'],
    leadDays: 2,
    cutoff: '12:00',
    season: { from: '05-01', until: '08-31' },
    since: '2020-05-01',
    popularity: 14,
    sizes: [size('CHA-18', '18 cm round', 8, 3850, 2), size('CHA-22', '22 cm round', 12, 5150, 3)],
    groups: [
      oneOf(
        'Bavarois',
        option('Vanilla', 0, ['MILK']),
        option('Strawberry', 0, ['MILK']),
        option('Elderflower', 150, ['MILK', 'SULPHITES']),
      ),
    ],
  },
  {
    slug: 'rum-baba-ring',
    name: 'Rum Baba Ring',
    description:
      'A crown of brioche that has drunk all the rum syrup it can hold, glazed with apricot and filled with cream. Well ' +
      'above 1.2 % alcohol: for grown-ups, and taxed like a drink.',
    alt: 'A shining amber ring of brioche in a pool of syrup, its middle filled with piped cream and cherries',
    categories: ['Classics'],
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    diets: ['VEGETARIAN'],
    leadDays: 1,
    cutoff: '12:00',
    taxRateBasisPoints: 2100,
    since: '2022-09-20',
    popularity: 5,
    sizes: [size('RUM-20', '20 cm ring', 8, 3450, 2), size('RUM-6', 'Six small ones', 6, 2850, 1)],
    groups: [
      oneOf('Cream', option('Chantilly', 0, ['MILK']), option('Pistachio', 300, ['MILK', 'TREE_NUTS'])),
      upTo(1, 'Bottle beside it', option('Syrup with more rum, 100 ml', 550)),
    ],
  },
]
