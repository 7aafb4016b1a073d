import { Buffer } from 'node:buffer'

/** What is made at random: ids, alone or in cursors, tokens of guests, which are ids with a seal, and numbers of orders. */
const GUEST_TOKEN = /(?<![\w-])(?<id>[\w-]{22})\.[\w-]{1,32}\.[\w-]{43}(?![\w-])/g
const OPAQUE = /(?<![\w-])[\w-]{30,}(?![\w-])/g
const ORDER_NUMBER = /(?<![\w-])[A-Z]+-[0-9A-Z]{6}(?![\w-])/g
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

/** Remembers the names that were heard, so that those made anew can be told from them. */
export class KnownNames {
  readonly #known = new Set<string>()

  hear(text: string): void {
    for (const name of namesIn(text)) this.#known.add(name)
  }

  /**
   * Both texts with each new name as the first, the second and so on, whatever it is. Known ones stay, and so do those that
   * stand in both: nobody draws what another has drawn.
   */
  withNewOnesCounted(one: string, other: string): [string, string] {
    const [ofOne, ofOther] = [namesIn(one), namesIn(other)]
    const isKnown = (name: string) => this.#known.has(name) || (ofOne.has(name) && ofOther.has(name))
    return [counted(one, isKnown), counted(other, isKnown)]
  }
}

function counted(text: string, isKnown: (name: string) => boolean): string {
  const given = new Map<string, string>()
  return rename(text, (name) => {
    if (isKnown(name)) return name
    const count = given.get(name) ?? `new ${given.size + 1}`
    given.set(name, count)
    return count
  })
}

function namesIn(text: string): Set<string> {
  const names = new Set<string>()
  rename(text, (name) => {
    names.add(name)
    return name
  })
  return names
}

function rename(text: string, nameOf: (name: string) => string): string {
  return text
    .replace(GUEST_TOKEN, (token, id: string) => {
      const name = nameOf(uuidOf(id))
      return name === uuidOf(id) ? token : `${name} with a seal`
    })
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
