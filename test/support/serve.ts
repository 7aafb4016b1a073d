import { openDoor } from '../../src/serving/door.ts'
import { openFront } from './front.ts'
import { connectAsApp } from './pooler.ts'
import type { ServerOptions } from './processes.ts'

// A whole server in a process of its own, for processes.ts.
const { url, poolMax, ...options } = JSON.parse(process.argv[2]!) as Required<ServerOptions>
// A crowded machine is not a database that is away.
const db = connectAsApp({ url, max: poolMax, connectTimeoutMs: 10_000 })
const { port } = await openDoor(openFront({ ...options, db }), { port: 0 })
process.once('disconnect', () => process.exit())
process.send!(port)
