import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

// `npm run examples:install` and `npm run examples:build`, all of them or those that are named.

const EXAMPLES = ['shop', 'kitchen', 'clients']
const FOLDER = path.join(import.meta.dirname, '../examples')
const STEPS: Record<string, string[]> = { install: ['ci'], build: ['run', '-s', 'build'] }

export const folderOf = (name: string): string => path.join(FOLDER, name)

/** With the Node of this project, whatever npm itself runs on. */
export async function runStep(step: 'install' | 'build', name: string): Promise<void> {
  const npm = spawn('npm', STEPS[step]!, { cwd: folderOf(name), stdio: 'inherit' })
  const [code] = (await once(npm, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`examples/${name}: npm ${STEPS[step]!.join(' ')} failed`)
}

/** Whether it was built of what is there now. */
export function isBuilt(name: string): boolean {
  const built = path.join(folderOf(name), 'dist/index.html')
  if (!existsSync(built)) return false
  const { mtimeMs } = statSync(built)
  const sources = readdirSync(path.join(folderOf(name), 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.startsWith('gql'))
    .map((file) => `src/${file}`)
  return ['package-lock.json', 'index.html', '../../schema.graphql', ...sources].every(
    (file) => statSync(path.join(folderOf(name), file)).mtimeMs <= mtimeMs,
  )
}

if (import.meta.main) {
  const [step = '', ...named] = process.argv.slice(2)
  if (step !== 'install' && step !== 'build') throw new Error('install or build?')
  const names = (named.length > 0 ? named : EXAMPLES).filter((name) => existsSync(folderOf(name)))
  for (const name of names) {
    console.log(`examples/${name}: ${step}`)
    await runStep(step, name)
  }
}
