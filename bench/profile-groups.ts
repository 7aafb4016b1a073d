import type { Profile, ProfileNode } from './inspector.ts'

/** Names and their shares of the time that the process was busy, the largest first. */
export type Shares = [name: string, share: number][]

/** By packages of others, files of ours, and parts of Node. What is built into V8 counts for whoever calls it. */
export function groupsOf(profile: Profile): Shares {
  const groups = groupsOfNodes(profile)
  return sharesBy(profile, ({ id }) => groups.get(id)!)
}

/** By functions, with where they stand. */
export function functionsOf(profile: Profile): Shares {
  return sharesBy(profile, ({ callFrame: { functionName, url, lineNumber } }) => {
    if (url === '') return PARTS_OF_V8[functionName] ?? `${functionName || '(anonymous)'}, built in`
    return `${functionName || '(anonymous)'} ${shortened(url)}:${lineNumber + 1}`
  })
}

/** How much of the time the process was busy at all. */
export function busyShare({ nodes, samples, timeDeltas }: Profile): number {
  const idle = new Set(nodes.filter(isIdle).map(({ id }) => id))
  const all = timeDeltas.reduce((sum, delta) => sum + delta, 0)
  return samples.reduce((sum, id, index) => sum + (idle.has(id) ? 0 : timeDeltas[index]!), 0) / all
}

const PARTS_OF_V8: Record<string, string> = {
  '(garbage collector)': 'garbage collection',
  '(program)': 'native: kernel, sockets, HTTP parser, threads',
  '(root)': 'native: kernel, sockets, HTTP parser, threads',
}

const PACKAGES: [RegExp, string][] = [
  [/^(pg|pg-.*|postgres-.*)$/, 'pg'],
  [/^(graphql-yoga|@graphql-yoga\/.*|@whatwg-node\/.*|@envelop\/.*)$/, 'graphql-yoga, whatwg-node'],
  [/^@graphql-tools\/.*$/, '@graphql-tools (executor)'],
  [/^@pothos\/.*$/, 'pothos'],
]

const PARTS_OF_NODE: [RegExp, string][] = [
  [/^node:(_http|internal\/http|http)/, 'node: http'],
  [/^node:(net|internal\/(net|stream)|stream|dns)/, 'node: net, streams'],
  [/^node:(buffer|internal\/buffer|string_decoder)/, 'node: buffers'],
  [/crypto/, 'node: crypto'],
  [/(timers|process|async|promise|diagnostics)/, 'node: timers, ticks, async contexts'],
]

function groupsOfNodes({ nodes }: Profile): Map<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const groups = new Map<number, string>()
  const walk = (node: ProfileNode, caller: string): void => {
    const group = groupOf(node, caller)
    groups.set(node.id, group)
    for (const child of node.children ?? []) walk(byId.get(child)!, group)
  }
  walk(nodes[0]!, '')
  return groups
}

function groupOf({ callFrame: { functionName, url } }: ProfileNode, caller: string): string {
  if (url === '') return PARTS_OF_V8[functionName] ?? caller
  if (url.startsWith('node:')) return firstOf(PARTS_OF_NODE, url) ?? 'node: other'
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]
  return name === undefined ? shortened(url) : (firstOf(PACKAGES, name) ?? name)
}

const firstOf = (names: [RegExp, string][], text: string): string | undefined =>
  names.find(([pattern]) => pattern.test(text))?.[1]

const shortened = (url: string): string =>
  url.replace(/^.*\/node_modules\//, '').replace(new URL('..', import.meta.url).href, '')

function sharesBy({ nodes, samples, timeDeltas }: Profile, nameOf: (node: ProfileNode) => string): Shares {
  const names = new Map(nodes.map((node) => [node.id, isIdle(node) ? undefined : nameOf(node)]))
  const times = new Map<string, number>()
  let busy = 0
  for (const [index, id] of samples.entries()) {
    const name = names.get(id)
    if (name === undefined) continue
    busy += timeDeltas[index]!
    times.set(name, (times.get(name) ?? 0) + timeDeltas[index]!)
  }
  return [...times]
    .map(([name, time]) => [name, time / busy] as [string, number])
    .toSorted((a, b) => b[1] - a[1])
}

const isIdle = ({ callFrame }: ProfileNode): boolean => callFrame.functionName === '(idle)'
