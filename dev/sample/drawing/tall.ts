import { body, onEdge, tilted, type Body } from './body.ts'
import { heap, ring } from './scatter.ts'
import { at, copy, ellipse, group, line, range, round, shape, thing, type Svg } from './shapes.ts'
import { onStage } from './stage.ts'
import { leaf, mint, rose, rosette, strawberry } from './toppings.ts'

export function weddingCake(): Svg {
  const tiers: Body[] = [
    { x: 400, y: 300, rx: 175, height: 118, side: '#fbf3e8', top: '#fffdf9' },
    { x: 400, y: 190, rx: 125, height: 108, side: '#fbf3e8', top: '#fffdf9' },
    { x: 400, y: 95, rx: 78, height: 94, side: '#fbf3e8', top: '#fffdf9' },
  ]
  return onStage(
    { wall: '#d6dde6', light: '#eaeff4', table: '#98a6b8', on: 'stand', zoom: 1 },
    [
      rose('pink', '#f7c9cf', '#eea7b3', '#b8566c'),
      rose('white', '#fffaf3', '#f6e5d6', '#c9a58a'),
      rose('peach', '#fbd9bf', '#f4bd99', '#c27a50'),
      leaf('leaf', '#7f9f78'),
    ],
    tiers.map((tier) => body(tier) + line(swags(tier), '#ecdcc8', 4) + pearls(tier)).join('') +
      heap(
        [
          ['leaf', -30, 2, 1, 200],
          ['leaf', 30, 0, 1, -20],
          ['leaf', 0, -30, 0.9, -80],
          ['pink', -24, -8, 1.05],
          ['white', 22, -6, 1.05],
          ['peach', -2, -28, 1.1],
        ],
        { x: 400, y: 92 },
      ) +
      heap(
        [
          ['leaf', 40, 0, 0.9, 30],
          ['leaf', -22, 30, 0.9, 130],
          ['peach', 0, 0, 1],
          ['pink', 26, 22, 1.05],
          ['white', 4, 38, 0.85],
        ],
        { x: 468, y: 190 },
      ) +
      heap(
        [
          ['leaf', 36, 8, 1, 10],
          ['leaf', -34, 20, 1, 170],
          ['leaf', 6, 60, 1, 80],
          ['white', -22, 4, 1.05],
          ['pink', 14, -4, 1.1],
          ['peach', 30, 28, 1],
          ['pink', -6, 38, 0.85],
          ['white', 18, 58, 0.7],
        ],
        { x: 492, y: 312 },
      ) +
      heap(
        [
          ['leaf', -26, 10, 0.9, 190],
          ['leaf', 20, 12, 0.9, 20],
          ['pink', -8, 0, 0.95],
          ['white', 18, 6, 0.75],
        ],
        { x: 268, y: 420 },
      ),
  )
}

const pearls = (tier: Body): Svg => {
  const [from, to] = [onEdge(tier, 177, tier.height - 3), onEdge(tier, 3, tier.height - 3)]
  const arc = `M${at(from)}A${tier.rx} ${round(tilted(tier.rx))} 0 0 0 ${at(to)}`
  return line(arc, '#fff6e6', 12, 'stroke-dasharray="0 13.5"')
}

const swags = (tier: Body): string =>
  [0, 1, 2, 3, 4]
    .map((index) => {
      const [from, to] = [onEdge(tier, 180 - index * 36, 14), onEdge(tier, 144 - index * 36, 14)]
      return `M${round(from.x)} ${round(from.y)}Q${round((from.x + to.x) / 2)} ${round(Math.max(from.y, to.y) + 34)} ${round(to.x)} ${round(to.y)}`
    })
    .join('')

export function unicorn(): Svg {
  const cake: Body = { x: 400, y: 228, rx: 150, height: 212, side: '#fff8f1', top: '#fffdfa' }
  const lashes = 'M-34 0Q0 34 34 0M-30 6L-42 18M-16 15L-22 30M0 18V34M16 15L22 30M30 6L42 18'
  const ear =
    shape('M-34 0Q-40 -52 -8 -84Q30 -50 30 0Z', '#fff3e8') +
    shape('M-18 0Q-22 -38 -6 -60Q16 -36 16 0Z', '#f6b7c6')
  const horn =
    shape('M-24 0L0 -132L24 0Q0 12 -24 0Z', '#e9b53c') +
    line('M-22 -12Q4 -6 20 -26M-18 -36Q4 -30 15 -50M-13 -60Q3 -56 10 -74M-9 -84Q2 -80 6 -96', '#fbe08d', 6)
  return onStage(
    { wall: '#dcd3f0', light: '#f0eafa', table: '#a78fcf', on: 'stand', zoom: 1.08 },
    [
      rosette('pink', '#f7a8c4', '#e07aa0'),
      rosette('lilac', '#c9a8ec', '#a57fd3'),
      rosette('blue', '#a5d8ef', '#74b4d6'),
      rosette('mint', '#b5e6cf', '#82c4a5'),
    ],
    body(cake) +
      group(ear, 'transform="translate(322 226) rotate(-14)"') +
      group(ear, 'transform="translate(478 226) rotate(14) scale(-1 1)"') +
      group(horn, 'transform="translate(400 222)"') +
      heap(
        [
          ['blue', -118, 6, 1],
          ['lilac', 112, 4, 1],
          ['mint', -76, 22, 1.05],
          ['pink', -34, 34, 1.15],
          ['blue', 66, 26, 1],
          ['lilac', -10, 6, 1],
          ['mint', 36, 36, 1],
          ['pink', 92, 40, 0.95],
          ['lilac', 118, 62, 1.1],
          ['pink', 136, 96, 0.95],
          ['blue', 104, 104, 1.05],
          ['mint', 130, 138, 0.95],
          ['pink', 106, 152, 1],
          ['lilac', 128, 182, 0.95],
        ],
        { x: 400, y: 240 },
      ) +
      group(line(lashes, '#4b3a35', 6), 'transform="translate(326 352)"') +
      group(line(lashes, '#4b3a35', 6), 'transform="translate(446 356)"') +
      ellipse(290, 400, 22, 14, '#f7a8c4', 'opacity=".6"') +
      ellipse(462, 408, 22, 14, '#f7a8c4', 'opacity=".6"') +
      line('M374 404Q386 416 398 404', '#4b3a35', 5),
  )
}

export function charlotte(): Svg {
  const cake: Body = { x: 400, y: 292, rx: 168, height: 140, side: '#eac27f', top: '#fbe3dd' }
  const fingers = range(15).map((index) => 180 - index * (180 / 14))
  const back = range(11).map((index) => 196 + index * (148 / 10))
  return onStage(
    { wall: '#dcead2', light: '#eef6e8', table: '#d98a98', on: 'stand' },
    [
      thing(
        'finger',
        shape('M-19 -24Q-19 -46 0 -46Q19 -46 19 -24V128Q19 140 0 140Q-19 140 -19 128Z', '#eec888') +
          shape('M6 -45Q19 -42 19 -24V128Q19 140 6 140Z', '#d9a659') +
          line('M-8 -30H2M-10 0H0M-8 70H2M-10 100H0', '#fff3d6', 4, 'opacity=".8"'),
      ),
      strawberry,
      mint,
    ],
    back.map((degrees) => copy('finger', onEdge(cake, degrees), 0.86)).join('') +
      body(cake) +
      fingers
        .toSorted((a, b) => Math.sin((a * Math.PI) / 180) - Math.sin((b * Math.PI) / 180))
        .map((degrees) => copy('finger', onEdge(cake, degrees), 1))
        .join('') +
      shape('M218 348Q400 440 582 348V384Q400 478 218 384Z', '#e0718c') +
      shape('M218 348Q400 440 582 348V356Q400 448 218 356Z', '#f29db1') +
      group(
        shape('M0 0Q-60 -44 -74 -8Q-66 34 0 0ZM0 0Q60 -44 74 -8Q66 34 0 0Z', '#d65a78') +
          shape('M-4 4L-34 74L-16 66L-6 80L6 6ZM4 4L34 74L18 68L8 82L-4 6Z', '#e0718c') +
          ellipse(0, 0, 13, 11, '#b9425f'),
        'transform="translate(400 412)"',
      ) +
      ring({ ...cake, y: cake.y - 24 }, ['strawberry'], 12, 0.66, 1.15) +
      heap(
        [
          ['mint', -66, -28, 1.1],
          ['strawberry', -40, -30, 1.25, -10],
          ['strawberry', 42, -30, 1.25, 10],
          ['strawberry', 0, -36, 1.3],
          ['strawberry', -22, -10, 1.25, 8],
          ['strawberry', 24, -10, 1.25, -8],
          ['mint', 64, -22, 1.1],
          ['strawberry', 0, -58, 1.2],
          ['mint', 6, -84, 0.9],
        ],
        cake,
      ),
  )
}
