import { chanceOf } from '../chance.ts'
import {
  at,
  circle,
  copy,
  ellipse,
  group,
  hull,
  line,
  polygon,
  range,
  thing,
  type Point,
  type Svg,
} from './shapes.ts'
import { onStage } from './stage.ts'
import { berry, citrus, leaf } from './toppings.ts'

/** Something long that was cut: the section is seen from in front, the rest runs away to the back. */
interface Loaf {
  section: Point[]
  crust: string
  crumb: string
  glaze: string
  /** How much of the section's outline, from its highest point down, the glaze covers; 1 reaches the foot. */
  glazed: number
}

const BACK = { x: 236, y: -62 }

const shift = (points: readonly Point[], { x, y }: Point, share = 1): Point[] =>
  points.map((point) => ({ x: point.x + x * share, y: point.y + y * share }))

/** The upper half of an ellipse, squarer the higher `power`, on a foot. */
function section(width: number, height: number, foot: number, power: number): Point[] {
  const arc = range(13).map((step) => {
    const angle = (step * Math.PI) / 12
    return {
      x: width * bend(Math.cos(angle), power),
      y: -foot - (height - foot) * bend(Math.sin(angle), power),
    }
  })
  return [{ x: width * 0.86, y: 0 }, ...arc, { x: -width * 0.86, y: 0 }]
}

const bend = (value: number, power: number) => Math.sign(value) * Math.abs(value) ** (2 / power)

function piece({ section: outline, crust, crumb, glaze, glazed }: Loaf, place: Point, length: number): Svg {
  const front = shift(outline, place)
  const skip = Math.round((1 - glazed) * 6) + 1
  const top = front.slice(skip, front.length - skip)
  return (
    polygon(hull([...front, ...shift(front, BACK, length)]), crust) +
    polygon(
      hull([...front.slice(0, 5), ...shift(front.slice(0, 5), BACK, length)]),
      '#2b1408',
      'opacity=".18"',
    ) +
    polygon(hull([...top, ...shift(top, BACK, length)]), glaze) +
    polygon(front, crumb, `stroke="${crust}" stroke-width="7" stroke-linejoin="round"`) +
    polygon(front, 'url(#crumb)') +
    line(`M${top.map(at).join('L')}`, glaze, 13, 'stroke-linejoin="round"')
  )
}

export function lemonDrizzle(): Svg {
  const loaf: Loaf = {
    section: section(98, 158, 92, 2.6),
    crust: '#d9983f',
    crumb: '#fbe29a',
    glaze: '#fffdf4',
    glazed: 0.72,
  }
  const place = { x: 322, y: 470 }
  const edge = { x: place.x + 95, y: place.y - 128 }
  const runs = [0.1, 0.26, 0.4, 0.58, 0.72, 0.88].map((share, index) => {
    const long = [34, 52, 26, 44, 30, 40][index]!
    return `M${at({ x: edge.x + BACK.x * share, y: edge.y + BACK.y * share })}v${long}`
  })
  const slices = [0.2, 0.47, 0.74].map((share) =>
    group(
      copy('lemon', { x: 0, y: 0 }, 1.35),
      `transform="translate(${place.x + BACK.x * share} ${place.y - 152 + BACK.y * share}) rotate(-12) scale(1 .5)"`,
    ),
  )
  return onStage(
    { wall: '#f9ecae', light: '#fdf7d8', table: '#6f9a94', on: 'board', zoom: 1.12 },
    [citrus('lemon', '#f2c21c', '#fbe05a', '#fffbe2'), leaf('leaf', '#5f9e4a')],
    piece(loaf, place, 1) +
      line(runs.join(''), '#fffdf4', 20) +
      slices.join('') +
      piece(loaf, { x: 272, y: 486 }, 0.1) +
      piece(loaf, { x: 222, y: 502 }, 0.1) +
      group(copy('lemon', { x: 0, y: 0 }, 1.5), 'transform="translate(520 490) scale(1 .55)"') +
      copy('leaf', { x: 548, y: 478 }, 0.9, -20),
  )
}

export function stollen(): Svg {
  const loaf: Loaf = {
    section: section(118, 122, 44, 2.2),
    crust: '#b5773a',
    crumb: '#f3d9a0',
    glaze: '#fffdfb',
    glazed: 0.92,
  }
  const place = { x: 366, y: 470 }
  const slice = { x: 288, y: 491 }
  const chance = chanceOf('stollen')
  const sugar = range(26)
    .map(() => circle(150 + chance.below(480), 462 + chance.below(50), 1.5 + chance.next() * 2, '#fff'))
    .join('')
  return onStage(
    { wall: '#b9cbbd', light: '#dbe6dc', table: '#8f2f35', on: 'board', zoom: 1.12 },
    [
      thing(
        'fruit',
        ellipse(0, 0, 8, 6, '#5a2c22') +
          ellipse(32, 14, 8, 6, '#8f3a22') +
          ellipse(58, -8, 7, 5, '#f0952c') +
          ellipse(22, -26, 7, 5, '#5a2c22') +
          ellipse(-26, -12, 7, 5, '#f0952c') +
          ellipse(-40, 14, 8, 6, '#5a2c22') +
          ellipse(-8, 24, 7, 5, '#7fa04a'),
      ),
      berry('red', '#b3122b', '#fff'),
      thing(
        'fir',
        line('M0 0Q40 -14 96 -12', '#5a4028', 4) +
          line(
            'M10 -4l-6 -20M24 -8l-4 -22M38 -11l-2 -22M54 -12l2 -22M70 -13l6 -20M84 -12l10 -16M14 -4l14 16M30 -8l14 18M46 -11l14 18M62 -12l14 16M78 -12l14 12',
            '#3f6b45',
            5,
          ),
      ),
    ],
    piece(loaf, place, 1) +
      [slice, { x: 222, y: 510 }]
        .map(
          (each) =>
            piece(loaf, each, 0.09) +
            circle(each.x, each.y - 52, 25, '#f7e8bd', 'stroke="#e2c47f" stroke-width="3"') +
            copy('fruit', { x: each.x - 52, y: each.y - 36 }, 0.8) +
            copy('fruit', { x: each.x + 58, y: each.y - 44 }, 0.8, 40) +
            copy('fruit', { x: each.x, y: each.y - 98 }, 0.7, 12),
        )
        .join('') +
      sugar +
      copy('fir', { x: 490, y: 505 }, 1.1) +
      copy('fir', { x: 505, y: 500 }, 1, 28) +
      copy('red', { x: 498, y: 512 }, 1) +
      copy('red', { x: 520, y: 520 }, 0.9) +
      copy('red', { x: 512, y: 500 }, 0.9),
  )
}
