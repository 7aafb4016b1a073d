import { chanceOf, type Chance } from '../chance.ts'
import { onEdge, onTop, remains, type Body } from './body.ts'
import { at, copy, line, range, round, shape, type Point, type Svg } from './shapes.ts'

/** Things in a ring on the top, those at the back first. */
export function ring(cake: Body, ids: readonly string[], count: number, share: number, size = 1): Svg {
  return range(count)
    .map((index) => ({ id: ids[index % ids.length]!, degrees: (360 / count) * index + 270 }))
    .map(({ id, degrees }) => ({ id, degrees: degrees % 360 }))
    .filter(({ degrees }) => remains(cake, degrees, 4))
    .map(({ id, degrees }) => ({ id, point: onTop(cake, degrees, share) }))
    .toSorted((a, b) => a.point.y - b.point.y)
    .map(({ id, point }) => copy(id, point, size))
    .join('')
}

/** Things one upon another in the middle of the top. */
export function heap(
  points: readonly [id: string, x: number, y: number, size?: number, turn?: number][],
  middle: Point,
): Svg {
  return points
    .map(([id, x, y, size = 1, turn = 0]) => copy(id, { x: middle.x + x, y: middle.y + y }, size, turn))
    .join('')
}

/** Little strokes all over the side: shavings, crumbs, chopped nuts. */
export function onSide(
  cake: Body,
  colours: readonly string[],
  count: number,
  length: number,
  width: number,
  from = 0.05,
  to = 0.97,
): Svg {
  const chance = chanceOf(`side ${colours.join()}`)
  return strokes(chance, colours, count, length, width, () => {
    const degrees = edgeDegrees(chance)
    return remains(cake, degrees)
      ? onEdge(cake, degrees, cake.height * (from + (to - from) * chance.next()))
      : undefined
  })
}

export function overTop(
  cake: Body,
  colours: readonly string[],
  count: number,
  length: number,
  width: number,
  reach = 0.7,
): Svg {
  const chance = chanceOf(`top ${colours.join()}`)
  return strokes(chance, colours, count, length, width, () => {
    const degrees = chance.next() * 360
    return remains(cake, degrees, 3) ? onTop(cake, degrees, Math.sqrt(chance.next()) * reach) : undefined
  })
}

// Evenly over what is seen: towards the left and right edges the side turns away.
const edgeDegrees = (chance: Chance): number => (Math.acos(chance.next() * 1.84 - 0.92) * 180) / Math.PI

function strokes(
  chance: Chance,
  colours: readonly string[],
  count: number,
  length: number,
  width: number,
  place: () => Point | undefined,
): Svg {
  const marks = colours.map(() => '')
  for (let mark = 0; mark < count; mark++) {
    const point = place()
    const angle = chance.next() * Math.PI
    const long = length * (0.6 + 0.8 * chance.next())
    if (point) {
      const [dx, dy] = [Math.cos(angle) * long, Math.sin(angle) * long]
      marks[mark % colours.length] += `M${at(point)}l${round(dx)} ${round(dy)}`.replaceAll(' -', '-')
    }
  }
  return marks.map((d, index) => line(d, colours[index]!, width)).join('')
}

/** The same cluster over and over on the side: cheaper than as many strokes. */
export function clusters(cake: Body, id: string, count: number): Svg {
  const chance = chanceOf(`clusters ${id}`)
  return range(count)
    .map((index) => ({
      degrees: (Math.acos(0.86 - (1.72 * (index + 0.5)) / count) * 180) / Math.PI,
      row: index % 3,
    }))
    .filter(({ degrees }) => remains(cake, degrees, 4))
    .map(({ degrees, row }) =>
      copy(id, onEdge(cake, degrees, cake.height * (0.2 + 0.3 * row)), 1, chance.below(360)),
    )
    .join('')
}

/** Glaze that runs over the edge and down the side. */
export function drips(cake: Body, colour: string, lengths: readonly number[]): Svg {
  const edges = range(lengths.length * 2 + 1).map((index) =>
    onEdge(cake, 180 - (180 / (lengths.length * 2)) * index),
  )
  const band = 10
  const runs = lengths.map((long, index) => {
    const [from, to, next] = [edges[index * 2]!, edges[index * 2 + 1]!, edges[index * 2 + 2]!]
    const [r, gap] = [(to.x - from.x) / 2, (next.x - to.x) / 2]
    return (
      `V${round(from.y + long)}a${round(r)} ${round(r)} 0 0 0 ${round(2 * r)} 0V${round(to.y + band)}` +
      `a${round(gap)} ${round(gap)} 0 0 1 ${round(2 * gap)} ${round(next.y - to.y)}`
    )
  })
  const [first, last] = [edges[0]!, edges.at(-1)!]
  const back = `V${round(last.y)}A${round(cake.rx)} ${round((last.x - first.x) * 0.135)} 0 0 1 ${at(first)}`
  return shape(`M${at(first)}${runs.join('')}${back}Z`, colour)
}
