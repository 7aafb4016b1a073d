import { perRequest, type Comparison } from './compare.ts'
import { BAKEHOUSE, CONTESTANTS } from './contestants.ts'
import { MEANINGS, type Name } from './questions.ts'
import { figure } from './report.ts'

const [WIDTH, LABELS, ROW, HEAD, GAP] = [760, 190, 20, 26, 14]
const ROOM = WIDTH - LABELS - 80

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .head { font-weight: 600 }
  .bar { fill: #afb8c1 }
  .ours { fill: #bf5b17 }
  .floor { fill: none; stroke: #afb8c1; stroke-dasharray: 3 2 }
  .mine { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #57606a }
    .ours { fill: #e8883e }
    .floor { stroke: #8b949e }
  }`

const KINDS: Record<string, string> = { [BAKEHOUSE.name]: 'ours', floor: 'floor' }

/** A bar for each contestant and question: CPU microseconds of the server for a request. */
export function chart({ slices }: Comparison, queries: readonly Name[], only: readonly string[]): string {
  const names = CONTESTANTS.filter(({ name }) => only.includes(name))
  const height = HEAD + names.length * ROW + GAP
  const groups = queries.map((query, index) => {
    const values = names.map(({ name }) => figure(slices[query]!, name, perRequest))
    const longest = Math.max(...values)
    const bars = names.map(({ name, title }, row) => {
      const kind = KINDS[name] ?? 'bar'
      const emphasis = kind === 'ours' ? ' class="mine"' : ''
      const [y, width] = [HEAD + row * ROW, (values[row]! / longest) * ROOM]
      return [
        `<text${emphasis} x="${LABELS - 8}" y="${y + 14}" text-anchor="end">${title}</text>`,
        `<rect class="${kind}" x="${LABELS}" y="${y + 2}" width="${width.toFixed(1)}" height="${ROW - 5}" rx="2"/>`,
        `<text${emphasis} x="${(LABELS + width + 6).toFixed(1)}" y="${y + 14}">${values[row]!.toFixed(0)} µs</text>`,
      ].join('\n')
    })
    const head = `<text class="head" x="0" y="16">${query}: ${MEANINGS[query]}</text>`
    return `<g transform="translate(8 ${8 + index * height})">\n${head}\n${bars.join('\n')}\n</g>`
  })
  const total = queries.length * height + 8
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${total}" width="${WIDTH}" height="${total}">
<title>CPU microseconds of the server for each request</title>
<style>${STYLE}
</style>
${groups.join('\n')}
</svg>
`
}
