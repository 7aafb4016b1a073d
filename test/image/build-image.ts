import { spawnSync } from 'node:child_process'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '../..')
const STAND_IN = `localhost/bakehouse-build-base:${process.versions.node}`

/** What the tests run. */
export const IMAGE = 'localhost/bakehouse:under-test'
export const REVISION = 'c0ffee'

/** Builds the image as the Dockerfile says; with BASE from what that names, else from a stand-in that no registry is asked for. */
export default function setup(): void {
  for (const tool of ['buildah', 'podman', 'runc'])
    if (spawnSync(tool, ['--version']).status !== 0)
      throw new Error(`${tool} is not here: apt-get install buildah podman runc mmdebstrap`)
  const base = process.env['BASE'] ?? STAND_IN
  const isThere = spawnSync('podman', ['image', 'exists', base]).status === 0
  if (base === STAND_IN && !isThere)
    step('Making a Debian to build with', 'dev/image/stand-in.sh', [STAND_IN])
  const args = { BASE: base, REVISION, VERSION: '0.1.0' }
  const build = 'build-using-dockerfile --layers --quiet --runtime runc --isolation oci --network host'
  const given = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
  step('Building the image', 'buildah', [...build.split(' '), ...given, '--tag', IMAGE, '.'])
}

function step(what: string, command: string, args: string[]): void {
  const start = performance.now()
  console.log(`${what} …`)
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw error ?? new Error(`${command} ended with ${status}.`)
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
}
