import { circle, ellipse, line, range, around, shape, thing, type Svg } from './shapes.ts'

// Each is drawn around 0 0, about 40 wide, standing on its lower edge.

export const cherry: Svg = thing(
  'cherry',
  line('M2 -32Q6 -52 22 -60', '#5d6b2c', 3) +
    circle(0, -16, 17, '#b3122b') +
    shape('M-16 -12A17 17 0 0 0 17 -14A22 22 0 0 1 -16 -12Z', '#7d0a1f') +
    ellipse(-6, -23, 5, 3.5, '#fff', 'opacity=".75"'),
)

/** A piped rosette. */
export const rosette = (id: string, colour: string, shade: string): Svg =>
  thing(
    id,
    shape(
      'M-27 -4Q-30 -18 -17 -20Q-18 -34 -5 -34Q-2 -46 3 -46Q4 -37 9 -33Q20 -32 18 -20Q31 -18 27 -4Q14 8 0 8Q-14 8 -27 -4Z',
      colour,
    ) + line('M-24 -6Q0 6 25 -10M-16 -20Q2 -10 19 -20M-6 -33Q4 -26 10 -32', shade, 3.5),
  )

export const strawberry: Svg = thing(
  'strawberry',
  shape('M0 4C-14 -6 -22 -20 -18 -30Q0 -42 18 -30C22 -20 14 -6 0 4Z', '#d7263d') +
    shape('M4 1C16 -8 22 -20 18 -30Q12 -35 6 -36Q14 -16 4 1Z', '#9c1230', 'opacity=".55"') +
    [
      [-9, -24],
      [0, -27],
      [9, -24],
      [-6, -14],
      [4, -16],
      [0, -6],
    ]
      .map(([x, y]) => ellipse(x!, y!, 1.3, 2.2, '#ffd98a'))
      .join('') +
    shape('M-16 -33Q-6 -40 0 -34Q6 -42 16 -33Q8 -30 0 -28Q-8 -30 -16 -33ZM-2 -34L2 -44L5 -34Z', '#5f8f3a'),
)

export const raspberry: Svg = thing(
  'raspberry',
  shape('M0 3C-13 0 -19 -12 -15 -24Q0 -34 15 -24C19 -12 13 0 0 3Z', '#c2234d') +
    [
      [-9, -21],
      [0, -24],
      [9, -21],
      [-11, -12],
      [-3, -14],
      [6, -14],
      [-6, -4],
      [3, -5],
    ]
      .map(([x, y]) => circle(x!, y!, 4.6, '#dd4a70') + circle(x! - 1.2, y! - 1.4, 1.4, '#ffb3c4'))
      .join(''),
)

export const berry = (id: string, colour: string, light: string): Svg =>
  thing(
    id,
    circle(0, -12, 13, colour) +
      circle(1, -17, 5, '#1c1a3a', 'opacity=".45"') +
      ellipse(-5, -17, 4, 2.6, light, 'opacity=".8"'),
  )

export const mint: Svg = thing(
  'mint',
  shape('M0 0C-4 -14 -26 -16 -34 -30C-16 -34 -2 -22 0 0Z', '#5f9e4a') +
    shape('M0 0C4 -14 22 -20 30 -34C12 -36 0 -22 0 0Z', '#7bb85f') +
    line('M-1 -3Q-12 -18 -27 -26M1 -3Q10 -20 24 -29', '#3f7a33', 1.5),
)

export const rose = (id: string, light: string, middle: string, dark: string): Svg =>
  thing(
    id,
    circle(0, 0, 25, middle) +
      range(5)
        .map((petal) => {
          const { x, y } = around({ x: 0, y: 0 }, 14, 14, petal * 72 - 90)
          return circle(x, y, 14, petal % 2 ? light : middle)
        })
        .join('') +
      circle(0, 0, 13, middle) +
      line(
        'M-10 -2A10 10 0 1 1 2 10M-5 0A5.5 5.5 0 1 1 3 5M-18 8A20 20 0 0 0 10 18',
        dark,
        2.2,
        'opacity=".6"',
      ),
  )

export const leaf = (id: string, colour: string): Svg =>
  thing(
    id,
    shape('M0 0C14 -16 34 -14 46 0C34 12 14 12 0 0Z', colour) + line('M4 0H40', '#fff', 1.2, 'opacity=".4"'),
  )

export const macaron = (id: string, colour: string, shade: string): Svg =>
  thing(
    id,
    shape('M-22 -4H22Q24 8 0 8Q-24 8 -22 -4Z', shade) +
      shape('M-21 -9H21V-3H-21Z', '#fff4e2') +
      shape('M-22 -9Q-24 -28 0 -28Q24 -28 22 -9Q0 -4 -22 -9Z', colour) +
      line('M-12 -20Q-4 -25 4 -24', '#fff', 2.5, 'opacity=".6"'),
  )

/** A slice of citrus, lying flat. */
export const citrus = (id: string, rind: string, flesh: string, pith: string): Svg =>
  thing(
    id,
    circle(0, 0, 26, rind) +
      circle(0, 0, 23, pith) +
      circle(0, 0, 20, flesh) +
      line('M-20 0H20M-10 -17.3L10 17.3M10 -17.3L-10 17.3', pith, 2.4),
  )
