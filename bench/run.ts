import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { chart } from './chart.ts'
import { compare, type Plan } from './compare.ts'
import { BAKEHOUSE, CONTESTANTS, WRITTEN } from './contestants.ts'
import { growth } from './growth.ts'
import { profile } from './profile.ts'
import { NAMES, type Name } from './questions.ts'
import { report } from './report.ts'
import { writeSection } from './results.ts'
import { withStage } from './stage.ts'
import { ways } from './ways.ts'

// `npm run bench`: Bakehouse and its peers, into RESULTS.md. What else it does stands in README.md beside this file.

const USAGE = 'Usage: npm run bench [-- --profile Q2,Q3 | -- --growth | -- --ways]'
const SETTINGS = ['BENCH_SECONDS', 'BENCH_ROUNDS', 'BENCH_ONLY', 'BENCH_QUERIES'] as const
type Setting = (typeof SETTINGS)[number]

const EVERYBODY = CONTESTANTS.map(({ name }) => name)
const [mode, questions, ...more] = process.argv.slice(2)
const names = questions?.split(',') ?? []

if (process.platform !== 'linux') fail('What a process costs is read from /proc: this runs on Linux only.')
if (more.length > 0) fail(USAGE)
else if (mode === undefined) await peers()
else if (mode === '--profile' && names.length > 0 && names.every(isName)) await profiles(names)
else if (mode === '--growth' && questions === undefined) await grow()
else if (mode === '--ways' && questions === undefined) await askInAllWays()
else fail(USAGE)

async function peers(): Promise<void> {
  const plan: Plan = {
    only: listOf('BENCH_ONLY', EVERYBODY),
    queries: listOf('BENCH_QUERIES', NAMES) as Name[],
    seconds: numberOf('BENCH_SECONDS', 2),
    rounds: numberOf('BENCH_ROUNDS', 3),
  }
  const set = SETTINGS.filter((name) => process.env[name])
  const command = [...set.map((name) => `${name}=${process.env[name]}`), 'npm run bench'].join(' ')
  await withStage(async (stage) => {
    const comparison = await compare(stage, plan)
    const text = report(comparison, plan, command)
    console.log(`\n${text}`)
    // What leaves something out is for looking, not for keeping.
    if (plan.only.length < CONTESTANTS.length || plan.queries.length < NAMES.length) return
    writeSection('peers', text)
    writeFileSync(path.join(import.meta.dirname, 'results.svg'), chart(comparison, plan.queries, plan.only))
  })
}

async function grow(): Promise<void> {
  const seconds = numberOf('BENCH_SECONDS', 3)
  await withStage(async (stage) => {
    const text = await growth(stage, seconds)
    console.log(`\n${text}`)
    writeSection('growth', text)
  })
}

async function askInAllWays(): Promise<void> {
  const [seconds, rounds] = [numberOf('BENCH_SECONDS', 2), numberOf('BENCH_ROUNDS', 3)]
  await withStage(async (stage) => {
    const text = await ways(stage, seconds, rounds)
    console.log(`\n${text}`)
    writeSection('ways', text)
  })
}

/** Of Bakehouse in its own files, for these to be told apart, or of others where BENCH_ONLY names them. */
async function profiles(asked: readonly Name[]): Promise<void> {
  const only = listOf('BENCH_ONLY', EVERYBODY, [BAKEHOUSE.name])
  const seconds = numberOf('BENCH_SECONDS', 8)
  await withStage(async (stage) => {
    for (const contestant of CONTESTANTS.filter((each) => only.includes(each.name))) {
      const written = contestant === BAKEHOUSE ? WRITTEN : contestant
      for (const name of asked) console.log(`\n${await profile(stage, written, name, seconds)}\n`)
    }
  })
}

function isName(text: string): text is Name {
  return NAMES.some((each) => each === text)
}

function listOf(name: Setting, all: readonly string[], otherwise = all): string[] {
  const wanted = process.env[name]?.split(',') ?? otherwise
  const unknown = wanted.find((each) => !all.includes(each))
  if (unknown !== undefined) fail(`${name}: ${unknown} is none of ${all.join(', ')}.`)
  return all.filter((each) => wanted.includes(each))
}

function numberOf(name: Setting, otherwise: number): number {
  const value = Number(process.env[name] || otherwise)
  return value > 0 ? value : fail(`${name} is a number above 0.`)
}

function fail(why: string): never {
  console.error(why)
  process.exit(1)
}
