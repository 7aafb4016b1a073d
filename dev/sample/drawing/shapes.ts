/** A piece of SVG. */
export type Svg = string

export interface Point {
  x: number
  y: number
}

export const round = (value: number): string => String(Math.round(value * 10) / 10)

export const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`

export const shape = (d: string, fill: string, more = ''): Svg =>
  `<path d="${d}" fill="${fill}"${spaced(more)}/>`

export const line = (d: string, colour: string, width: number, more = ''): Svg =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${round(width)}" stroke-linecap="round"${spaced(more)}/>`

export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string, more = ''): Svg =>
  `<ellipse cx="${round(cx)}" cy="${round(cy)}" rx="${round(rx)}" ry="${round(ry)}" fill="${fill}"${spaced(more)}/>`

export const circle = (cx: number, cy: number, r: number, fill: string, more = ''): Svg =>
  `<circle cx="${round(cx)}" cy="${round(cy)}" r="${round(r)}" fill="${fill}"${spaced(more)}/>`

export const polygon = (points: readonly Point[], fill: string, more = ''): Svg =>
  shape(`M${points.map(at).join('L')}Z`, fill, more)

export const group = (content: Svg, more: string): Svg => `<g ${more}>${content}</g>`

/** Another copy of a thing defined once. */
export function copy(id: string, { x, y }: Point, size = 1, turn = 0): Svg {
  const turned = turn === 0 ? '' : ` rotate(${round(turn)})`
  const sized = size === 1 ? '' : ` scale(${Math.round(size * 100) / 100})`
  return `<use href="#${id}" transform="translate(${at({ x, y })})${turned}${sized}"/>`
}

export const thing = (id: string, content: Svg): Svg => `<g id="${id}">${content}</g>`

/** A point on an ellipse; 0 is right and 90 in front. */
export function around(center: Point, rx: number, ry: number, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180
  return { x: center.x + rx * Math.cos(angle), y: center.y + ry * Math.sin(angle) }
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** The outline of everything that lies between some points. */
export function hull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y)
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = []
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop()
      chain.push(point)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

const turn = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

const spaced = (more: string): string => (more === '' ? '' : ` ${more}`)
