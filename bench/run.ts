import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chart } from './chart.ts'
import { compare, type Plan, type Stage } from './compare.ts'
import { BAKEHOUSE, CONTESTANTS, WRITTEN } from './contestants.ts'
import { openDatabase } from './database.ts'
import { growth } from './growth.ts'
import { openBenchIssuer } from './issuer.ts'
import { openLoader } from './load-client.ts'
import { pin } from './pinning.ts'
import { profile } from './profile.ts'
import { NAMES, takeStock, type Name } from './questions.ts'
import { report } from './report.ts'
import { writeSection } from './results.ts'

// `npm run bench`: Bakehouse and its peers, into RESULTS.md. What may be set stands in README.md beside this file.

const USAGE = 'Usage: npm run bench [-- --profile Q2 | -- --growth]'
const [mode, name] = process.argv.slice(2)
const began = performance.now()
const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`)

if (process.platform !== 'linux') fail('This reads what a process costs from /proc: it runs on Linux only.')
if (mode === undefined) await withStage(peers)
else if (mode === '--profile' && isName(name)) await withStage((stage) => profiles(stage, name))
else if (mode === '--growth') await withStage(grow)
else fail(USAGE)

async function peers(stage: Stage): Promise<void> {
  const plan: Plan = {
    only: listOf('BENCH_ONLY', CONTESTANTS.map(({ name }) => name)),
    queries: listOf('BENCH_QUERIES', NAMES) as Name[],
    seconds: numberOf('BENCH_SECONDS', 2),
    rounds: numberOf('BENCH_ROUNDS', 3),
  }
  const comparison = await compare(stage, plan)
  const set = ['BENCH_SECONDS', 'BENCH_ROUNDS', 'BENCH_ONLY', 'BENCH_QUERIES'].filter((name) => process.env[name])
  const command = [...set.map((name) => `${name}=${process.env[name]}`), 'npm run bench'].join(' ')
  const text = report(comparison, plan, command)
  console.log(`\n${text}`)
  // Parts of it are for looking, not for keeping.
  if (set.some((name) => name === 'BENCH_ONLY' || name === 'BENCH_QUERIES')) return
  writeSection('peers', text)
  writeFileSync(path.join(import.meta.dirname, 'results.svg'), chart(comparison, plan.queries, plan.only))
}

async function grow(stage: Stage): Promise<void> {
  const text = await growth(stage, numberOf('BENCH_SECONDS', 3))
  console.log(`\n${text}`)
  writeSection('growth', text)
}

/** Of Bakehouse as it is written, for files to be told apart, or of others where BENCH_ONLY names them. */
async function profiles(stage: Stage, query: Name): Promise<void> {
  const only = listOf('BENCH_ONLY', [...CONTESTANTS.map(({ name: each }) => each)], [BAKEHOUSE.name])
  for (const contestant of CONTESTANTS.filter((each) => only.includes(each.name))) {
    const written = contestant === BAKEHOUSE ? WRITTEN : contestant
    console.log(`\n${await profile(stage, written, query, numberOf('BENCH_SECONDS', 8))}`)
  }
}

function isName(text: string | undefined): text is Name {
  return NAMES.some((each) => each === text)
}

async function withStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  install()
  const database = await openDatabase(say)
  const loader = openLoader()
  try {
    pin(1, database.pid)
    const stock = await takeStock(database.query)
    const issuer = await openBenchIssuer(stock)
    try {
      await play({ database, stock, issuer, loader, say })
    } finally {
      issuer.close()
    }
  } finally {
    loader.close()
    await database.stop()
  }
}

/** The peers' packages, which nothing else needs. */
function install(): void {
  if (existsSync(path.join(import.meta.dirname, 'node_modules/.package-lock.json'))) return
  say('Installing the peers')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: import.meta.dirname, stdio: 'inherit' })
  if (status !== 0) fail('The peers could not be installed.')
}

function listOf(name: string, all: readonly string[], otherwise = all): string[] {
  const wanted = process.env[name]?.split(',') ?? otherwise
  const unknown = wanted.find((each) => !all.includes(each))
  if (unknown !== undefined) fail(`${name}: ${unknown} is none of ${all.join(', ')}.`)
  return all.filter((each) => wanted.includes(each))
}

function numberOf(name: string, otherwise: number): number {
  const value = Number(process.env[name] || otherwise)
  return value > 0 ? value : fail(`${name} is a number above 0.`)
}

function fail(why: string): never {
  console.error(why)
  process.exit(1)
}
