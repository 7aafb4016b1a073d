import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { Answer } from '../support/bakery.ts'
import { startProgram } from '../support/started.ts'
import { freePorts } from '../support/balancer.ts'
import { IMAGE } from './build-image.ts'

// As tightly as any host holds it: nothing can be written but /tmp, nobody is root, and there is little memory.
const HELD =
  '--runtime runc --network host --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --read-only --cap-drop all ' +
  '--security-opt no-new-privileges --memory 256m --memory-swap 256m --cpus 1'

/** What is needed at least. */
export const settings = (databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  DATABASE_CONNECT_TIMEOUT_MS: '10000',
  GUEST_TOKEN_SECRETS: `image:${'s'.repeat(32)}`,
})

export type Container = Awaited<ReturnType<typeof startContainer>>

let started = 0

/** Starts the image, until the test ends. Whatever follows the options is for Node: a program, and its arguments. */
export async function startContainer(env: Record<string, string>, ...command: string[]) {
  const name = `bakehouse-${process.pid}-${++started}`
  const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`])
  const program = startProgram(
    [
      'podman',
      'run',
      '--name',
      name,
      '--log-driver',
      'none',
      ...HELD.split(' '),
      ...variables,
      IMAGE,
      ...command,
    ],
    { PATH: process.env['PATH']! },
  )
  const remove = () => void spawnSync('podman', ['rm', '--force', '--time', '0', name])
  onTestFinished(remove)
  return {
    name,
    ...program,
    /** The process as this machine sees it: `status` and so on of /proc. */
    proc: (file: string) => readFileSync(`/proc/${inspect(name, '.State.Pid')}/${file}`, 'utf8'),
    inspect: (what: string) => inspect(name, what),
    /** To the first process in it, as a host does that stops it. */
    signal: (signal: string) => void podman('kill', '--signal', signal, name),
    pause: () => void podman('pause', name),
    unpause: () => void podman('unpause', name),
    remove,
  }
}

/** The same, with a port of its own, once it listens. */
export async function startServing(databaseUrl: string, env: Record<string, string> = {}) {
  const port = Number(env['PORT'] ?? (await freePorts(1))[0])
  const container = await startContainer({
    ...settings(databaseUrl),
    PORT: String(port),
    DRAIN_GRACE_MS: '0',
    ...env,
  })
  await container.says(/"message":"Bakehouse listens/)
  const origin = `http://127.0.0.1:${port}`
  const ask = async (query: string, variables?: object) => {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Answer
  }
  return { ...container, port, origin, ask }
}

export function podman(...args: string[]): string {
  return execFileSync('podman', args, { encoding: 'utf8', maxBuffer: 2 ** 30 })
}

const inspect = (name: string, what: string): string =>
  podman('inspect', '--format', `{{${what}}}`, name).trim()
