import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openSampleDatabase } from '../../dev/sample/database.ts'
import { machine, median, writeSection } from '../results.ts'
import { contestants, FLOOR, FLOOR_IN_CONTAINER } from './contestants.ts'
import { start, type Contestant, type Start } from './start.ts'

// `npm run bench:cold`: how long the first visitor waits, from the start of the process to the first list of cakes over
// a database connection of its own. All take turns, so that an hour that is slow is slow for all.

const ROUNDS = Number(process.env['COLD_ROUNDS'] ?? 30)
const FIRST_PORT = 21_000
const AS_IN = 'Bakehouse, as in the container'

const folder = mkdtempSync(path.join(tmpdir(), 'bakehouse-cold-'))
const database = await openSampleDatabase()
try {
  const all = await contestants(folder)
  const starts = new Map<Contestant, Start[]>(all.map((each) => [each, []]))
  let port = FIRST_PORT
  // The first two fill the caches.
  for (let round = -2; round < ROUNDS; round++) {
    for (const each of all) {
      const taken = await start(each, port++, database.url)
      if (round >= 0) starts.get(each)!.push(taken)
    }
    process.stderr.write(`\r${Math.max(0, round + 1)} of ${ROUNDS} rounds`)
  }
  process.stderr.write('\n')
  const text = report(starts)
  console.log(text)
  writeSection('cold', text)
} finally {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}

function report(starts: ReadonlyMap<Contestant, Start[]>): string {
  const medians = [...starts].map(([{ name }, taken]) => ({
    name,
    open: median(taken.map(({ open }) => open)),
    first: median(taken.map(({ first }) => first)),
    cpu: median(taken.map(({ cpu }) => cpu)),
    rss: median(taken.map(({ rss }) => rss)),
  }))
  const floorOf = (name: string) =>
    medians.find(
      (each) => each.name === (name.includes('container') && name !== AS_IN ? FLOOR_IN_CONTAINER : FLOOR),
    )
  const rows = medians.map(({ name, open, first, cpu, rss }) => {
    const floor = floorOf(name)
    const ratio = floor ? (first / floor.first).toFixed(2) : ''
    const cpuRatio = floor ? (cpu / floor.cpu).toFixed(2) : ''
    return `| ${name} | ${open.toFixed(0)} | ${first.toFixed(0)} | ${ratio} | ${cpu.toFixed(0)} | ${cpuRatio} | ${rss.toFixed(0)} |`
  })
  return `## Awake from nothing

\`npm run bench:cold\`, ${machine()}

From the start of the process until its port is open, and until the first list of 20 cakes is there, asked as soon as the
port takes it, over the first connection to the database. Medians of ${ROUNDS} starts, in which all take turns. Multiples are
of the floor, and in containers of the floor in a container (where the program that starts the container takes its time
too). CPU is that of all threads until the answer; MB are resident after it.

| | port open, ms | first answer, ms | × | CPU ms | × | MB |
|---|---:|---:|---:|---:|---:|---:|
${rows.join('\n')}
`
}
