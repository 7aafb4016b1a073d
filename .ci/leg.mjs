// Runs a script of package.json that runs tests: `node .ci/leg.mjs <script> <file for what came of it>`.
// Files with a failure are run once more, alone: two processors at their limit make a test late now and then. What
// passes only then is named at the end of the run, and what fails twice has failed.
import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const [script, tally] = process.argv.slice(2)
/** More than these have a reason. */
const FILES_AGAIN_AT_MOST = 3

const first = await run([])
const files = [...new Set(first.failures.map(({ file }) => file))]
const isLate = files.length > 0 && files.length <= FILES_AGAIN_AT_MOST && !first.isBroken
if (isLate) console.log(`\n── Once more, alone: ${files.join(' ')}`)
const last = isLate ? await run(files) : first
const failures = last.failures.map(({ name, message }) => `✗ ${script}: ${name}\n${message}`)
if (last.isBroken) failures.push(`✗ ${script} broke off, or had an error outside its tests:\n${last.end}`)
const late = isLate
  ? first.failures.map(({ name, message }) => `once more: ${script}: ${name}\n${message}`)
  : []
const failed = last.isBroken ? Math.max(1, last.failures.length) : last.failures.length
const passed = first.passed + (isLate ? first.failures.length - last.failures.length : 0)
appendFileSync(tally, `${JSON.stringify({ passed, failed, told: [...late, ...failures] })}\n`)

async function run(given) {
  const report = path.join(mkdtempSync(path.join(tmpdir(), 'leg-')), 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const child = spawn('npm', ['run', script, '--', ...given, ...reporters], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let end = ''
  for (const name of ['stdout', 'stderr'])
    child[name].on('data', (chunk) => {
      process[name].write(chunk)
      end = (end + chunk).slice(-6_000)
    })
  const code = await new Promise((resolve) => child.on('close', resolve))
  const { numPassedTests = 0, testResults = [] } = read(report)
  const found = testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    const broken = assertionResults.filter((each) => each.status === 'failed')
    if (broken.length === 0 && status === 'failed') return [{ file, name: file, message }]
    return broken.map((each) => ({
      file,
      name: each.fullName,
      message: each.failureMessages.join('\n').split('\n').slice(0, 12).join('\n'),
    }))
  })
  return { passed: numPassedTests, failures: found, end, isBroken: code !== 0 && found.length === 0 }
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return {}
  }
}
