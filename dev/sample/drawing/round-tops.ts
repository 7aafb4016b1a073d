import { tilted } from './body.ts'
import { heap } from './scatter.ts'
import { around, at, ellipse, line, polygon, range, round, shape, type Point, type Svg } from './shapes.ts'
import { onStage } from './stage.ts'
import { cherry, leaf, rose, rosette } from './toppings.ts'

const MIDDLE = { x: 400, y: 250 }
const RADIUS = 198
const HEIGHT = 170
const CUT: [number, number] = [48, 118]
const INSIDE: [colour: string, until: number][] = [
  ['#fffaf0', 0.52],
  ['#f3d48d', 0.66],
  ['#fbe7a6', 0.74],
  ['#f3d48d', 0.86],
  ['#c2234d', 0.91],
  ['#f3d48d', 1],
]

export function princessCake(): Svg {
  const foot = { x: MIDDLE.x, y: MIDDLE.y + HEIGHT }
  const outline = `M202 420C202 300 276 232 400 232S598 300 598 420A198 ${round(tilted(RADIUS))} 0 0 1 202 420Z`
  const [from, to] = CUT.map((degrees) => around(foot, RADIUS, tilted(RADIUS), degrees)) as [Point, Point]
  const floor = `M${at(foot)}L${at(from)}A198 ${round(tilted(RADIUS))} 0 0 1 ${at(to)}Z`
  const foam = `M${at(around(foot, 200, tilted(200), 176))}A200 ${round(tilted(200))} 0 0 0 ${at(around(foot, 200, tilted(200), CUT[1] + 2))}`
  const foamRight = `M${at(around(foot, 200, tilted(200), CUT[0] - 2))}A200 ${round(tilted(200))} 0 0 0 ${at(around(foot, 200, tilted(200), 4))}`
  return onStage(
    { wall: '#f6d5df', light: '#fcebf0', table: '#7fa38c', on: 'stand' },
    [rose('rose', '#f9b7c8', '#ee8fa8', '#b5496a'), leaf('leaf', '#5f9e4a')],
    shape(outline, '#a9d08e') +
      shape(outline, 'url(#side)') +
      ellipse(340, 288, 92, 34, '#fff', 'opacity=".22" transform="rotate(-18 340 288)"') +
      shape(floor, '#c9bdb0') +
      face(CUT[1], 0) +
      face(CUT[0], 0.14) +
      line(foam + foamRight, '#f3fbe9', 15, 'stroke-dasharray="0 15"') +
      heap(
        [
          ['leaf', 20, 4, 1.1, -8],
          ['leaf', -20, 6, 1.1, 190],
          ['rose', 0, -12, 1.5],
        ],
        { x: 400, y: 240 },
      ),
  )
}

function face(degrees: number, shade: number): Svg {
  const all = profile(degrees, 0, 1, 1)
  const inside = INSIDE.map(([colour, until], index) =>
    polygon(profile(degrees, index === 0 ? 0.05 : INSIDE[index - 1]![1], until, 0.95), colour),
  )
  return (
    polygon(all, '#8dbb70') +
    inside.join('') +
    (shade > 0 ? polygon(all, '#2b1408', `opacity="${shade}"`) : '')
  )
}

/** The part of the cut between two depths: bounded by the axis on one side and the dome on the other. */
function profile(degrees: number, from: number, to: number, reach: number): Point[] {
  const rim = range(9).map((step) => {
    const depth = from + ((to - from) * step) / 8
    const bulge = reach * Math.sqrt(Math.max(0, 1 - (1 - depth) ** 2.4))
    return around(
      { x: MIDDLE.x, y: MIDDLE.y + depth * HEIGHT },
      RADIUS * bulge,
      tilted(RADIUS) * bulge,
      degrees,
    )
  })
  return [{ x: MIDDLE.x, y: MIDDLE.y + to * HEIGHT }, { x: MIDDLE.x, y: MIDDLE.y + from * HEIGHT }, ...rim]
}

export function rumBaba(): Svg {
  const crown = 'M190 432C176 326 268 276 400 276S624 326 610 432A210 57 0 0 1 190 432Z'
  const flutes = range(11).map((index) => {
    const degrees = 168 - index * 15.6
    const [top, foot] = [
      around({ x: 400, y: 306 }, 96, 24, degrees),
      around({ x: 400, y: 432 }, 204, 53, degrees),
    ]
    const bend = around({ x: 400, y: 318 }, 205, 40, degrees)
    return `M${at(top)}Q${at(bend)} ${at(foot)}`
  })
  return onStage(
    { wall: '#efd2a8', light: '#f9e8cb', table: '#5d3a4a', on: 'plate' },
    [cherry, rosette('cream', '#fffaf2', '#dcc6ae')],
    ellipse(400, 462, 236, 56, '#e39a35', 'opacity=".75"') +
      shape(crown, '#c97a24') +
      shape(crown, 'url(#side)') +
      line(flutes.join(''), '#8f4d12', 9, 'opacity=".5"') +
      line(flutes.join(''), '#f6c46a', 3, 'opacity=".75" transform="translate(12 1)"') +
      ellipse(400, 302, 104, 29, '#8f4d12') +
      ellipse(400, 306, 96, 24, '#fff4e2') +
      line('M240 352Q262 312 318 298', '#fff', 10, 'opacity=".55"') +
      line('M228 384Q228 372 232 366', '#fff', 9, 'opacity=".55"') +
      heap(
        [
          ['cream', -22, -8, 1.1],
          ['cream', 22, -8, 1.1],
          ['cream', -58, 0, 1.1],
          ['cream', 58, 0, 1.1],
          ['cream', -40, 18, 1.1],
          ['cream', 40, 18, 1.1],
          ['cream', 0, 24, 1.1],
          ['cream', 0, -14, 1.1],
          ['cherry', -34, -28, 1],
          ['cherry', 34, -28, 1],
          ['cherry', 0, -46, 1.1],
        ],
        { x: 400, y: 300 },
      ),
  )
}
