import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { rolldown, type OutputChunk } from 'rolldown'
import { ensureGraphiql } from './graphiql/build.ts'
import { licencesOf } from './licences.ts'

// `npm run build`: what the container holds. The server and the migrations, each a file with its packages in it, and
// beside it files for what is rarely wanted; and GraphiQL.

const ROOT = path.join(import.meta.dirname, '..')
const FOLDER = path.join(ROOT, 'dist/server')

// CommonJS: to load node:http as an ES module loads undici with it, for fetch, at 40 ms of every start.
const FORMAT = 'cjs'

await rm(FOLDER, { recursive: true, force: true })
await bundle('server', 'dev/image/server.ts')
await bundle('migrate', 'src/migrate.ts')
await ensureGraphiql()

async function bundle(name: string, entry: string): Promise<void> {
  const build = await rolldown({
    input: { [name]: path.join(ROOT, entry) },
    cwd: ROOT,
    platform: 'node',
    // What other files of the bundle share with it stays in it.
    preserveEntrySignatures: 'allow-extension',
    // Only where it is installed, which it is not.
    external: ['pg-native'],
    transform: {
      define: { 'import.meta.main': 'require.main === module', 'process.env.NODE_ENV': '"production"' },
    },
    onLog: (level, log) => {
      // As dev/image/server.ts wants it.
      if (log.code === 'INEFFECTIVE_DYNAMIC_IMPORT') return
      throw new Error(`${level}: ${log.message}`)
    },
  })
  const { output } = await build.write({
    dir: FOLDER,
    format: FORMAT,
    sourcemap: true,
    // They name places; what stands there is in the repository.
    sourcemapExcludeSources: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: `${name}-[name].cjs`,
  })
  await build.close()
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk')
  const licences = await licencesOf(chunks.flatMap((chunk) => chunk.moduleIds))
  await writeFile(path.join(FOLDER, `${name}-licences.txt`), licences)
  for (const { fileName, code } of chunks) console.log(`dist/server/${fileName}  ${kilobytes(code)}`)
}

function kilobytes(code: string): string {
  return `${Math.ceil(Buffer.byteLength(code) / 1_000)} kB`
}
