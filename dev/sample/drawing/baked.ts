import { body, lid, onEdge, onTop, type Body } from './body.ts'
import { onSide, ring } from './scatter.ts'
import { copy, ellipse, group, line, range, round, shape, thing, type Svg } from './shapes.ts'
import { onStage } from './stage.ts'
import { citrus, leaf } from './toppings.ts'

const CUT: [number, number] = [50, 118]

export function applePie(): Svg {
  const cake: Body = {
    x: 400,
    y: 338,
    rx: 205,
    height: 112,
    side: '#d39a4e',
    top: '#e9b765',
    cut: CUT,
    coat: '#c98a3f',
    layers: [
      ['#f2d48a', 0.3],
      ['#edc66e', 0.3],
      ['#f2d48a', 0.36],
    ],
  }
  const inner = { ...cake, rx: 182 }
  const bars = range(8).map((index) => -315 + index * 90)
  const lattice = (slope: number) =>
    bars
      .map(
        (x) =>
          `M${round(cake.x + x - 90 * slope)} ${cake.y - 60}L${round(cake.x + x + 90 * slope)} ${cake.y + 60}`,
      )
      .join('')
  return onStage(
    { wall: '#d9d2b6', light: '#ece6cf', table: '#8d4f35', on: 'board' },
    [
      thing('crimp', ellipse(0, 0, 17, 11, '#e0a655') + ellipse(-3, -3, 10, 5, '#f4cf8b')),
      thing(
        'chunk',
        shape('M-13 6Q-16 -8 -2 -10Q14 -8 13 5Q2 12 -13 6Z', '#f9e3a4') + line('M-9 3Q0 8 9 2', '#d9a441', 2),
      ),
      thing('raisin', ellipse(0, 0, 7, 5, '#5a2c22')),
    ],
    body(cake) +
      onSide(cake, ['#b87a35', '#e6b568'], 44, 5, 3) +
      cutContents(cake) +
      `<clipPath id="lid"><path d="${lid(inner, CUT)}"/></clipPath>` +
      group(
        shape(lid(inner, CUT), '#c9812f') +
          line(lattice(1), '#b87a35', 24) +
          line(lattice(1), '#efc47b', 20) +
          line(lattice(-1), '#b87a35', 24) +
          line(lattice(-1), '#f4cf8b', 20),
        'clip-path="url(#lid)"',
      ) +
      ring(cake, ['crimp'], 40, 0.95) +
      line(
        'M340 240q-26-32 0-62t0-62M400 226q-26-32 0-62t0-62M460 240q-26-32 0-62t0-62',
        '#fff',
        9,
        'opacity=".5"',
      ),
  )
}

function cutContents(cake: Body): Svg {
  const foot = (degrees: number, t: number, down: number) => {
    const edge = onEdge(cake, degrees)
    return { x: cake.x + (edge.x - cake.x) * t, y: cake.y + (edge.y - cake.y) * t + down }
  }
  return CUT.map((degrees) =>
    [
      [0.2, 38],
      [0.5, 34],
      [0.78, 40],
      [0.35, 66],
      [0.66, 70],
      [0.2, 92],
      [0.5, 94],
      [0.8, 94],
    ]
      .map(([t, down], index) => copy(index % 4 === 3 ? 'raisin' : 'chunk', foot(degrees, t!, down!), 1.05))
      .join(''),
  ).join('')
}

export function almondOrange(): Svg {
  const cake: Body = {
    x: 400,
    y: 336,
    rx: 215,
    height: 78,
    side: '#d8963a',
    top: '#efb956',
    cut: CUT,
    coat: '#cf8a30',
    layers: [
      ['#f5cf7a', 0.32],
      ['#f3c76b', 0.32],
      ['#f5cf7a', 0.32],
    ],
  }
  const slices = [150, 195, 240, 285, 330, 15].map((degrees) => onTop(cake, degrees, 0.62))
  return onStage(
    { wall: '#f9d9bd', light: '#fdebdb', table: '#b5603c', on: 'stand' },
    [
      citrus('slice', '#e8761a', '#fb9d2c', '#ffe2b0'),
      thing('flake', ellipse(0, 0, 11, 5, '#fbe7c4') + line('M-6 0H6', '#d9a96a', 1.2)),
      leaf('leaf', '#5f8f4a'),
    ],
    body(cake) +
      ring(cake, ['flake'], 34, 0.92) +
      slices
        .map(({ x, y }) =>
          group(
            copy('slice', { x: 0, y: 0 }, 1.75),
            `transform="translate(${round(x)} ${round(y - 4)}) scale(1 .42)"`,
          ),
        )
        .join('') +
      group(copy('slice', { x: 0, y: 0 }, 1.75), `transform="translate(400 320) scale(1 .42)"`) +
      group(copy('slice', { x: 0, y: 0 }, 1.5), `transform="translate(616 430) scale(1 .45)"`) +
      copy('leaf', { x: 634, y: 418 }, 0.9, -25) +
      copy('flake', { x: 196, y: 452 }, 1, 30) +
      copy('flake', { x: 176, y: 438 }, 1, -20),
  )
}
