import type { GuestSecret } from './domain/guest-token.ts'

// Readers of settings: each gives the value, or throws what is wrong, in one line that follows the variable's name.

/** Several of them. */
export class Mistakes extends Error {
  readonly lines: string[]

  constructor(lines: string[]) {
    super(lines[0])
    const rest = lines.length - TOLD_AT_MOST
    this.lines = rest > 0 ? [...lines.slice(0, TOLD_AT_MOST), `has ${rest} more.`] : lines
  }
}

const TOLD_AT_MOST = 20

export function integer(from: number, to: number) {
  return (value: string): number => {
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= from && number <= to) return number
    throw new Error(`is ${quoted(value)}; it takes a whole number from ${from} to ${to}.`)
  }
}

/** Null where it is empty. */
export function optional<Value>(read: (value: string) => Value) {
  return (value: string): Value | null => (value === '' ? null : read(value))
}

export function oneOf<const Choice extends string>(...choices: Choice[]) {
  return (value: string): Choice => {
    if (choices.includes(value as Choice)) return value as Choice
    throw new Error(`is ${quoted(value)}; it takes ${choices.filter(Boolean).join(' or ')}.`)
  }
}

export function text(value: string): string {
  return value
}

export function url(value: string): string | null {
  return issuer(value)?.replace(/\/$/, '') ?? null
}

/** Exactly as it stands in tokens, with the slash at its end if there is one. */
export function issuer(value: string): string | null {
  if (value === '') return null
  const parsed = URL.parse(value)
  if (parsed && /^https?:$/.test(parsed.protocol) && !parsed.password) return value
  throw new Error(`is ${quoted(value)}; it takes an http or https URL without a password.`)
}

export function origins(value: string): string[] {
  const list = value.split(',').flatMap((entry) => entry.trim() || [])
  if (list.length > 1 && list.includes('*')) throw new Error('takes `*` alone, or origins without it.')
  const wrong = list.find((entry) => entry !== '*' && !isOrigin(entry))
  if (wrong === undefined) return list
  throw new Error(`holds ${quoted(wrong)}; it takes origins as browsers send them: https://shop.example.`)
}

const isOrigin = (entry: string): boolean =>
  !entry.includes('*') && /^https?:/.test(entry) && URL.parse(entry)?.origin === entry

/** Over TLS, or on this very machine: nobody on the way can change what is fetched there. */
export function isSafe(address: string): boolean {
  const { protocol, hostname = '' } = URL.parse(address) ?? {}
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && isHere)
}

// Never repeats the value: it holds a password.
export function databaseUrl(value: string): string {
  if (/^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? '')) return value
  throw new Error('is not a Postgres URL: postgres://user:password@host:5432/name.')
}

export function guestSecrets(value: string): GuestSecret[] {
  const secrets = value.split(',').map((entry) => {
    const [, keyId, secret] = /^\s*([\w-]{1,32}):(\S{32,})\s*$/.exec(entry) ?? []
    if (keyId && secret) return { keyId, secret }
    throw new Error('takes `id:secret` pairs separated by commas, each secret of 32 characters at least.')
  })
  const ids = new Set(secrets.map(({ keyId }) => keyId))
  if (ids.size === secrets.length) return secrets
  throw new Error('has an id twice: the links that its second secret made would open nothing.')
}

export function timeZone(value: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone
  } catch {
    throw new Error(`is ${quoted(value)}; it takes an IANA time zone: Europe/Amsterdam.`)
  }
}

export function currency(value: string): string {
  if (Intl.supportedValuesOf('currency').includes(value)) return value
  throw new Error(`is ${quoted(value)}; it takes an ISO 4217 code: EUR.`)
}

export function locale(value: string): string {
  try {
    Intl.getCanonicalLocales(value)
    return value
  } catch {
    throw new Error(`is ${quoted(value)}; it takes a BCP 47 tag: nl-NL.`)
  }
}

export function orderPrefix(value: string): string {
  if (/^[A-Z0-9]{0,8}-?$/.test(value)) return value
  throw new Error(`is ${quoted(value)}; it takes up to eight capital letters and digits, and a dash: B-.`)
}

export function cloudProject(value: string): string | null {
  if (/^([a-z][a-z0-9.:-]{1,61}[a-z0-9])?$/.test(value)) return value || null
  throw new Error(`is ${quoted(value)}; it takes the id of a project: my-bakery-123.`)
}

export function share(value: string): number {
  if (/^(0|1|[01]?\.\d+)$/.test(value) && Number(value) <= 1) return Number(value)
  throw new Error(`is ${quoted(value)}; it takes a number from 0 to 1.`)
}

// Never repeats the value: it holds a password.
export function headers(value: string): Record<string, string> {
  const pairs = value.split(',').filter(Boolean)
  return Object.fromEntries(pairs.map(headerOf))
}

function headerOf(pair: string): [string, string] {
  const [, name, content] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? []
  try {
    const decoded = decodeURIComponent(content ?? '\0')
    if (name && /^[\x20-\x7e]*$/.test(decoded)) return [name, decoded]
  } catch {
    // Told below.
  }
  throw new Error('takes `name=value` pairs separated by commas, their values URL-encoded.')
}

const LONGEST_QUOTE = 80

// In one line, and never what looks like a name and a password.
export function quoted(value: string): string {
  const hidden = value.replace(/\/\/.*@/s, '//…@')
  return JSON.stringify(hidden.length > LONGEST_QUOTE ? `${hidden.slice(0, LONGEST_QUOTE)}…` : hidden)
}
