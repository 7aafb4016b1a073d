// Stands before the server in what V8 takes its startup snapshot of. A snapshot holds no handle of the system, so the
// parts of Node that have some are fetched when they are first used, which is after the start.

const { startupSnapshot } = require('node:v8')

let isBuilding = true
startupSnapshot.addDeserializeCallback(() => void (isBuilding = false))

// Nothing random may come to pass before the start: node:crypto draws for many ids at once and keeps the rest, and every
// container that starts from the snapshot would give the same ones. The rehearsal needs no more of it than this.
const REHEARSED = {
  randomUUID: () => '00000000-0000-4000-8000-000000000000',
  hash: () => '0'.repeat(64),
}

/** Stands for a part of Node until one of its members is used after the start; from then on it has them itself. */
function later(names, fetch) {
  const part = {}
  const member = (name) => {
    if (isBuilding) return REHEARSED[name] ?? memberLater(() => part[name])
    const real = fetch()
    for (const each of names) Object.defineProperty(part, each, Object.getOwnPropertyDescriptor(real, each))
    return part[name]
  }
  for (const name of names)
    Object.defineProperty(part, name, { get: () => member(name), enumerable: true, configurable: true })
  return part
}

/** Stands for what is taken out of a part as the server is loaded, as pg does with node:crypto. */
function memberLater(fetch) {
  return new Proxy(function () {}, {
    get: (_, name) => {
      if (isBuilding) return memberLater(() => fetch()[name])
      const of = fetch()
      return typeof of[name] === 'function' ? of[name].bind(of) : of[name]
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
// Of what Node makes for each tick one has to stay, or V8 forgets its shape, which its notes on nextTick() go by, and makes
// all later ones the slow way.
process.nextTick(() => void kept.push(require('node:async_hooks').executionAsyncResource()))

// While a snapshot is made there is no Temporal yet; afterwards there is. In the rehearsal time stands for nothing.
const someDay = () => '2026-11-23'
const OF_NO_TIME = {
  __proto__: null,
  toString: someDay,
  toJSON: someDay,
  [Symbol.toPrimitive]: someDay,
  [Symbol.hasInstance]: (value) => value === noTime,
}
const noTime = new Proxy(function () {}, {
  get: (_, name) => OF_NO_TIME[name] ?? (name === 'then' ? undefined : noTime),
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

const parts = {}

function requireLater(name) {
  if (name.startsWith('.')) return beside(name)
  const plain = name.replace(/^node:/, '')
  const names = OF_THE_SYSTEM[plain]
  if (!names) return require(name)
  parts[plain] ??= later(names, () => require(`node:${plain}`))
  return parts[plain]
}
