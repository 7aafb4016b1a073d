import { dearestOf, oneOf, option, size, soldOut, upTo, type Recipe } from './recipe.ts'

export const CLASSICS: Recipe[] = [
  {
    slug: 'black-forest',
    name: 'Black Forest',
    description:
      'Three layers of dark chocolate sponge, whipped cream and sour cherries, under a thick coat of chocolate ' +
      'shavings. The cherries have rested in kirsch since summer; ask for juice instead where children share the table.',
    alt: 'A tall cake in a coat of whipped cream and chocolate shavings, with cream rosettes and red cherries on top; the cut shows dark layers',
    categories: ['Classics', 'Birthday'],
    allergens: ['EGGS', 'GLUTEN', 'MILK', 'SOYBEANS', 'SULPHITES'],
    diets: ['VEGETARIAN'],
    leadDays: 1,
    cutoff: '16:00',
    inscriptionMaxLength: 30,
    since: '2019-09-03',
    popularity: 12,
    sizes: [
      size('BLF-18', '18 cm round', 8, 3450, 2),
      size('BLF-22', '22 cm round', 12, 4650, 3),
      size('BLF-26', '26 cm round', 16, 5950, 4),
    ],
    groups: [
      oneOf('Cherries', option('Soaked in kirsch'), option('In their own juice, without alcohol')),
      upTo(
        2,
        'Extras',
        option('More chocolate shavings', 250, ['SOYBEANS']),
        option('Name plate of marzipan', 375, ['TREE_NUTS']),
        option('Sparkler', 200),
      ),
    ],
  },
  {
    slug: 'sachertorte',
    name: 'Sachertorte',
    description:
      'The Viennese way: one dense chocolate sponge, apricot jam beneath and within, and a glaze that snaps when the ' +
      'knife goes through. Better on its second day, and best with unsweetened whipped cream.',
    alt: 'A low round cake under a mirror of dark chocolate glaze with a piped swirl, one slice taken out, a dab of whipped cream beside it',
    categories: ['Classics'],
    allergens: ['EGGS', 'GLUTEN', 'MILK', 'SOYBEANS'],
    diets: ['VEGETARIAN'],
    leadDays: 2,
    cutoff: '16:00',
    inscriptionMaxLength: 24,
    since: '2019-09-03',
    popularity: 8,
    sizes: [size('SAC-16', '16 cm round', 8, 2950, 1), size('SAC-22', '22 cm round', 14, 4450, 2)],
    groups: [
      upTo(2, 'Goes with it', option('Tub of whipped cream', 395, ['MILK']), option('Wooden gift box', 850)),
    ],
  },
  {
    slug: 'princess-cake',
    name: 'Princess Cake',
    description:
      'Swedish prinsesstårta: vanilla sponge, jam, custard and a dome of whipped cream, all under a thin sheet of ' +
      'almond marzipan with a rose on top.',
    alt: 'A green marzipan dome with a pink marzipan rose; the cut shows sponge, raspberry jam and cream',
    categories: ['Birthday', 'Classics'],
    allergens: ['EGGS', 'GLUTEN', 'MILK', 'TREE_NUTS'],
    diets: ['VEGETARIAN'],
    leadDays: 2,
    cutoff: '14:00',
    inscriptionMaxLength: 20,
    since: '2020-03-08',
    popularity: 8,
    sizes: [size('PRI-18', '18 cm dome', 8, 3750, 2), size('PRI-22', '22 cm dome', 12, 4950, 3)],
    groups: [
      oneOf('Jam', option('Raspberry'), option('Strawberry'), option('Rhubarb', 100)),
      oneOf(
        'Marzipan',
        option('Spring green', 0, ['TREE_NUTS']),
        option('Rose pink', 0, ['TREE_NUTS']),
        option('Ivory', 0, ['TREE_NUTS']),
        option('Midnight blue, with silver stars', 350, ['TREE_NUTS']),
      ),
    ],
  },
  {
    slug: 'new-york-cheesecake',
    name: 'New York Cheesecake',
    description:
      'Tall, slow-baked and plain-spoken: fresh cheese, cream, eggs and lemon on a crust of buttered biscuit. It cools ' +
      'for a whole night, which is why it cannot be hurried.',
    alt: 'A golden cheesecake on a biscuit crust, crowned with strawberries in their sauce, one slice taken out',
    categories: ['Classics', 'Everyday'],
    allergens: ['EGGS', 'GLUTEN', 'MILK'],
    diets: ['VEGETARIAN'],
    leadDays: 2,
    since: '2019-11-12',
    popularity: 10,
    sizes: [size('NYC-20', '20 cm round', 10, 3650, 2), size('NYC-24', '24 cm round', 16, 5150, 3)],
    groups: [
      dearestOf(
        0,
        2,
        'Topping, half and half if you like',
        option('Strawberry compote', 350),
        option('Blueberry compote', 400),
        option('Salted caramel', 350, ['MILK']),
        option('Candied pecans', 450, ['TREE_NUTS']),
        soldOut(option('Mango and passion fruit', 400)),
      ),
    ],
  },
]
