import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Serves a folder of drawn pictures under /images, each by a plain name only. */
export async function picture(folder: string, pathname: string): Promise<Response | undefined> {
  const name = /^\/images\/([a-z0-9-]{1,100}\.svg)$/.exec(pathname)?.[1]
  const content = name && (await readFile(path.join(folder, name)).catch(() => undefined))
  if (!content) return undefined
  return new Response(content, {
    headers: {
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=86400',
      // Opened by itself, a picture may not do anything.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  })
}
