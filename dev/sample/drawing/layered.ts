import { body, type Body } from './body.ts'
import { clusters, drips, heap, onSide, overTop, ring } from './scatter.ts'
import { copy, ellipse, line, shape, thing, type Svg } from './shapes.ts'
import { FLOOR, onStage } from './stage.ts'
import { berry, cherry, mint, raspberry, rosette } from './toppings.ts'

const CUT: [number, number] = [52, 122]

const onFoot = (cake: Omit<Body, 'x' | 'y'>, floor: number): Body => ({
  x: 400,
  y: floor - cake.height,
  ...cake,
})

export function blackForest(): Svg {
  const cake = onFoot(
    {
      rx: 190,
      height: 170,
      side: '#f8e9d6',
      top: '#fdf6ec',
      cut: CUT,
      coat: '#fdf3e7',
      layers: [
        ['#4a2415', 0.22],
        ['#fff6ea', 0.11],
        ['#8f1027', 0.06],
        ['#4a2415', 0.2],
        ['#fff6ea', 0.11],
        ['#8f1027', 0.06],
        ['#4a2415', 0.24],
      ],
    },
    FLOOR.stand,
  )
  return onStage(
    { wall: '#dfe5d6', light: '#eef1e6', table: '#b9866a', on: 'stand' },
    [
      cherry,
      rosette('r', '#fffaf2', '#dcc6ae'),
      thing(
        'shavings',
        line(
          'M-24 -8L-14 -14M-4 -20L4 -10M14 -16L24 -14M-18 6L-8 2M0 2L10 8M16 2L24 10M-22 18L-16 26M-4 16L2 24M10 22L20 18',
          '#3b1b10',
          5,
        ) +
          line('M-12 -6L-6 -2M6 -22L10 -16M-24 12L-14 12M4 14L12 14M22 -2L14 -6M-8 22L-6 28', '#6b3a24', 4.5),
      ),
    ],
    body(cake) +
      clusters(cake, 'shavings', 30) +
      overTop(cake, ['#3b1b10', '#5b2f1c'], 40, 15, 5, 0.5) +
      ring(cake, ['r'], 12, 0.8, 0.95) +
      ring({ ...cake, y: cake.y - 28 }, ['cherry'], 12, 0.8, 0.9),
  )
}

export function redVelvet(): Svg {
  const cake = onFoot(
    {
      rx: 180,
      height: 185,
      side: '#f9ecdf',
      top: '#fffdf9',
      cut: CUT,
      coat: '#fffaf3',
      layers: [
        ['#a3172b', 0.2],
        ['#fff7ee', 0.06],
        ['#a3172b', 0.2],
        ['#fff7ee', 0.06],
        ['#a3172b', 0.2],
        ['#fff7ee', 0.06],
        ['#a3172b', 0.22],
      ],
    },
    FLOOR.stand,
  )
  return onStage(
    { wall: '#f4cfd0', light: '#fbe4e3', table: '#a8485a', on: 'stand' },
    [rosette('r', '#fffdf9', '#e3cdbd')],
    body(cake) +
      onSide(cake, ['#a3172b', '#7f0f22'], 90, 3, 5, 0.78, 0.99) +
      overTop(cake, ['#a3172b', '#7f0f22'], 60, 3, 5, 0.5) +
      ring(cake, ['r'], 14, 0.82, 0.8),
  )
}

export function carrot(): Svg {
  const cake = onFoot(
    {
      rx: 190,
      height: 160,
      side: '#b0713a',
      top: '#fffaf0',
      cut: CUT,
      naked: true,
      layers: [
        ['#fffaf0', 0.1],
        ['#b0713a', 0.23],
        ['#fffaf0', 0.09],
        ['#b0713a', 0.23],
        ['#fffaf0', 0.09],
        ['#b0713a', 0.26],
      ],
    },
    FLOOR.board,
  )
  const sugarCarrot = thing(
    'c',
    shape('M-9 -22Q0 -28 9 -22Q7 0 0 14Q-7 0 -9 -22Z', '#f08a24') +
      line('M-5 -14H1M2 -6H6M-3 2H1', '#c9660d', 1.6) +
      line('M0 -24L-9 -38M0 -24V-42M0 -24L9 -38', '#5f8f3a', 4),
  )
  return onStage(
    { wall: '#f7e3b8', light: '#fdf2d6', table: '#8fa17d', on: 'board' },
    [sugarCarrot],
    body(cake) +
      onSide(cake, ['#e7892f', '#7a4a22'], 70, 4, 4) +
      overTop(cake, ['#7a4a22', '#e7892f'], 50, 4, 5, 0.5) +
      ring(cake, ['c'], 12, 0.76, 1.1),
  )
}

export function veganChocolate(): Svg {
  const cake = onFoot({ rx: 180, height: 175, side: '#5b3220', top: '#35190f' }, FLOOR.plate)
  return onStage(
    { wall: '#cfe0d4', light: '#e4efe6', table: '#6d8f7b', on: 'plate' },
    [raspberry, mint, berry('b', '#3b2a52', '#b9a7dc')],
    body(cake) +
      line(
        `M${cake.x - 170} ${cake.y + 100}Q400 ${cake.y + 190} ${cake.x + 170} ${cake.y + 100}`,
        '#75452d',
        5,
        'opacity=".7"',
      ) +
      drips(cake, '#35190f', [58, 96, 44, 80, 112, 60, 100, 40, 72, 92, 50, 64]) +
      ellipse(cake.x - 60, cake.y - 12, 80, 14, '#fff', 'opacity=".16"') +
      heap(
        [
          ['mint', -70, -2, 1.2],
          ['raspberry', -92, 4, 1.1],
          ['b', -40, -14, 1.2],
          ['raspberry', 0, -18, 1.2],
          ['b', 46, -16, 1.15],
          ['mint', 84, 0, 1.2],
          ['raspberry', 92, 8, 1.1],
          ['b', -60, 14, 1.25],
          ['raspberry', -22, 16, 1.25],
          ['b', 16, 22, 1.1],
          ['raspberry', 52, 14, 1.2],
          ['mint', 12, -30, 1.1],
          ['raspberry', 18, -10, 1.1],
        ],
        cake,
      ) +
      copy('raspberry', { x: 205, y: 500 }, 1.2) +
      copy('b', { x: 240, y: 508 }, 1.2) +
      copy('mint', { x: 590, y: 502 }, 1.2),
  )
}

export function mochaHazelnut(): Svg {
  const cake = onFoot(
    {
      rx: 195,
      height: 150,
      side: '#c99b6b',
      top: '#d9b083',
      cut: CUT,
      coat: '#c99b6b',
      layers: [
        ['#a8743f', 0.28],
        ['#ecd3ae', 0.1],
        ['#a8743f', 0.24],
        ['#ecd3ae', 0.1],
        ['#a8743f', 0.28],
      ],
    },
    FLOOR.stand,
  )
  const bean = thing('bean', ellipse(0, -4, 9, 6.5, '#3a2013') + line('M-7 -2Q0 -7 7 -6', '#7a5233', 1.8))
  return onStage(
    { wall: '#e8d8c8', light: '#f4eadf', table: '#7a5a48', on: 'stand' },
    [rosette('r', '#e3bd92', '#b98a58'), bean],
    body(cake) +
      onSide(cake, ['#8a5527', '#e9c48f'], 130, 5, 7, 0.35, 0.98) +
      overTop(cake, ['#8a5527', '#e9c48f'], 40, 4, 6, 0.4) +
      ring(cake, ['r'], 12, 0.8, 0.95) +
      ring({ ...cake, y: cake.y - 38 }, ['bean'], 12, 0.8),
  )
}
