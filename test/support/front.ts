import { createApp, type App, type AppOptions } from '../../src/app.ts'
import type { Viewer } from '../../src/domain/viewer.ts'

export interface FrontOptions extends Pick<AppOptions, 'db' | 'log' | 'corsOrigins'> {
  now: string
  guestSecret: string
  guestOrdersAtMost: number
}

/** The app, at one moment that stands still, for whoever the header names. */
export function openFront({ now, guestSecret, ...options }: FrontOptions): App {
  const standing = Temporal.Instant.from(now)
  return createApp({
    ...options,
    identify: async (authorization) => (authorization ? (JSON.parse(authorization) as Viewer) : null),
    clock: { now: () => standing, decideAt: () => standing },
    guestSecrets: [{ keyId: 'test', secret: guestSecret }],
    publicUrl: null,
    development: false,
    graphiql: false,
  })
}

export const headersOf = (viewer: Viewer | null) => ({
  'content-type': 'application/json',
  ...(viewer && { authorization: JSON.stringify(viewer) }),
})
