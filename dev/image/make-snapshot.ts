import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openSampleDatabase } from '../sample/database.ts'
import { record } from './record.ts'

// Takes V8's startup snapshot of the server in a folder, to be started by `node --snapshot-blob server.blob`: the schema is
// built then, and what a first request needs is compiled. The folder must be where it will run.

const folder = path.resolve(process.argv[2] ?? 'dist/server')
const database = await openSampleDatabase()
const { turns, answer } = await record(database.url)
await database.close()

const prelude = readFileSync(path.join(import.meta.dirname, 'snapshot-prelude.cjs'), 'utf8').trimEnd()
const server = readFileSync(path.join(folder, 'server.cjs'), 'utf8').replace(
  /\n\/\/# sourceMappingURL=.*/,
  '',
)
const file = path.join(folder, 'snapshot.cjs')
writeFileSync(
  file,
  `const OF_THE_SYSTEM = ${JSON.stringify(membersOfParts())}
${prelude}
;(function (require, module, exports) {
${server}
})(requireLater, theServer, theServer.exports)
const expected = ${JSON.stringify(answer)}
stopTime()
theServer.exports.rehearse(${JSON.stringify(turns)}).then((answer) => {
  startTime()
  if (answer !== expected) throw new Error('The rehearsal went wrong: ' + answer)
})
startupSnapshot.setDeserializeMainFunction(() => theServer.exports.main())
`,
)
// The same places, so many lines further down.
const map = JSON.parse(readFileSync(path.join(folder, 'server.cjs.map'), 'utf8')) as { mappings: string }
const linesBefore = prelude.split('\n').length + 2
writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings: ';'.repeat(linesBefore) + map.mappings }))
const blob = path.join(folder, 'server.blob')
// A warning would be written by a stream, and that is one of the handles.
execFileSync(process.execPath, ['--no-warnings', '--snapshot-blob', blob, '--build-snapshot', file], {
  env: { NODE_ENV: 'production' },
  stdio: 'inherit',
})

/** Parts of Node that take hold of something of the system, each with what it has. */
function membersOfParts(): Record<string, string[]> {
  const names = ['crypto', 'dns', 'fs', 'http', 'net', 'perf_hooks', 'timers/promises', 'tls']
  return Object.fromEntries(names.map((name) => [name, Object.keys(process.getBuiltinModule(name)!)]))
}
