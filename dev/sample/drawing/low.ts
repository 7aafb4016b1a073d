import { body, lid, onTop, type Body } from './body.ts'
import { heap, ring } from './scatter.ts'
import { copy, ellipse, group, line, shape, thing, type Svg } from './shapes.ts'
import { onStage } from './stage.ts'
import { leaf, mint, raspberry, rosette, strawberry } from './toppings.ts'

const CUT: [number, number] = [50, 118]

export function sachertorte(): Svg {
  const cake: Body = {
    x: 400,
    y: 316,
    rx: 196,
    height: 102,
    side: '#3a1a0e',
    top: '#4a2213',
    cut: CUT,
    coat: '#2c130a',
    layers: [
      ['#6b3a20', 0.42],
      ['#e8912d', 0.07],
      ['#6b3a20', 0.41],
      ['#e8912d', 0.04],
    ],
  }
  const seal = line('M-34 6Q-30 -14 0 -12Q30 -10 22 2Q14 12 -4 8Q-18 4 -4 -1', '#8a5a3a', 6)
  return onStage(
    { wall: '#f3d9b5', light: '#faead0', table: '#7f3b2b', on: 'stand' },
    [rosette('cream', '#fff6e6', '#cdb08c'), mint],
    body(cake) +
      group(ellipse(0, 0, 120, 26, '#fff', 'opacity=".16"'), `transform="translate(338 296) rotate(-7)"`) +
      group(seal, 'transform="translate(388 280) scale(1.3)"') +
      copy('cream', { x: 612, y: 440 }, 1) +
      copy('cream', { x: 588, y: 452 }, 0.9) +
      copy('mint', { x: 622, y: 456 }, 0.8),
  )
}

export function cheesecake(): Svg {
  const cake: Body = {
    x: 400,
    y: 322,
    rx: 200,
    height: 130,
    side: '#f6dc9e',
    top: '#eebf6a',
    cut: CUT,
    naked: true,
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
      ring({ ...sauce, y: cake.y + 6 }, ['strawberry'], 11, 0.8, 1.1) +
      heap(
        [
          ['leaf', 46, -34, 0.8, -30],
          ['leaf', -46, -32, 0.8, 215],
          ['strawberry', -66, -4, 1.2, -10],
          ['strawberry', -22, -14, 1.25],
          ['strawberry', 26, -14, 1.25],
          ['strawberry', 70, -4, 1.2, 10],
          ['strawberry', 2, -32, 1.2, 6],
        ],
        cake,
      ),
  )
}

export function pistachioRaspberry(): Svg {
  const cake: Body = {
    x: 400,
    y: 300,
    rx: 185,
    height: 120,
    side: '#a9bf6a',
    top: '#bccf80',
    cut: CUT,
    coat: '#9db35e',
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
