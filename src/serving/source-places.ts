import type { SourceMap } from 'node:module'

/** Undefined where a file has no map. */
const maps = new Map<string, SourceMap | undefined>()

/**
 * A frame of a stack, with the place in the file that was written rather than in the one that was made of all. The map is
 * read when something has gone wrong for the first time: Node's own way reads it at every start.
 */
export function atSource(frame: string): string {
  const [place, file, line, column] = /(\/[^():]+):(\d+):(\d+)/.exec(frame) ?? []
  const entry = file && mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1)
  if (!place || !entry || !('originalSource' in entry)) return frame
  const { originalSource, originalLine, originalColumn } = entry
  const name = originalSource.replace(/^(\.\.\/)+/, '')
  return frame.replace(place, `${name}:${originalLine + 1}:${originalColumn + 1}`)
}

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`))
  return maps.get(file)
}

function readMap(file: string): SourceMap | undefined {
  const { existsSync, readFileSync } = process.getBuiltinModule('node:fs')
  if (!existsSync(file)) return undefined
  const { SourceMap } = process.getBuiltinModule('node:module')
  return new SourceMap(JSON.parse(readFileSync(file, 'utf8')))
}
