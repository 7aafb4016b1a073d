import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { folderOf, runStep } from './examples.ts'
import { serveFolder } from './static-server.ts'

// `npm run demo`: the sample bakery as `npm start` runs it, with the shop and the kitchen of examples/ beside it.

const PORTS = { shop: 5173, kitchen: 5174 }
const api = `http://localhost:${process.env['PORT'] || 8080}`
const frontends: Record<string, string> = {}
const closing = new AsyncDisposableStack()

for (const [name, port] of Object.entries(PORTS)) {
  if (!existsSync(folderOf(name))) continue
  if (!existsSync(path.join(folderOf(name), 'node_modules'))) {
    console.log(`Installing the ${name}, on the first run only`)
    await runStep('install', name)
  }
  console.log(`Building the ${name}`)
  await runStep('build', name)
  const folder = path.join(folderOf(name), 'dist')
  const server = await serveFolder({ folder, port, api: () => api }).catch(() => {
    console.error(`Port ${port}, for the ${name}, is taken: stop what runs there.`)
    process.exit(1)
  })
  closing.defer(() => server.close())
  frontends[name.replace(/^./, (first) => first.toUpperCase())] = server.origin
}

const bakery = spawn(process.execPath, [path.join(import.meta.dirname, 'start.ts')], {
  stdio: 'inherit',
  env: {
    ...process.env,
    CORS_ORIGINS: Object.values(frontends).join(),
    DEMO_FRONTENDS: JSON.stringify(frontends),
  },
})
// A terminal tells both of us; whoever tells only us means both as well.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => bakery.kill())
const [code] = (await once(bakery, 'exit')) as [number | null]
await closing.disposeAsync()
process.exit(code ?? 1)
