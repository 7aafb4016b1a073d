import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

export interface StaticServer {
  origin: string
  close(): Promise<void>
}

export interface StaticOptions {
  /** What a build left: index.html, which answers every path without a file, and its assets. */
  folder: string
  port?: number
  /** Where the API is. It takes the place of the address that the build was made with. */
  api: () => string
}

/** What a build takes for the API's address, unless VITE_API_URL names another. */
const BUILT_FOR = 'http://localhost:8080'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
}

/** Serves a single-page application as any host of static files would. */
export async function serveFolder({ folder, port = 0, api }: StaticOptions): Promise<StaticServer> {
  const root = path.resolve(folder)
  const server = createServer((request, response) => {
    void answer(request.url ?? '/')
      .catch(() => ({ status: 404, type: 'text/plain', body: 'Not found\n' as string | Buffer }))
      .then(({ status, type, body }) =>
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' }).end(body),
      )
  })

  async function answer(address: string) {
    const { pathname } = new URL(address, 'http://localhost')
    // The API shows no other origin the tokens of development, which are an admin's too.
    if (pathname === '/dev/tokens') return tokensOf(api())
    const extension = path.posix.extname(pathname)
    const file = path.join(root, extension ? decodeURIComponent(pathname) : 'index.html')
    if (!file.startsWith(root + path.sep)) throw new Error('Outside of the folder')
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream'
    const content = await readFile(file)
    const isText = /html|javascript/.test(type)
    return { status: 200, type, body: isText ? String(content).replaceAll(BUILT_FOR, api()) : content }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function tokensOf(api: string) {
  const response = await fetch(`${api}/dev/tokens`)
  return { status: response.status, type: TYPES['.json']!, body: await response.text() }
}
