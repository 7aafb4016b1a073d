import { connect } from '../../src/db/connect.ts'
import { listen, portOf } from '../../src/server.ts'
import { openFront } from './front.ts'
import type { ServerOptions } from './processes.ts'

// A whole server in a process of its own, for processes.ts.
const { url, poolMax, ...options } = JSON.parse(process.argv[2]!) as Required<ServerOptions>
const server = await listen(openFront({ ...options, db: connect({ url, max: poolMax }) }), 0)
// Longer than any test: callers would trip over connections that are closed while they send.
server.keepAliveTimeout = 300_000
process.once('disconnect', () => process.exit())
process.send!(portOf(server))
