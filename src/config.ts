import type { GuestSecret } from './domain/guest-token.ts'

export interface Config {
  port: number
  databaseUrl: string
  databasePooler: 'none' | 'transaction'
  databasePoolMax: number
  guestSecrets: GuestSecret[]
  guestOrdersAtMost: number
  issuer: string | null
  audience: string
  jwksUrl: string | null
  roleClaim: string
  graphiql: boolean
  publicUrl: string | null
  development: boolean
}

/** Everything that is wrong with the environment, a line each. */
export class ConfigError extends Error {
  readonly mistakes: string[]

  constructor(mistakes: string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

interface Variable<Value> {
  /** Undefined: it must be set. */
  fallback?: string
  meaning: string
  /** Throws what is wrong, to follow the variable's name. */
  read: (text: string) => Value
}

/** Every variable that is read, for the documentation as well. */
export const VARIABLES = {
  PORT: { fallback: '8080', meaning: 'Where to listen.', read: integer(0, 65_535) },
  DATABASE_URL: {
    meaning: 'Postgres 15 or newer: postgres://user:password@host:5432/name.',
    read: databaseUrl,
  },
  DATABASE_POOLER: {
    fallback: 'none',
    meaning:
      '`transaction` behind a transaction pooler such as PgBouncer: statements are not prepared by name then.',
    read: oneOf('none', 'transaction'),
  },
  DATABASE_POOL_MAX: {
    fallback: '5',
    meaning: 'Connections of one process at most.',
    read: integer(1, 100),
  },
  GUEST_TOKEN_SECRETS: {
    meaning:
      'What guests’ links are signed with: `id:secret`, of 32 characters at least, the newest first, separated by commas.',
    read: guestSecrets,
  },
  GUEST_ORDERS_AT_MOST: {
    fallback: '5',
    meaning: 'Open orders of one guest, by e-mail or phone.',
    read: integer(1, 1000),
  },
  OIDC_ISSUER: {
    fallback: '',
    meaning: '`iss` of the tokens that are taken; without one nobody can sign in.',
    read: url,
  },
  OIDC_AUDIENCE: { fallback: 'bakehouse', meaning: '`aud` of the tokens that are taken.', read: text },
  OIDC_JWKS_URL: {
    fallback: '',
    meaning: 'Where the issuer’s keys are; OIDC_ISSUER + `/.well-known/jwks.json` unless set.',
    read: url,
  },
  OIDC_ROLE_CLAIM: {
    fallback: 'role',
    meaning: 'The claim that says customer, staff or admin.',
    read: text,
  },
  GRAPHIQL: {
    fallback: '',
    meaning: '`on` or `off`; on in development only, unless set.',
    read: oneOf('', 'on', 'off'),
  },
  PUBLIC_URL: {
    fallback: '',
    meaning: 'Scheme and host that clients use, where a proxy hides it from us.',
    read: url,
  },
  NODE_ENV: {
    fallback: 'production',
    meaning: '`development` is what `npm start` sets.',
    read: oneOf('production', 'development', 'test'),
  },
} satisfies Record<string, Variable<unknown>>

/** @throws ConfigError with all mistakes at once */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const mistakes: string[] = []
  const read = <Name extends keyof typeof VARIABLES>(
    name: Name,
  ): ReturnType<(typeof VARIABLES)[Name]['read']> => {
    const variable: Variable<unknown> = VARIABLES[name]
    const value = env[name]?.trim() || variable.fallback
    try {
      if (value === undefined) throw new Error(`is not set. ${variable.meaning}`)
      return variable.read(value) as never
    } catch (error) {
      mistakes.push(`${name} ${(error as Error).message}`)
      return undefined as never
    }
  }
  const development = read('NODE_ENV') === 'development'
  const graphiql = read('GRAPHIQL')
  const config: Config = {
    port: read('PORT'),
    databaseUrl: read('DATABASE_URL'),
    databasePooler: read('DATABASE_POOLER'),
    databasePoolMax: read('DATABASE_POOL_MAX'),
    guestSecrets: read('GUEST_TOKEN_SECRETS'),
    guestOrdersAtMost: read('GUEST_ORDERS_AT_MOST'),
    issuer: read('OIDC_ISSUER'),
    audience: read('OIDC_AUDIENCE'),
    jwksUrl: read('OIDC_JWKS_URL'),
    roleClaim: read('OIDC_ROLE_CLAIM'),
    graphiql: graphiql === '' ? development : graphiql === 'on',
    publicUrl: read('PUBLIC_URL'),
    development,
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return config
}

/**
 * Where to migrate: past the pooler, for the migrator takes a session's lock.
 *
 * @throws ConfigError
 */
export function readMigrationUrl(env: Record<string, string | undefined> = process.env): string {
  const name = env['DATABASE_URL_DIRECT'] ? 'DATABASE_URL_DIRECT' : 'DATABASE_URL'
  try {
    return databaseUrl(env[name] ?? '')
  } catch (error) {
    throw new ConfigError([`${name} ${(error as Error).message}`])
  }
}

function integer(from: number, to: number) {
  return (value: string): number => {
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= from && number <= to) return number
    throw new Error(`is "${value}"; it takes a whole number from ${from} to ${to}.`)
  }
}

function oneOf<const Choice extends string>(...choices: Choice[]) {
  return (value: string): Choice => {
    if (choices.includes(value as Choice)) return value as Choice
    throw new Error(`is "${value}"; it takes ${choices.filter(Boolean).join(' or ')}.`)
  }
}

function text(value: string): string {
  return value
}

function url(value: string): string | null {
  if (value === '') return null
  const parsed = URL.parse(value)
  if (parsed && /^https?:$/.test(parsed.protocol)) return value.replace(/\/$/, '')
  throw new Error(`is "${value}"; it takes an http or https URL.`)
}

// Never repeats the value: it holds a password.
function databaseUrl(value: string): string {
  if (/^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? '')) return value
  throw new Error('is not a Postgres URL: postgres://user:password@host:5432/name.')
}

function guestSecrets(value: string): GuestSecret[] {
  return value.split(',').map((entry) => {
    const [, keyId, secret] = /^\s*([\w-]{1,32}):(\S{32,})\s*$/.exec(entry) ?? []
    if (keyId && secret) return { keyId, secret }
    throw new Error('takes `id:secret` pairs separated by commas, each secret of 32 characters at least.')
  })
}
