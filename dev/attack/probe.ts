import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

// A thread of its own, so that what the attackers keep busy is the server and not the clock of whoever waits for it.

const { port, body } = workerData as { port: number; body: string }
const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' }
const ask = async () =>
  (await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body })).text()

await ask()
const until = performance.now() + 1_000
const times: number[] = []
while (performance.now() < until) {
  const started = performance.now()
  await ask()
  times.push(performance.now() - started)
  await sleep(2)
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window
parentPort!.postMessage(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)])
