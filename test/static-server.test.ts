import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { serveFolder } from '../dev/static-server.ts'

test('a frontend of the demo is served from its folder, and nothing beside it', async () => {
  const around = await mkdtemp(path.join(tmpdir(), 'bakehouse-static-'))
  onTestFinished(() => rm(around, { recursive: true }))
  const folder = path.join(around, 'dist')
  await mkdir(folder)
  await writeFile(path.join(folder, 'index.html'), 'the shop')
  await writeFile(path.join(folder, 'app.js'), 'ask("http://localhost:8080")')
  await writeFile(path.join(around, 'secret.txt'), 'the safe')
  const server = await serveFolder({ folder, api: () => 'http://localhost:9' })
  onTestFinished(() => server.close())
  const get = async (at: string) => {
    const response = await fetch(`${server.origin}${at}`)
    return [response.status, await response.text()]
  }
  expect(await get('/orders/B-123')).toEqual([200, 'the shop'])
  expect(await get('/app.js')).toEqual([200, 'ask("http://localhost:9")'])
  for (const outside of ['/..%2fsecret.txt', '/%2e%2e%2fsecret.txt', '/a%2f..%2f..%2fsecret.txt', '/%ff.txt'])
    expect(await get(outside)).toEqual([404, 'Not found\n'])

  // No address at all ends nobody's demo.
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
  socket.end('GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 404/)
  expect(await get('/')).toEqual([200, 'the shop'])
})
