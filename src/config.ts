import { isSafe, Mistakes } from './config-values.ts'
import { SETUP_VARIABLES, VARIABLES, type Variable } from './config-variables.ts'
import type { GuestSecret } from './domain/guest-token.ts'

export interface Config {
  port: number
  databaseUrl: string
  databasePooler: 'none' | 'transaction'
  databasePoolMax: number
  instancesAtMost: number
  databaseConnectTimeoutMs: number
  costAtMost: number
  runningAtMost: number
  direct: boolean
  guestSecrets: GuestSecret[]
  guestOrdersAtMost: number
  issuer: string | null
  audience: string
  jwksUrl: string | null
  roleClaim: string
  graphiql: boolean
  publicUrl: string | null
  cloudProject: string | null
  metrics: boolean
  tracing: Tracing | null
  documents: ReadonlyMap<string, string> | null
  trustedOnly: boolean
  corsOrigins: string[]
  revision: string
  /** Milliseconds. */
  drainGrace: number
  development: boolean
}

/** Where traces are sent, and what with. */
export interface Tracing {
  endpoint: string
  headers: Record<string, string>
  service: string
  /** Of the traces that begin here. */
  share: number
}

/** Everything that is wrong with the environment, a line each. */
export class ConfigError extends Error {
  readonly mistakes: string[]

  constructor(mistakes: string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

/** @throws ConfigError with all mistakes at once */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const { read, mistakes } = reader(VARIABLES, env)
  const development = read('NODE_ENV') === 'development'
  const graphiql = read('GRAPHIQL')
  const trustedOnly = read('DOCUMENTS') === 'trusted-only'
  const issuer = read('OIDC_ISSUER')
  const endpoint = read('OTEL_EXPORTER_OTLP_ENDPOINT')
  const collector = {
    headers: read('OTEL_EXPORTER_OTLP_HEADERS'),
    service: read('OTEL_SERVICE_NAME'),
    share: read('OTEL_TRACES_SAMPLER_ARG'),
  }
  const jwksUrl = read('OIDC_JWKS_URL')
  const config: Config = {
    // A platform may set both, and its host of functions asks nowhere else.
    port: read('FUNCTIONS_CUSTOMHANDLER_PORT') ?? read('PORT'),
    databaseUrl: read('DATABASE_URL'),
    databasePooler: read('DATABASE_POOLER'),
    databasePoolMax: read('DATABASE_POOL_MAX'),
    instancesAtMost: read('INSTANCES_AT_MOST'),
    databaseConnectTimeoutMs: read('DATABASE_CONNECT_TIMEOUT_MS'),
    costAtMost: read('QUERY_COST_AT_MOST'),
    runningAtMost: read('OPERATIONS_AT_ONCE'),
    direct: read('FAST_PATH') === 'on',
    guestSecrets: read('GUEST_TOKEN_SECRETS'),
    guestOrdersAtMost: read('GUEST_ORDERS_AT_MOST'),
    issuer,
    audience: read('OIDC_AUDIENCE'),
    jwksUrl,
    roleClaim: read('OIDC_ROLE_CLAIM'),
    graphiql: graphiql === '' ? development && !trustedOnly : graphiql === 'on',
    publicUrl: read('PUBLIC_URL'),
    cloudProject: read('GOOGLE_CLOUD_PROJECT'),
    metrics: read('METRICS') === 'on',
    tracing: endpoint === null ? null : { endpoint, ...collector },
    documents: read('DOCUMENTS_MANIFEST'),
    trustedOnly,
    corsOrigins: read('CORS_ORIGINS'),
    revision: read('REVISION'),
    drainGrace: read('DRAIN_GRACE_MS'),
    development,
  }
  if (trustedOnly && config.documents === null)
    mistakes.push('DOCUMENTS is trusted-only, but DOCUMENTS_MANIFEST names no file.')
  if (trustedOnly && config.graphiql)
    mistakes.push('GRAPHIQL is on, but while DOCUMENTS is trusted-only it can ask nothing.')
  if (jwksUrl && !issuer) mistakes.push('OIDC_JWKS_URL is set, but OIDC_ISSUER is not: nobody could sign in.')
  const keysFrom = jwksUrl ?? issuer
  if (keysFrom && !development && !isSafe(keysFrom)) {
    const name = jwksUrl ? 'OIDC_JWKS_URL' : 'OIDC_ISSUER'
    mistakes.push(`${name} is an http address: keys are fetched by https, but on this very machine.`)
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return config
}

export interface Setup {
  name: string
  timeZone: string
  currency: string
  locale: string
  orderNumberPrefix: string
}

/**
 * What to set a bakery up with; null where BAKERY_NAME is not set.
 *
 * @throws ConfigError with all mistakes at once
 */
export function readSetup(env: Record<string, string | undefined> = process.env): Setup | null {
  const { read, mistakes } = reader(SETUP_VARIABLES, env)
  if (read('BAKERY_NAME') === '') return null
  const setup = {
    name: read('BAKERY_NAME'),
    timeZone: read('BAKERY_TIME_ZONE'),
    currency: read('BAKERY_CURRENCY'),
    locale: read('BAKERY_LOCALE'),
    orderNumberPrefix: read('BAKERY_ORDER_PREFIX'),
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return setup
}

/** Where to migrate, and how long a connection may take there. */
export interface Migration {
  databaseUrl: string
  connectTimeoutMs: number
}

/**
 * Past the pooler, for the migrator takes a session's lock.
 *
 * @throws ConfigError
 */
export function readMigration(env: Record<string, string | undefined> = process.env): Migration {
  const { read, mistakes } = reader({ ...VARIABLES, DATABASE_URL_DIRECT: VARIABLES.DATABASE_URL }, env)
  const migration = {
    databaseUrl: read(env['DATABASE_URL_DIRECT'] ? 'DATABASE_URL_DIRECT' : 'DATABASE_URL'),
    connectTimeoutMs: read('DATABASE_CONNECT_TIMEOUT_MS'),
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return migration
}

function reader<Variables extends Record<string, Variable<unknown>>>(
  variables: Variables,
  env: Record<string, string | undefined>,
) {
  const mistakes: string[] = []
  const read = <Name extends keyof Variables & string>(name: Name): ReturnType<Variables[Name]['read']> => {
    const variable: Variable<unknown> = variables[name]!
    const value = env[name]?.trim() || variable.fallback
    try {
      if (value === undefined) throw new Error(`is not set. ${variable.meaning}`)
      return variable.read(value) as never
    } catch (error) {
      const lines = error instanceof Mistakes ? error.lines : [(error as Error).message]
      mistakes.push(...lines.map((line) => `${name} ${line}`))
      return undefined as never
    }
  }
  return { read, mistakes }
}
