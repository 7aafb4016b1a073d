import { copy, group, shape, type Svg } from './shapes.ts'
import { onStage } from './stage.ts'
import { berry, macaron, mint, raspberry, strawberry } from './toppings.ts'

const THREE = 'M-78 -84C-40 -136 72 -134 72 -68C72 -28 34 -10 4 -6C44 -4 86 22 86 70C86 142 -50 144 -88 86'
const ZERO = 'M0 -112C64 -112 84 -52 84 2C84 58 64 114 0 114C-64 114 -84 58 -84 2C-84 -52 -64 -112 0 -112Z'

const outline = (id: string, d: string): Svg =>
  `<path id="${id}" d="${d}" fill="none" stroke-linecap="round"/>`

// From the board up: biscuit, cream, biscuit, and cream piped in dots.
const COATS = [
  ['#b97f3a', 84, 0, 42],
  ['#e3b062', 84, 0, 32],
  ['#fff6e6', 80, 0, 18],
  ['#c98f48', 84, 0, 8],
  ['#ebbd74', 84, 0, 0],
] as const
const DOTS = [
  ['#f1dfc6', 70, 0, -1],
  ['#fffaf2', 62, -2, -5],
  ['#fff', 24, -5, -12],
] as const

const figure = (id: string): Svg =>
  COATS.map((coat) => stroke(id, coat)).join('') +
  group(DOTS.map((dots) => stroke(id, dots)).join(''), 'stroke-dasharray="0 34"')

const stroke = (id: string, [colour, width, x, y]: readonly [string, number, number, number]): Svg =>
  `<use href="#${id}" stroke="${colour}" stroke-width="${width}" x="${x}" y="${y}"/>`

export function numberCake(): Svg {
  const things: [string, number, number, number?, number?][] = [
    ['strawberry', -70, -78, 1],
    ['b', -30, -96, 1],
    ['pink', 16, -98, 0.95],
    ['raspberry', 58, -74, 1],
    ['mint', 66, -44, 0.8],
    ['b', 44, -16, 1],
    ['strawberry', 16, 8, 1],
    ['pink', 74, 42, 0.95],
    ['raspberry', 78, 84, 1],
    ['b', 46, 112, 1],
    ['strawberry', 4, 124, 1],
    ['mint', -30, 118, 0.85],
    ['raspberry', -76, 100, 1],
  ]
  const others: typeof things = [
    ['pistachio', 0, -96, 0.95],
    ['raspberry', 52, -80, 1],
    ['strawberry', 82, -28, 1],
    ['b', 84, 18, 1],
    ['pink', 78, 66, 0.95],
    ['raspberry', 44, 108, 1],
    ['strawberry', -4, 128, 1],
    ['b', -48, 106, 1],
    ['pistachio', -78, 66, 0.95],
    ['raspberry', -84, 22, 1],
    ['mint', -82, -6, 0.85],
    ['strawberry', -74, -46, 1],
    ['b', -44, -84, 1],
  ]
  const set = (list: typeof things) =>
    list
      .toSorted((a, b) => a[2] - b[2])
      .map(([id, x, y, size = 1, turn = 0]) => copy(id, { x, y: y + 12 }, size * 1.1, turn))
      .join('')
  return onStage(
    { wall: '#cfe3ea', light: '#e7f2f6', table: '#e3a9b5', on: 'nothing', zoom: 1 },
    [
      outline('three', THREE),
      outline('zero', ZERO),
      strawberry,
      raspberry,
      mint,
      berry('b', '#3b4a8a', '#c3cdf5'),
      macaron('pink', '#f3a6bd', '#dd7f9c'),
      macaron('pistachio', '#c5d692', '#9fb567'),
    ],
    shape('M110 180H690L752 560Q400 584 48 560Z', '#3b2314', 'opacity=".12" transform="translate(8 14)"') +
      shape('M48 548Q400 572 752 548V562Q400 586 48 562Z', '#d9cfc4') +
      shape('M110 170Q400 160 690 170L752 548Q400 572 48 548Z', '#fdfaf5') +
      [
        [246, 350, 'three', things],
        [552, 350, 'zero', others],
      ]
        .map(([x, y, d, list]) =>
          group(
            figure(d as string) + set(list as typeof things),
            `transform="translate(${x as number} ${y as number})"`,
          ),
        )
        .join(''),
  )
}
