// Stands before the server in what V8 takes its startup snapshot of. A snapshot holds no handle of the system, so the
// parts of Node that have some are fetched when they are first used, which is after the start.

const { startupSnapshot } = require('node:v8')

let isBuilding = true
startupSnapshot.addDeserializeCallback(() => void (isBuilding = false))

const OF_THE_SYSTEM = new Set(['crypto', 'dns', 'fs', 'http', 'net', 'perf_hooks', 'timers/promises', 'tls'])

// Nothing random may come to pass before the start: node:crypto draws for many ids at once and keeps the rest, and every
// container that starts from the snapshot would give the same ones. The rehearsal needs no more of it than this.
const REHEARSED = {
  randomUUID: () => '00000000-0000-4000-8000-000000000000',
  hash: () => '0'.repeat(64),
}

/** Stands for a part of Node, or for something in it, until one of its members is used. */
function later(fetch) {
  return new Proxy(function () {}, {
    get: (_, name) => {
      // pg takes these out of node:crypto as it is loaded.
      if (isBuilding) return REHEARSED[name] ?? later(() => fetch()[name])
      const member = fetch()[name]
      return typeof member === 'function' && !/^[A-Z]/.test(name) ? member.bind(fetch()) : member
    },
  })
}

const kept = []
{
  // A channel that nobody holds is collected, and what notices that cannot be in a snapshot.
  const channels = require('node:diagnostics_channel')
  for (const name of ['channel', 'tracingChannel']) {
    const make = channels[name]
    channels[name] = (...named) => {
      const channel = make(...named)
      kept.push(channel)
      return channel
    }
  }
}

// While a snapshot is made there is no Temporal yet; afterwards there is. In the rehearsal time stands for nothing.
const someDay = () => '2026-11-23'
const asText = ['toString', 'toJSON', Symbol.toPrimitive]
const noTime = new Proxy(function () {}, {
  get: (_, name) => (asText.includes(name) ? someDay : name === 'then' ? undefined : noTime),
  apply: () => noTime,
  construct: () => noTime,
})

// Nor may a timer be set: Node would go on to believe that the system wakes it for that, and set none of the later ones.
// Nothing of a rehearsal has to wait.
const { setTimeout: laterOn, setImmediate: soon } = globalThis
function stopTime() {
  globalThis.Temporal = noTime
  globalThis.setTimeout = () => ({ ref() {}, unref() {}, refresh() {}, hasRef: () => false })
  globalThis.setImmediate = process.nextTick
}
function startTime() {
  delete globalThis.Temporal
  Object.assign(globalThis, { setTimeout: laterOn, setImmediate: soon })
}

const theServer = { exports: {}, loaded: true }

/** Files beside this one; they ask for the server in turn, which is here already. */
function beside(name) {
  const { createRequire, enableCompileCache } = require('node:module')
  // NODE_COMPILE_CACHE is not heard by what starts from a snapshot.
  const { NODE_COMPILE_CACHE: cache } = process.env
  if (cache) enableCompileCache(cache)
  const load = createRequire(__filename)
  load.cache[load.resolve('./server.cjs')] ??= theServer
  return load(name)
}

function requireLater(name) {
  if (name.startsWith('.')) return beside(name)
  const plain = name.replace(/^node:/, '')
  return OF_THE_SYSTEM.has(plain) ? later(() => require(`node:${plain}`)) : require(name)
}
