import { createApp } from '../../src/app.ts'
import { connect } from '../../src/db/connect.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import { listen, portOf } from '../../src/server.ts'
import type { ServerOptions } from './processes.ts'

// A whole server in a process of its own, for processes.ts: only who asks, and when, are taken on trust.
const { url, now, guestSecret, guestOrdersAtMost, poolMax } = JSON.parse(
  process.argv[2]!,
) as Required<ServerOptions>
const standing = Temporal.Instant.from(now)
const app = createApp({
  db: connect({ url, max: poolMax }),
  identify: async (authorization) => (authorization ? (JSON.parse(authorization) as Viewer) : null),
  clock: { now: () => standing, decideAt: () => standing },
  guestSecrets: [{ keyId: 'test', secret: guestSecret }],
  guestOrdersAtMost,
  publicUrl: null,
  development: false,
  graphiql: false,
})
const server = await listen(app, 0)
// Longer than any test: callers would trip over connections that are closed while they send.
server.keepAliveTimeout = 300_000
process.once('disconnect', () => process.exit())
process.send!(portOf(server))
