import { readFile } from 'node:fs/promises'
import path from 'node:path'

export type PagesOptions = {
  development: boolean
  graphiql: boolean
  bakeryName?: string
  frontends?: Record<string, string>
  /** Where the built page lies; not known before the first request that asks for it. */
  folder?: string
}

type Handler = (request: Request, url: URL) => Promise<Response | undefined>
type Content = string | Uint8Array<ArrayBuffer>

const ASSETS: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  woff: 'font/woff',
  woff2: 'font/woff2',
}

// Monaco writes style elements and attributes of its own, with small pictures in them: hence 'unsafe-inline' for styles
// and data: for images. Nothing that a style names is fetched from elsewhere; scripts and workers are this server's files.
const GRAPHIQL_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The pages for people: the landing page, GraphiQL and its files. Undefined where a request is not for one of them. */
export function createPages(options: PagesOptions): Handler {
  const { development, graphiql, bakeryName, frontends, folder = 'dist/graphiql' } = options
  return async (request, url) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    if (url.pathname === '/') {
      const { landingPage } = await import('./landing.ts')
      const origin = originOf(request, url)
      const content = landingPage({ bakeryName, development, graphiql, frontends, origin })
      return page(request, content)
    }
    if (url.pathname === '/icon.svg') {
      const { LOGO } = await import('./landing.ts')
      return answer(request, LOGO, { 'content-type': ASSETS['svg'] ?? '', 'cache-control': 'max-age=86400' })
    }
    if (!graphiql) return undefined
    if (url.pathname === '/graphql' && isForPage(request, url))
      return graphiqlPage(request, folder, development)
    if (url.pathname.startsWith('/graphiql/')) return asset(request, folder, url.pathname.slice(10))
    return undefined
  }
}

function isForPage(request: Request, url: URL): boolean {
  const asksForPage = request.headers.get('accept')?.includes('text/html') ?? false
  return asksForPage && !url.searchParams.has('query') && !url.searchParams.has('documentId')
}

async function graphiqlPage(request: Request, folder: string, development: boolean): Promise<Response> {
  const built = await readFile(path.join(folder, 'index.html'), 'utf8').catch(() => undefined)
  if (!built) return page(request, NOT_BUILT, { status: 503, headers: { 'retry-after': '3' } })
  const content = development ? built.replace('<html lang="en">', '<html lang="en" data-development>') : built
  return page(request, content, { policy: GRAPHIQL_POLICY, headers: { vary: 'accept' } })
}

/** A file of the built page. Its name holds a hash of its content and is its ETag; text lies compressed. */
async function asset(request: Request, folder: string, name: string): Promise<Response> {
  const type = /^[\w-]+\.(?<extension>\w+)$/.exec(name)?.groups?.['extension'] ?? ''
  const contentType = ASSETS[type]
  const text = type === 'js' || type === 'css'
  const stored =
    contentType && (await readFile(path.join(folder, text ? `${name}.br` : name)).catch(() => undefined))
  if (!stored) return new Response('Not found\n', { status: 404, headers: { 'content-type': 'text/plain' } })
  const headers: Record<string, string> = {
    'content-type': contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    // A worker is held to the policy of its own file.
    'content-security-policy': GRAPHIQL_POLICY,
  }
  if (!text) return answer(request, stored, headers, `"${name}"`)
  headers['vary'] = 'accept-encoding'
  if (!takesBrotli(request)) return answer(request, await unpacked(stored), headers, `"${name}"`)
  headers['content-encoding'] = 'br'
  return answer(request, stored, headers, `"${name}.br"`)
}

function takesBrotli(request: Request): boolean {
  return /(?:^|[\s,])br(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))\s*(?:[,;]|$)/.test(
    request.headers.get('accept-encoding') ?? '',
  )
}

async function unpacked(stored: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const [{ brotliDecompress }, { promisify }] = await Promise.all([import('node:zlib'), import('node:util')])
  return promisify(brotliDecompress)(stored)
}

async function page(
  request: Request,
  content: string,
  { policy, status, headers }: { policy?: string; status?: number; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { hash } = await import('node:crypto')
  const style = /<style>(?<text>[^]*?)<\/style>/.exec(content)?.groups?.['text'] ?? ''
  return answer(
    request,
    content,
    {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy ?? staticPolicy(hash('sha256', style, 'base64')),
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
    `"${hash('sha256', content, 'base64url').slice(0, 22)}"`,
    status,
  )
}

function staticPolicy(styleHash: string): string {
  return `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}

function answer(
  request: Request,
  content: Content,
  headers: Record<string, string>,
  etag?: string,
  status = 200,
): Response {
  const all = new Headers({ ...headers, 'x-content-type-options': 'nosniff' })
  if (etag && status === 200) {
    all.set('etag', etag)
    const known = request.headers.get('if-none-match')?.split(',') ?? []
    if (known.some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*'))
      return new Response(null, { status: 304, headers: all })
  }
  all.set('content-length', String(Buffer.byteLength(content)))
  return new Response(request.method === 'HEAD' ? null : content, { status, headers: all })
}

/** Behind a cloud's front door the connection itself is plain HTTP. */
function originOf(request: Request, url: URL): string {
  const secure = request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
  return `${secure ? 'https:' : url.protocol}//${url.host}`
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>GraphiQL is not built yet</title>
<style>body { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem }</style>
<h1>GraphiQL is not built yet</h1>
<p>Just started? It is being built, and this page looks again every three seconds.</p>
<p>Otherwise <code>npm run graphiql</code> builds it.</p>
`
