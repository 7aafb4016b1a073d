import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { chanceOf } from '../../dev/sample/chance.ts'
import { openSampleDatabase } from '../../dev/sample/database.ts'
import { machine, median, writeSection } from '../results.ts'
import { openActivator } from './activator.ts'
import { arrivals } from './arrivals.ts'
import { comparison, forecast, workOf, type Leg } from './report.ts'
import { launcher, measureCosts, QUERY, send, type Costs, type Launch } from './server.ts'

// `npm run bench:idle`: a platform that scales to zero, measured in small, with minutes made seconds; the model of it
// beside the measurement; and what the model says of real settings. Five minutes. Exits with 1 where they disagree.

const STARTS = 12
const KEEP_ALIVE = 2
const SECONDS = 70
const MONTHLY = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]
/** What a platform adds to the start of our process: to fetch the image, make a sandbox, and notice that it is up. */
const PLATFORM_MS = 700

const cache = mkdtempSync(path.join(tmpdir(), 'bakehouse-cache-'))
const database = await openSampleDatabase()
try {
  const launch = launcher(database.url, cache)
  // Fills the compile cache.
  await (await launch()).stop()
  console.log(`Measuring ${STARTS} starts`)
  const costs = await measureCosts(launch, STARTS)
  console.log(told(costs))
  const legs = [
    await measure(launch, 'A request in 2.5 s', 0.4, 80),
    await measure(launch, 'One in 1.25 s', 0.8, 80),
    await measure(launch, 'Two a second', 2, 80),
    await measure(launch, 'Two a second, one at a time each', 2, 1),
  ]
  const { table, agrees } = comparison(legs, costs)
  console.log(table)
  writeSection('idle', section(costs, table))
  if (!agrees) process.exitCode = 1
} finally {
  await database.close()
  rmSync(cache, { recursive: true, force: true })
}

async function measure(launch: Launch, name: string, perSecond: number, concurrency: number): Promise<Leg> {
  console.log(`${name}, for ${SECONDS} s`)
  const platform = { concurrency, keepAliveSeconds: KEEP_ALIVE, maxInstances: 10 }
  const activator = await openActivator(launch, platform)
  const agent = new Agent()
  const answers: Promise<string>[] = []
  const from = performance.now()
  for (const at of arrivals({ perSecond, seconds: SECONDS }, chanceOf(`${name}, measured`))) {
    await sleep(Math.max(0, from + at - performance.now()))
    const answer = send(activator.port, agent, QUERY)
    // Told below; until then it is nobody's mistake.
    answer.catch(() => {})
    answers.push(answer)
  }
  await Promise.all(answers)
  return { name, perSecond, platform, measured: await activator.close() }
}

function told({ coldStartMs, firstExtraMs, cpuMs, waitMs }: Costs): string {
  const [least, most] = [Math.min(...coldStartMs), Math.max(...coldStartMs)]
  return [
    `A start until the port is open took ${median(coldStartMs).toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)}),`,
    `the first answer ${firstExtraMs.toFixed(0)} ms more than the next ones, and these ${cpuMs.toFixed(1)} ms of processor`,
    `and ${waitMs.toFixed(1)} ms of waiting (medians of ${STARTS} starts).`,
  ].join('\n')
}

function section(costs: Costs, table: string): string {
  const onPlatform = costs.coldStartMs.map((ms) => ms + PLATFORM_MS)
  const usual = { concurrency: 80, keepAliveSeconds: 900, maxInstances: 10, coldStartMs: onPlatform }
  const settings = [
    { name: '15 min, 80 at once', platform: usual },
    { name: '15 min, start + 3 s', platform: { ...usual, coldStartMs: onPlatform.map((ms) => ms + 3_000) } },
    { name: '5 min, 80 at once', platform: { ...usual, keepAliveSeconds: 300 } },
    {
      name: '10 min, 1 at once',
      platform: { ...usual, concurrency: 1, keepAliveSeconds: 600, maxInstances: 100 },
    },
  ]
  return `## Coming and going with the visitors

\`npm run bench:idle\`, ${machine()}; other work ran on the machine.

The bundled server behind a proxy that starts it when somebody asks and stops it after ${KEEP_ALIVE} s without a request, asked by
a Poisson process for ${SECONDS} s. ${told(costs)}

${table}

“Cold” are requests that were there before the instance that took them. The model is told the times of the starts and of
single requests, nothing of the runs that it is compared with but when requests arrived; the third line has other
arrivals of the same rate, 20,000 of them. The run fails where the share of cold requests is off by more than a fifth and
by more than two requests.

### What the model says of a month

Traffic through the day of a bakery, with its peak at eight in the evening; starts as measured and ${PLATFORM_MS} ms for the
platform, which is a guess; requests as measured. “Busy” is what request-based billing counts, in steps of 100 ms and
with the starts; “alive” what instance-based billing counts. 2,592,000 seconds are a month.

${forecast(settings, MONTHLY, workOf(costs))}
`
}
