import { readdir, readFile } from 'node:fs/promises'
import { brotliDecompressSync } from 'node:zlib'
import { Kind, parse } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { ensureGraphiql } from '../dev/graphiql/build.ts'
import { prepareTabs, type Tab } from '../dev/graphiql/page/tabs.ts'
import { readExampleValues } from '../src/serving/graphiql/example-values.ts'
import { EXAMPLES } from '../src/serving/graphiql/examples.ts'
import { createPages } from '../src/serving/pages.ts'

const FOLDER = 'dist/graphiql'
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const SHOP = 'http://bakery.example:8080'

const open = createPages({ development: true, graphiql: true })

async function ask(path: string, init: RequestInit = {}, pages = open): Promise<Response | undefined> {
  const request = new Request(SHOP + path, init)
  return pages(request, new URL(request.url))
}

async function get(path: string, init: RequestInit = {}, pages = open): Promise<Response> {
  const response = await ask(path, init, pages)
  if (!response) throw new Error(`${path} was left to others`)
  return response
}

const assets = async () =>
  (await (await get('/graphql', { headers: HTML })).text()).match(/graphiql\/[\w.-]+/g) ?? []
const assetOf = async (kind: string) => `/${(await assets()).find((file) => file.endsWith(kind)) ?? ''}`

beforeAll(async () => ensureGraphiql(() => {}), 60_000)

describe('the landing page', () => {
  it('leads to everything there is, and shows a command for this very server', async () => {
    const response = await get('/')
    const text = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    for (const path of ['graphql', 'schema.graphql', 'livez', 'readyz'])
      expect(text).toContain(`href="${path}"`)
    expect(text).toContain(`curl -s ${SHOP}/graphql`)
    expect(text).toContain('npm run -s token -- staff')
  })

  it('leads to the shop and the kitchen where they run beside it', async () => {
    const frontends = { Shop: 'http://localhost:5173' }
    const text = await (
      await get('/', {}, createPages({ development: true, graphiql: true, frontends }))
    ).text()
    expect(text).toContain('<a href="http://localhost:5173"><strong>Shop<code>http://localhost:5173</code>')
  })

  it('says nothing of tokens in production, and of GraphiQL only where there is one', async () => {
    const text = await (await get('/', {}, createPages({ development: false, graphiql: false }))).text()
    expect(text).not.toContain('npm run')
    expect(text).not.toContain('href="graphql"')
  })

  it('shows https behind a front door that ends TLS', async () => {
    const text = await (await get('/', { headers: { 'x-forwarded-proto': 'https' } })).text()
    expect(text).toContain('curl -s https://bakery.example:8080/graphql')
  })

  it("writes the bakery's name as text, not as markup", async () => {
    const pages = createPages({ development: true, graphiql: true, bakeryName: '<b>"Zoë" & Sons</b>' })
    expect(await (await get('/', {}, pages)).text()).toContain(
      '<h1>&lt;b&gt;&quot;Zoë&quot; &amp; Sons&lt;/b&gt;</h1>',
    )
  })

  it('runs no script, and allows its own style sheet only', async () => {
    const response = await get('/')
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+';/,
    )
    expect(await response.text()).not.toMatch(/<script|\sstyle=|\son\w+=/)
  })
})

describe('GraphiQL', () => {
  it('is shown to a browser, with a policy that lets nothing in from elsewhere', async () => {
    const response = await get('/graphql', { headers: HTML })
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(await response.text()).toContain('<title>Bakehouse – GraphiQL</title>')
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy.replace("img-src 'self' data:", '')).not.toMatch(/unsafe-eval|https?:|data:|blob:|\*/)
    expect(response.headers.get('vary')).toBe('accept')
  })

  it('has no script within the page', async () => {
    const text = await (await get('/graphql', { headers: HTML })).text()
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=/)
  })

  it('leaves operations to the API', async () => {
    expect(await ask('/graphql?query=%7B__typename%7D', { headers: HTML })).toBeUndefined()
    expect(await ask('/graphql?documentId=abc', { headers: HTML })).toBeUndefined()
    expect(await ask('/graphql', { headers: { accept: 'application/json' } })).toBeUndefined()
    expect(await ask('/graphql', { method: 'POST', headers: HTML })).toBeUndefined()
  })

  it('is not there at all where it is switched off', async () => {
    const pages = createPages({ development: false, graphiql: false })
    expect(await ask('/graphql', { headers: HTML }, pages)).toBeUndefined()
    expect(await ask(await assetOf('.js'), {}, pages)).toBeUndefined()
  })

  it('offers tokens in development only', async () => {
    const pages = createPages({ development: false, graphiql: true })
    expect(await (await get('/graphql', { headers: HTML }, pages)).text()).not.toContain('data-development')
    expect(await (await get('/graphql', { headers: HTML })).text()).toContain('data-development')
  })

  it('says how it is built where it is not', async () => {
    const pages = createPages({ development: true, graphiql: true, folder: 'dist/nowhere' })
    const response = await get('/graphql', { headers: HTML }, pages)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('3')
    expect(await response.text()).toContain('npm run graphiql')
  })

  it('is not built a second time from the same sources', async () => {
    const lines: string[] = []
    await ensureGraphiql((line) => lines.push(line))
    expect(lines).toEqual([])
  })
})

describe('what is fetched for the pages', () => {
  it('can be kept for ever, and comes packed to those who take it so', async () => {
    const packed = await get(await assetOf('.js'), { headers: { 'accept-encoding': 'gzip, br' } })
    expect(packed.headers.get('content-encoding')).toBe('br')
    expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(packed.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(packed.headers.get('x-content-type-options')).toBe('nosniff')
    for (const encoding of ['gzip', 'br;q=0', 'broken']) {
      const plain = await get(await assetOf('.js'), { headers: { 'accept-encoding': encoding } })
      expect(plain.headers.get('content-encoding')).toBeNull()
      const unpacked = brotliDecompressSync(Buffer.from(await packed.clone().arrayBuffer()))
      expect(unpacked.equals(Buffer.from(await plain.arrayBuffer()))).toBe(true)
    }
  })

  it('is not sent again to one who has it', async () => {
    for (const path of ['/', '/graphql', await assetOf('.js'), await assetOf('.css')]) {
      const etag = (await get(path, { headers: HTML })).headers.get('etag') ?? ''
      const again = await get(path, { headers: { ...HTML, 'if-none-match': `"other", W/${etag}` } })
      expect([path, again.status, await again.text()]).toEqual([path, 304, ''])
    }
  })

  it('answers HEAD like GET, without the body', async () => {
    for (const path of ['/', '/icon.svg', '/graphql', await assetOf('.js')]) {
      const [full, head] = await Promise.all(
        ['GET', 'HEAD'].map(async (method) => get(path, { method, headers: HTML })),
      )
      expect(Object.fromEntries(head?.headers ?? [])).toEqual(Object.fromEntries(full?.headers ?? []))
      expect(await head?.text()).toBe('')
    }
  })

  it('ends at the folder: no way leads out of it', async () => {
    const outside = [
      '..%2fkey',
      '%2e%2e/package.json',
      '..\\package.json',
      'key',
      'index.html',
      'licences.txt',
      '',
      'a/b.js',
    ]
    for (const name of outside) {
      const request = new Request(SHOP)
      const response = await open(request, {
        pathname: `/graphiql/${name}`,
        searchParams: new URLSearchParams(),
      } as URL)
      expect([name, response?.status]).toEqual([name, 404])
    }
    expect(await ask('/graphiql/../package.json')).toBeUndefined()
  })

  it('names no other host where one would be asked', async () => {
    const fetching =
      /(?:\bimport\(|\bfrom|\bfetch\(|\bnew Worker\(|importScripts\(|\burl\(|@import|\b(?:src|href)=)\s*["'`]?(?:https?:)?\/\/[\w.-]+/g
    const names = (await readdir(FOLDER)).filter((name) => /\.(?:br|html)$/.test(name))
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) {
      const content = await readFile(`${FOLDER}/${name}`)
      const text = (name.endsWith('.br') ? brotliDecompressSync(content) : content).toString()
      expect([name, text.match(fetching)]).toEqual([name, null])
    }
  })
})

describe('the examples', () => {
  it('each have one operation, named like the tab', () => {
    for (const { name, query } of EXAMPLES) {
      const [operation, ...others] = parse(query).definitions
      expect(others).toEqual([])
      expect(operation?.kind === Kind.OPERATION_DEFINITION && operation.name?.value).toBe(name)
    }
    expect(new Set(EXAMPLES.map((example) => example.role))).toEqual(
      new Set(['guest', 'customer', 'staff', 'admin']),
    )
  })

  it('give every variable that their operation declares as required', async () => {
    const values = await readExampleValues(async () => undefined)
    for (const { query, variables } of EXAMPLES) {
      const [operation] = parse(query).definitions
      if (operation?.kind !== Kind.OPERATION_DEFINITION) continue
      const required =
        operation.variableDefinitions?.filter(({ type }) => type.kind === Kind.NON_NULL_TYPE) ?? []
      const given = Object.keys(variables?.(values) ?? {})
      expect(given).toEqual(expect.arrayContaining(required.map(({ variable }) => variable.name.value)))
    }
  })

  it('are filled in anew as long as nobody touched them, and kept once somebody did', async () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    }
    const tabs = () => (JSON.parse(kept.get('graphiql:tabState') ?? '') as { tabs: Tab[] }).tabs
    const named = (name: string) => tabs().find((tab) => tab.title === name)
    const values = await readExampleValues(async () => undefined)

    prepareTabs(storage, { ...values, day: '2026-03-01' })
    expect(tabs().map((tab) => tab.title)).toEqual(EXAMPLES.map((example) => example.name))
    const touched = tabs()
    Object.assign(touched.find((tab) => tab.title === 'BakingPlan') ?? {}, {
      variables: '{"date":"2026-05-05"}',
    })
    kept.set('graphiql:tabState', JSON.stringify({ tabs: touched, activeTabIndex: 3 }))
    prepareTabs(storage, { ...values, day: '2026-03-02' })

    expect(named('BakingPlan')?.variables).toBe('{"date":"2026-05-05"}')
    expect(named('WatchTheDay')?.variables).toContain('2026-03-02')
    expect(kept.get('graphiql:query')).toBe(tabs()[3]?.query)
  })
})
