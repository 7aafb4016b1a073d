import { useSyncExternalStore } from 'react'

export interface Stored<Value> {
  get: () => Value
  set: (value: Value) => void
}

/** A value that outlives reloads, and is the same in every tab. */
export function stored<Value>(name: string, otherwise: Value): Stored<Value> & { use: () => Value } {
  const key = `shop.${name}`
  let text: string | null
  let value = otherwise
  const get = () => {
    const now = localStorage.getItem(key)
    if (now !== text) {
      text = now
      value = parse(now, otherwise)
    }
    return value
  }
  return {
    get,
    set(next) {
      if (next === otherwise) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify(next))
      // Browsers tell the other tabs only.
      dispatchEvent(new Event('storage'))
    },
    use: () => useSyncExternalStore(subscribe, get),
  }
}

function subscribe(tell: () => void) {
  addEventListener('storage', tell)
  return () => removeEventListener('storage', tell)
}

function parse<Value>(text: string | null, otherwise: Value): Value {
  try {
    return text === null ? otherwise : (JSON.parse(text) as Value)
  } catch {
    return otherwise
  }
}
