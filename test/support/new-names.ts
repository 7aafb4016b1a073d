import { Buffer } from 'node:buffer'

/** What is made at random: ids, alone or in cursors, tokens of guests, which are ids with a seal, and numbers of orders. */
const GUEST_TOKEN = /(?<![\w-])(?<id>[\w-]{22})\.(?<key>[\w-]{1,32})\.[\w-]{43}(?![\w-])/g
const OPAQUE = /(?<![\w-])[\w-]{30,}(?![\w-])/g
const ORDER_NUMBER = /(?<![\w-])[A-Z]+-[0-9A-Z]{6}(?![\w-])/g
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

/** Remembers the names that were heard, so that those made anew can be told from them. */
export class KnownNames {
  readonly #known = new Set<string>()

  hear(text: string): void {
    rename(text, (name) => {
      this.#known.add(name)
      return name
    })
  }

  /** The text with each new name in it as the first, the second and so on, whatever it is; known ones stay. */
  withNewOnesCounted(text: string): string {
    const counted = new Map<string, string>()
    return rename(text, (name) => {
      if (this.#known.has(name)) return name
      const given = counted.get(name) ?? `new ${counted.size + 1}`
      counted.set(name, given)
      return given
    })
  }
}

function rename(text: string, nameOf: (name: string) => string): string {
  return text
    .replace(GUEST_TOKEN, (_, id: string, key: string) => `${nameOf(uuidOf(id))}.${key}`)
    .replace(OPAQUE, (token) => {
      const inside = Buffer.from(token, 'base64url').toString()
      const renamed = inside.replace(UUID, nameOf)
      return renamed === inside ? token : renamed
    })
    .replace(ORDER_NUMBER, nameOf)
}

const uuidOf = (id: string): string =>
  Buffer.from(id, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
