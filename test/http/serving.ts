import type { Kysely } from 'kysely'
import { onTestFinished } from 'vitest'
import { createApp, type AppOptions } from '../../src/app.ts'
import type { Database } from '../../src/db/tables.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import type { Answer } from '../support/bakery.ts'
import { openCounter } from '../support/counter-door.ts'
import { pooled } from '../support/pooler.ts'

const SECRET = 'not-a-secret-but-as-long-as-one-has-to-be'

interface Line {
  severity: string
  message: string
  details: object
}

/** The API over any database, with what is served beside it. */
export function serve(db: Kysely<Database>, options: Partial<AppOptions> = {}) {
  const logged: Line[] = []
  const requests: Line[] = []
  const app = createApp({
    db,
    identify: async (authorization) => (authorization ? (JSON.parse(authorization) as Viewer) : null),
    guestSecrets: [{ keyId: 'test', secret: SECRET }],
    guestOrdersAtMost: 5,
    publicUrl: 'http://bakery.test',
    development: false,
    graphiql: false,
    direct: !pooled,
    log: (severity, message, details = {}) =>
      void ('durationMs' in details ? requests : logged).push({ severity, message, details }),
    ...options,
  })
  onTestFinished(() => app.endWatching())
  const counter = openCounter(app)
  onTestFinished(() => counter.close())
  const get = (where: string, init?: RequestInit): Promise<Response> => counter.fetch(where, init)
  const ask = async (
    query: string,
    { accept = 'application/graphql-response+json', as = null as object | null } = {},
  ) =>
    get('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        ...(as && { authorization: JSON.stringify(as) }),
      },
      body: JSON.stringify({ query }),
    })
  return { app, get, ask, logged, requests }
}

export const codesOf = ({ errors = [] }: Answer): string[] => errors.map(({ extensions }) => extensions.code)
