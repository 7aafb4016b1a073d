import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import path from 'node:path'

const FILE = path.join(import.meta.dirname, 'RESULTS.md')
const HEAD = `# What was measured

Each section is written by the command that it names. Times drift from machine to machine, and from hour to hour: what
counts are the ratios within one section, whose rows took turns in one run.
`

/** Puts a section of RESULTS.md in the place of its last run. */
export function writeSection(name: string, text: string): void {
  const [from, to] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : HEAD
  const section = `${from}\n\n${text.trim()}\n\n${to}`
  const start = before.indexOf(from)
  const end = before.indexOf(to)
  writeFileSync(
    FILE,
    start === -1
      ? `${before.trimEnd()}\n\n${section}\n`
      : `${before.slice(0, start)}${section}${before.slice(end + to.length)}`,
  )
}

/** What it was measured on, for a section's first line. */
export function machine(): string {
  const day = Temporal.Now.plainDateISO().toString()
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${day}, ${cpus().length} × ${cpu!.model.trim()}, ${memory} GiB, Node ${process.version}`
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
