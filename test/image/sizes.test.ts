import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import { IMAGE } from './build-image.ts'
import { podman } from './container.ts'

const MOST = 1.25

test('what is pulled is hardly more than Node itself', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bakehouse-image-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  podman('push', '--quiet', IMAGE, `dir:${folder}`)
  const { layers } = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as {
    layers: { digest: string; size: number }[]
  }
  const pulled = layers.map(({ digest }) => gzipSync(unpacked(path.join(folder, digest.slice(7)))).length)
  const id = podman('create', IMAGE).trim()
  const node = path.join(folder, 'node')
  podman('cp', `${id}:/usr/local/bin/node`, node)
  podman('rm', id)
  const alone = gzipSync(readFileSync(node)).length
  const all = pulled.reduce((sum, size) => sum + size)
  const whole = Number(podman('inspect', '--format', '{{.Size}}', IMAGE))
  console.log(
    `The image: ${mb(whole)}, as gzip ${mb(all)} (layers: ${pulled.map(mb).join(', ')}); Node alone ${mb(alone)}: ${(all / alone).toFixed(2)} ×`,
  )
  expect(all / alone).toBeLessThan(MOST)
})

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

// Layers lie there as they were stored: plain, or packed already.
function unpacked(file: string): Buffer {
  const isPacked = readFileSync(file)
    .subarray(0, 2)
    .equals(Buffer.from([0x1f, 0x8b]))
  return isPacked ? execFileSync('gzip', ['-dc', file], { maxBuffer: 2 ** 30 }) : readFileSync(file)
}
