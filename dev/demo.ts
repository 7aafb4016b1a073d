import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { folderOf, isBuilt, runStep } from './examples.ts'
import { serveFolder, type StaticServer } from './static-server.ts'

// `npm run demo`: the sample bakery as `npm start` runs it, with the shop and the kitchen of examples/ beside it.

const { SHOP_PORT = '5173', KITCHEN_PORT = '5174', PORT = '' } = process.env
const api = `http://localhost:${PORT || 8080}`
const frontends: Record<string, string> = {}
const servers: StaticServer[] = []

for (const [name, port] of Object.entries({ Shop: SHOP_PORT, Kitchen: KITCHEN_PORT })) {
  const folder = folderOf(name.toLowerCase())
  if (!existsSync(folder)) continue
  await build(name.toLowerCase())
  const server = await serveFolder({
    folder: path.join(folder, 'dist'),
    port: Number(port),
    api: () => api,
  }).catch(() => refuse(`Port ${port} is taken: stop what runs there, or set ${name.toUpperCase()}_PORT.`))
  servers.push(server)
  frontends[name] = server.origin
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
await Promise.all(servers.map((server) => server.close()))
process.exit(code ?? 1)

async function build(name: string): Promise<void> {
  if (!existsSync(path.join(folderOf(name), 'node_modules'))) {
    console.log(`Installing the ${name}, on the first run only`)
    await runStep('install', name)
  }
  if (isBuilt(name)) return
  console.log(`Building the ${name}`)
  await runStep('build', name)
}

function refuse(why: string): never {
  console.error(why)
  process.exit(1)
}
