import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { FLAGS } from '../../dev/image/flags.ts'
import type { Contestant } from './start.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const SERVER = path.join(ROOT, 'dist/server')
const IMAGE = process.env['IMAGE'] ?? 'localhost/bakehouse:under-test'

/** Everybody that takes part, in processes and, where there is an image, in containers. */
export async function contestants(folder: string): Promise<Contestant[]> {
  if (!existsSync(path.join(SERVER, 'server.blob')))
    throw new Error('There is no built server: npm run build')
  const floor = await bundleFloor(folder)
  const node = process.execPath
  const cached = (name: string) => ({ NODE_COMPILE_CACHE: path.join(folder, name) })
  const snapshot = [...FLAGS, '--snapshot-blob', path.join(SERVER, 'server.blob')]
  return [
    { name: 'Node with an empty node:http', command: [node, '-e', EMPTY] },
    { name: FLOOR, command: [node, floor], env: cached('floor') },
    { name: 'Bakehouse, as in the container', command: [node, ...snapshot], env: cached('snapshot') },
    {
      name: 'without the snapshot, with the cache',
      command: [node, path.join(SERVER, 'server.cjs')],
      env: cached('server'),
    },
    { name: 'without either', command: [node, path.join(SERVER, 'server.cjs')] },
    { name: 'from its sources', command: [node, path.join(ROOT, 'src/server.ts')] },
    ...(hasImage() ? containers(floor) : []),
  ]
}

export const FLOOR = 'the floor: node:http and pg, bundled, compile cache'
export const FLOOR_IN_CONTAINER = 'the floor in a container'

const EMPTY = `require('node:http').createServer((_, r) => r.end('{"data":{}}')).listen(process.env.PORT)`

async function bundleFloor(folder: string): Promise<string> {
  const build = await rolldown({
    input: path.join(import.meta.dirname, 'floor.ts'),
    cwd: ROOT,
    platform: 'node',
    external: ['pg-native'],
  })
  const file = path.join(folder, 'floor.cjs')
  await build.write({ file, format: 'cjs' })
  await build.close()
  return file
}

const hasImage = (): boolean => spawnSync('podman', ['image', 'exists', IMAGE]).status === 0

// As test/image holds it; each variable is filled in when it is started.
const HELD =
  '--rm --replace --runtime runc --network host --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --read-only ' +
  '--cap-drop all --memory 256m --cpus 1 --log-driver none ' +
  '-e PORT= -e DATABASE_URL= -e DATABASE_CONNECT_TIMEOUT_MS= -e DRAIN_GRACE_MS= -e GUEST_TOKEN_SECRETS='

const run = (name: string, ...rest: string[]): Contestant['command'] => [
  ...(['podman', 'run', '--name', name] as const),
  ...HELD.split(' '),
  ...rest,
]

const containers = (floor: string): Contestant[] => [
  {
    name: FLOOR_IN_CONTAINER,
    container: 'bakehouse-cold-floor',
    command: run('bakehouse-cold-floor', '-v', `${floor}:/floor.cjs:ro`, IMAGE, '/floor.cjs'),
  },
  {
    name: 'Bakehouse in a container',
    container: 'bakehouse-cold',
    command: run('bakehouse-cold', IMAGE),
  },
]
