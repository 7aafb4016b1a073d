import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** The notices of all packages that went into a bundle: their licences ask to be passed on with it. */
export async function licencesOf(modules: readonly string[]): Promise<string> {
  const folders = modules.map(
    (id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/').replace(/^\0/, ''))?.[0],
  )
  const notices = await Promise.all(
    [...new Set(folders)].filter((folder) => folder !== undefined).map(noticeOf),
  )
  return notices.toSorted().join(`\n${'─'.repeat(80)}\n\n`)
}

async function noticeOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  ) as Record<string, string>
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file))
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}`
}
