import { body, onEdge, onTop, tilted, type Body } from './body.ts'
import { heap, onSide, overTop, ring } from './scatter.ts'
import { at, copy, ellipse, group, line, range, round, shape, thing, type Svg } from './shapes.ts'
import { onStage } from './stage.ts'
import { citrus, leaf, mint, raspberry, rosette, strawberry } from './toppings.ts'

const CUT: [number, number] = [50, 118]

export function sachertorte(): Svg {
  const cake: Body = {
    ...{ x: 400, y: 350, rx: 210, height: 100, side: '#3a1a0e', top: '#4a2213', cut: CUT, coat: '#2c130a' },
    layers: [
      ['#6b3a20', 0.42],
      ['#e8912d', 0.07],
      ['#6b3a20', 0.41],
      ['#e8912d', 0.04],
    ],
  }
  const seal = line('M-34 6Q-30 -14 0 -12Q30 -10 22 2Q14 12 -4 8Q-18 4 -4 -1', '#8a5a3a', 6)
  return onStage(
    { wall: '#f3d9b5', light: '#faead0', table: '#7f3b2b', on: 'plate' },
    [rosette('cream', '#fff6e6', '#cdb08c'), mint],
    body(cake) +
      line(
        `M${at(onEdge(cake, 172, 30))}Q${round(cake.x - 196)} ${cake.y + 70} ${at(onEdge(cake, 158, 70))}`,
        '#a86a4a',
        7,
        'opacity=".55"',
      ) +
      group(ellipse(0, 0, 120, 26, '#fff', 'opacity=".16"'), `transform="translate(330 330) rotate(-7)"`) +
      group(seal, 'transform="translate(392 312) scale(1.3)"') +
      copy('cream', { x: 652, y: 486 }, 1.25) +
      copy('cream', { x: 620, y: 500 }, 1.1) +
      copy('mint', { x: 668, y: 508 }, 0.9),
  )
}

export function cheesecake(): Svg {
  const cake: Body = {
    ...{ x: 400, y: 322, rx: 200, height: 130, side: '#f6dc9e', top: '#eebf6a', cut: CUT, naked: true },
    layers: [
      ['#e9b765', 0.06],
      ['#fdf0c8', 0.145],
      ['#fdf0c8', 0.145],
      ['#fdf0c8', 0.145],
      ['#fdf0c8', 0.145],
      ['#fdf0c8', 0.139],
      ['#b67a3c', 0.22],
    ],
  }
  const sauce = { ...cake, rx: 150 }
  return onStage(
    { wall: '#cfdfe8', light: '#e6f0f5', table: '#5f7f95', on: 'plate' },
    [strawberry, leaf('leaf', '#5f9e4a')],
    body(cake) +
      shape(lid({ ...cake, rx: 168 }, CUT), '#fbe3ae') +
      shape(lid({ ...cake, rx: 146 }, CUT), '#c2182f') +
      ring({ ...sauce, y: cake.y + 8, cut: undefined }, ['strawberry'], 9, 0.74, 1.1) +
      heap(
        [
          ['strawberry', -52, -2, 1.2, -12],
          ['strawberry', 0, -12, 1.3],
          ['strawberry', 50, -2, 1.2, 12],
          ['strawberry', -24, 10, 1.15, 8],
          ['strawberry', 26, 10, 1.15, -8],
          ['leaf', 52, -30, 0.8, -30],
          ['leaf', -52, -28, 0.8, 215],
        ],
        { x: cake.x, y: cake.y - 4 },
      ),
  )
}

export function applePie(): Svg {
  const cake: Body = {
    ...{ x: 400, y: 338, rx: 205, height: 112, side: '#d39a4e', top: '#e9b765', cut: CUT, coat: '#c98a3f' },
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
      ring(cake, ['crimp'], 40, 0.95),
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

function lid(cake: Body, [from, to]: [number, number]): string {
  return `M${cake.x} ${cake.y}L${at(onEdge(cake, from))}A${cake.rx} ${round(tilted(cake.rx))} 0 1 0 ${at(onEdge(cake, to))}Z`
}

export function almondOrange(): Svg {
  const cake: Body = {
    ...{ x: 400, y: 372, rx: 215, height: 78, side: '#d8963a', top: '#efb956', cut: CUT, coat: '#cf8a30' },
    layers: [
      ['#f5cf7a', 0.32],
      ['#f3c76b', 0.32],
      ['#f5cf7a', 0.32],
    ],
  }
  const slices = [150, 195, 240, 285, 330, 15].map((degrees) => onTop(cake, degrees, 0.62))
  return onStage(
    { wall: '#f9d9bd', light: '#fdebdb', table: '#b5603c', on: 'plate' },
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
      group(copy('slice', { x: 0, y: 0 }, 1.75), `transform="translate(400 356) scale(1 .42)"`) +
      group(copy('slice', { x: 0, y: 0 }, 1.5), `transform="translate(640 486) scale(1 .5)"`) +
      copy('leaf', { x: 660, y: 468 }, 0.9, -25) +
      copy('flake', { x: 190, y: 496 }, 1, 30) +
      copy('flake', { x: 165, y: 484 }, 1, -20),
  )
}

export function pistachioRaspberry(): Svg {
  const cake: Body = {
    ...{ x: 400, y: 300, rx: 185, height: 120, side: '#a9bf6a', top: '#bccf80', cut: CUT, coat: '#9db35e' },
    layers: [
      ['#d9e2a8', 0.3],
      ['#c2234d', 0.3],
      ['#d9e2a8', 0.22],
      ['#a8743f', 0.12],
    ],
  }
  return onStage(
    { wall: '#ead7de', light: '#f6eaef', table: '#6f7f55', on: 'stand' },
    [
      raspberry,
      leaf('leaf', '#5f9e4a'),
      thing('nut', ellipse(0, -3, 6, 4.5, '#7f9a3c') + ellipse(-1, -5, 3, 2, '#c7d98a')),
    ],
    body(cake) +
      overTop({ ...cake, x: 350, rx: 90, cut: undefined }, ['#7f9a3c', '#d6e39a'], 0, 4, 6) +
      [165, 190, 215, 240, 265, 290]
        .map((degrees, index) =>
          copy('raspberry', onTop(cake, degrees, 0.66), 1.15 - 0.05 * Math.abs(index - 2)),
        )
        .join('') +
      [178, 203, 228, 253, 278, 300]
        .map(
          (degrees) =>
            copy('nut', onTop(cake, degrees, 0.84)) + copy('nut', onTop(cake, degrees - 8, 0.46), 0.9),
        )
        .join('') +
      copy('leaf', onTop(cake, 205, 0.5), 0.6, -30) +
      copy('leaf', onTop(cake, 252, 0.52), 0.6, -80),
  )
}
