import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../dev/postgres-answers.ts'
import { MANY, perRequest, perSecond } from './compare.ts'
import { start, type Contestant } from './contestants.ts'
import { openInspector, type Profile } from './inspector.ts'
import { busyShare, functionsOf, groupsOf, type Shares } from './profile-groups.ts'
import { MEANINGS, PROOFS, type Name } from './questions.ts'
import type { Stage } from './stage.ts'

const WARM_UP = 8
const RAMP = 1
/** Microseconds between looks. */
const INTERVAL = 200
const LEAST = 0.002
const FUNCTIONS = 25

/**
 * Where the CPU of a contestant goes while it is asked one thing. How it is shared out is what V8 sampled; how much it is
 * altogether is what the kernel counted just before, without the profiler.
 */
export async function profile(
  stage: Stage,
  contestant: Contestant,
  name: Name,
  seconds: number,
): Promise<string> {
  const { database, stock, issuer, loader, say } = stage
  const port = await freePort(0)
  const { tokens, environment } = issuer
  const flags = [`--inspect=127.0.0.1:${port}`]
  const running = await start(contestant, { url: database.url, tokens, environment, flags })
  try {
    const load = {
      requests: running.requests(name, stock),
      proof: PROOFS[name],
      ports: [running.port],
      servers: [running.pid],
      postgres: database.pid,
      connections: MANY,
    }
    say(`${name}: ${contestant.title}, ${WARM_UP} s to warm up, ${seconds} s plain, ${seconds} s sampled`)
    const plain = await loader.put({ ...load, ramp: WARM_UP, seconds })
    const inspector = await openInspector(port)
    await inspector.send('Profiler.enable')
    await inspector.send('Profiler.setSamplingInterval', { interval: INTERVAL })
    const loading = loader.put({ ...load, ramp: RAMP, seconds })
    await sleep(RAMP * 1000)
    await inspector.send('Profiler.start')
    await sleep(seconds * 1000)
    const { profile: taken } = await inspector.send<{ profile: Profile }>('Profiler.stop')
    const sampled = await loading
    inspector.close()
    const cost = perRequest(plain)
    return [
      `## ${contestant.title}, ${name}: ${MEANINGS[name]}`,
      '',
      `${cost.toFixed(0)} µs of CPU a request at ${perSecond(plain).toFixed(0)} req/s; while it is sampled`,
      `${perRequest(sampled).toFixed(0)} µs at ${perSecond(sampled).toFixed(0)} req/s, busy for ${percent(busyShare(taken))}, ${taken.samples.length} samples.`,
      '',
      ...table('self time of', groupsOf(taken), cost),
      '',
      ...table('function', functionsOf(taken).slice(0, FUNCTIONS), cost),
    ].join('\n')
  } finally {
    await running.stop()
  }
}

function table(head: string, shares: Shares, cost: number): string[] {
  const shown = shares.filter(([, share]) => share >= LEAST)
  const rest = shares.filter(([, share]) => share < LEAST).reduce((sum, [, share]) => sum + share, 0)
  const rows: Shares = rest > 0 ? [...shown, ['all that is less', rest]] : shown
  return [
    `| ${head} | µs a request | of all |`,
    '|---|---:|---:|',
    ...rows.map(([name, share]) => `| ${name} | ${(share * cost).toFixed(1)} | ${percent(share)} |`),
  ]
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
