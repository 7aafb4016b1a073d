import { around, at, ellipse, polygon, round, shape, type Point, type Svg } from './shapes.ts'

/** A round cake seen from above its front, with or without a piece taken out. */
export interface Body {
  /** The middle of its top. */
  x: number
  y: number
  rx: number
  height: number
  side: string
  top: string
  /** From where to where it is cut open; both sides of the front, or the cut would hide its own inside. */
  cut?: [from: number, to: number]
  /** What the cut shows, from the top down; the shares add up to 1. */
  layers?: [colour: string, share: number][]
  /** The coat around the layers. */
  coat?: string
  /** Without one, the layers are seen from outside too. */
  naked?: boolean
}

const TILT = 0.27
const COAT = 0.06

export const tilted = (rx: number): number => rx * TILT

export function body(cake: Body): Svg {
  const { x, y, rx, height, cut } = cake
  const shadow = ellipse(x + 6, y + height + 4, rx + 14, tilted(rx + 14), '#3b2314', 'opacity=".14"')
  return shadow + (cut ? cutOpen(cake, cut) : whole(cake))
}

/** A point on the edge of the top; `down` from there along the side. */
export function onEdge({ x, y, rx }: Body, degrees: number, down = 0): Point {
  return around({ x, y: y + down }, rx, tilted(rx), degrees)
}

/** A point on the top, by its share of the way from the middle to the edge. */
export const onTop = ({ x, y, rx }: Body, degrees: number, share: number): Point =>
  around({ x, y }, rx * share, tilted(rx) * share, degrees)

/** The outline of the top, without the piece that was taken out. */
export function lid(cake: Body, [from, to]: [number, number]): string {
  const { x, y, rx } = cake
  return `M${at({ x, y })}L${at(onEdge(cake, from))}A${round(rx)} ${round(tilted(rx))} 0 1 0 ${at(onEdge(cake, to))}Z`
}

/** Whether something at that angle is still there. */
export const remains = ({ cut }: Body, degrees: number, margin = 0): boolean =>
  !cut || degrees < cut[0] - margin || degrees > cut[1] + margin

function whole(cake: Body): Svg {
  const { x, y, rx, side, top } = cake
  const outline = strip(cake, 180, 0)
  return (
    shape(outline, side) +
    shape(outline, 'url(#side)') +
    ellipse(x, y, rx, tilted(rx), top) +
    ellipse(x, y, rx, tilted(rx), 'url(#top)')
  )
}

function cutOpen(cake: Body, [from, to]: [number, number]): Svg {
  const { x, y, rx, height, side, top } = cake
  const ry = tilted(rx)
  const foot = { x, y: y + height }
  const left = strip(cake, 180, to)
  const right = strip(cake, from, 0)
  const arcs = `${round(rx)} ${round(ry)} 0`
  const covering = lid(cake, [from, to])
  const floor = `M${at(foot)}L${at(onEdge(cake, from, height))}A${arcs} 0 1 ${at(onEdge(cake, to, height))}Z`
  return (
    shape(floor, '#5b4534', 'opacity=".28"') +
    face(cake, to) +
    face(cake, from, 0.16) +
    shape(left + right, side) +
    (cake.naked ? bands(cake, from, to) : '') +
    shape(left + right, 'url(#side)') +
    shape(covering, top) +
    shape(covering, 'url(#top)')
  )
}

function bands(cake: Body, from: number, to: number): Svg {
  let depth = 0
  return (cake.layers ?? [])
    .map(([colour, share]) => {
      const band = { ...cake, y: cake.y + depth * cake.height, height: cake.height * share }
      depth += share
      return shape(strip(band, 180, to) + strip(band, from, 0), colour)
    })
    .join('')
}

function strip(cake: Body, from: number, to: number): string {
  const { rx, height } = cake
  const arcs = `${round(rx)} ${round(tilted(rx))} 0 0`
  return (
    `M${at(onEdge(cake, from))}A${arcs} 0 ${at(onEdge(cake, to))}L${at(onEdge(cake, to, height))}` +
    `A${arcs} 1 ${at(onEdge(cake, from, height))}Z`
  )
}

function face(cake: Body, degrees: number, shade = 0): Svg {
  const { x, y, height, layers = [], coat } = cake
  const edge = onEdge(cake, degrees)
  const quad = (t: number, from: number, to: number): Point[] => [
    { x, y: y + from * height },
    { x: x + (edge.x - x) * t, y: y + (edge.y - y) * t + from * height },
    { x: x + (edge.x - x) * t, y: y + (edge.y - y) * t + to * height },
    { x, y: y + to * height },
  ]
  const t = coat ? 1 - COAT : 1
  let depth = coat ? COAT : 0
  const inside = layers.map(([colour, share]) => {
    const from = depth
    depth += share * (coat ? 1 - COAT : 1)
    const crumb = share > 0.15 ? polygon(quad(t, from, depth), 'url(#crumb)') : ''
    return polygon(quad(t, from, depth), colour) + crumb
  })
  return (
    (coat ? polygon(quad(1, 0, 1), coat) : '') +
    inside.join('') +
    (shade > 0 ? polygon(quad(1, 0, 1), '#2b1408', `opacity="${shade}"`) : '')
  )
}
