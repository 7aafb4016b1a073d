import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { constants, setPriority } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, constants as zlib } from 'node:zlib'
import { rolldown, type OutputChunk } from 'rolldown'
import { licencesOf } from '../licences.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const FOLDER = path.join(ROOT, 'dist/graphiql')
const SOURCES = ['dev/graphiql', 'dev/graphiql/page', 'src/serving/graphiql']

// Quality 6 takes a quarter of a second, 11 nine seconds for a tenth less.
const BROTLI = { params: { [zlib.BROTLI_PARAM_QUALITY]: 6 } }

// The workers have to be of the Monaco that GraphiQL itself brings.
const brought = createRequire(createRequire(import.meta.url).resolve('@graphiql/react'))
const ENTRIES = {
  main: path.join(import.meta.dirname, 'page/main.tsx'),
  editor: brought.resolve('monaco-editor/esm/vs/editor/editor.worker.js'),
  graphql: brought.resolve('monaco-graphql/esm/graphql.worker.js'),
  json: brought.resolve('monaco-editor/esm/vs/language/json/json.worker.js'),
}

/** Builds the page into dist/graphiql, unless the one that is there was made of the same sources and packages. */
export async function ensureGraphiql(log: (line: string) => void = console.log): Promise<void> {
  const key = await keyOfSources()
  if ((await builtKey()) === key) return
  const start = performance.now()
  log('GraphiQL: building the page (once)')
  const scratch = `${FOLDER}.${process.pid}`
  await mkdir(scratch, { recursive: true })
  try {
    const write = (name: string, content: Uint8Array | string) => writeFile(path.join(scratch, name), content)
    const [scripts, style] = await Promise.all([bundleScripts(write), bundleStyle(write)])
    await write('index.html', page(scripts, style))
    await write('key', key)
    // Another process may have been faster.
    if ((await builtKey()) === key) return
    await rm(FOLDER, { recursive: true, force: true })
    await rename(scratch, FOLDER)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  log(`GraphiQL: built in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

type Write = (name: string, content: Uint8Array | string) => Promise<void>
type Scripts = { main: string; preload: string[]; workers: Record<string, string> }

async function bundleScripts(write: Write): Promise<Scripts> {
  const bundle = await rolldown({
    input: ENTRIES,
    cwd: ROOT,
    platform: 'browser',
    logLevel: 'silent',
    moduleTypes: { '.css': 'empty', '.ttf': 'empty' },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await bundle.generate({
    format: 'esm',
    minify: true,
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: 'chunk-[hash].js',
  })
  await bundle.close()
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk')
  await Promise.all(chunks.map((chunk) => write(`${chunk.fileName}.br`, compressed(chunk.code))))
  await write('licences.txt', await licencesOf(chunks.flatMap((chunk) => chunk.moduleIds)))
  const named = (name: string) => chunks.find((chunk) => chunk.isEntry && chunk.name === name)?.fileName ?? ''
  const workers = { editor: named('editor'), graphql: named('graphql'), json: named('json') }
  return { main: named('main'), preload: preloads(chunks), workers }
}

/** What the page needs before its first editor shows: the entry's imports, and Monaco, which it imports later. */
function preloads(chunks: OutputChunk[]): string[] {
  const wanted = new Set<string>()
  const want = (chunk: OutputChunk | undefined) => {
    if (!chunk || wanted.has(chunk.fileName)) return
    wanted.add(chunk.fileName)
    for (const name of chunk.imports) want(chunks.find((other) => other.fileName === name))
  }
  for (const chunk of chunks) {
    const comes = chunk.isEntry ? chunk.name === 'main' : /monaco-graphql\/esm\/(monaco-editor|lite)\.js$/
    if (comes === true || (comes && comes.test(chunk.facadeModuleId ?? ''))) want(chunk)
  }
  return [...wanted].filter((name) => !name.startsWith('main-'))
}

/** GraphiQL's style sheet holds its fonts and pictures as data URLs: here each becomes a file, fetched when needed. */
async function bundleStyle(write: Write): Promise<string> {
  const theirs = await readFile(createRequire(import.meta.url).resolve('graphiql/style.css'), 'utf8')
  const ours = await readFile(path.join(import.meta.dirname, 'page/page.css'), 'utf8')
  const files = new Map<string, Buffer>()
  const style = `${theirs}\n${ours}`.replaceAll(
    /url\(["']?data:(?<type>[\w/+-]+)(?:;charset=[\w-]+)?(?<base64>;base64)?,(?<data>[^"')]+)["']?\)/g,
    (...match) => {
      const { type, base64, data } = match.at(-1) as Record<'type' | 'base64' | 'data', string>
      const content = base64 ? Buffer.from(data, 'base64') : Buffer.from(decodeURIComponent(data))
      const name = `asset-${hashOf(content)}.${type.split('/')[1]?.replace('+xml', '')}`
      files.set(name, content)
      return `url(${name})`
    },
  )
  const name = `style-${hashOf(style)}.css`
  await write(`${name}.br`, compressed(style))
  await Promise.all([...files].map(([file, content]) => write(file, content)))
  return name
}

function page({ main, preload, workers }: Scripts, style: string): string {
  const data = Object.entries(workers).map(([label, file]) => ` data-${label}-worker="graphiql/${file}"`)
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Bakehouse – GraphiQL</title>
    <link rel="icon" href="icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="graphiql/${style}">
${preload.map((file) => `    <link rel="modulepreload" href="graphiql/${file}">`).join('\n')}
    <script type="module" src="graphiql/${main}"></script>
  </head>
  <body>
    <div id="root"${data.join('')}><p class="bakehouse-wait">Warming the oven …</p></div>
    <noscript>GraphiQL needs JavaScript. The schema is also at /schema.graphql.</noscript>
  </body>
</html>
`
}

async function builtKey(): Promise<string> {
  return readFile(path.join(FOLDER, 'key'), 'utf8').catch(() => '')
}

async function keyOfSources(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(path.join(ROOT, 'package-lock.json')))
  for (const folder of SOURCES) {
    const entries = await readdir(path.join(ROOT, folder), { withFileTypes: true })
    for (const { name } of entries.filter((entry) => entry.isFile()).toSorted(byName))
      hash.update(name).update(await readFile(path.join(ROOT, folder, name)))
  }
  return hash.digest('hex')
}

function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : 1
}

function compressed(text: string): Buffer {
  return brotliCompressSync(text, BROTLI)
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').replaceAll(/[-_]/g, '').slice(0, 10)
}

if (import.meta.main) {
  // Beside a starting server it must not be in the way.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  await ensureGraphiql()
}
