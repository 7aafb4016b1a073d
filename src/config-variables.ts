import { documents } from './config-documents.ts'
import {
  cloudProject,
  currency,
  databaseUrl,
  guestSecrets,
  headers,
  integer,
  issuer,
  locale,
  oneOf,
  optional,
  orderPrefix,
  share,
  origins,
  text,
  timeZone,
  url,
} from './config-values.ts'

export interface Variable<Value> {
  /** Undefined: it must be set. */
  fallback?: string
  meaning: string
  /** Throws what is wrong, to follow the variable's name. */
  read: (text: string) => Value
}

/** Every variable that is read, for the documentation as well. */
export const VARIABLES = {
  PORT: { fallback: '8080', meaning: 'Where to listen.', read: integer(0, 65_535) },
  FUNCTIONS_CUSTOMHANDLER_PORT: {
    fallback: '',
    meaning:
      'Where to listen instead of `PORT`: the host of Azure Functions sets it for its custom handlers.',
    read: optional(integer(1, 65_535)),
  },
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
  INSTANCES_AT_MOST: {
    fallback: '10',
    meaning:
      'How many instances the platform may run at once. The start warns when they may open more connections than the database gives.',
    read: integer(1, 10_000),
  },
  DATABASE_CONNECT_TIMEOUT_MS: {
    fallback: '900',
    meaning:
      'How long opening a connection may take before the database counts as away; more for a Postgres that sleeps when idle.',
    read: integer(50, 30_000),
  },
  QUERY_COST_AT_MOST: {
    fallback: '1000',
    meaning: 'Objects that one operation may ask for.',
    read: integer(100, 1_000_000),
  },
  FAST_PATH: {
    fallback: 'on',
    meaning:
      '`off` has every request answered by Yoga. It changes no answer, only what it takes; for finding out whose a fault is.',
    read: oneOf('on', 'off'),
  },
  OPERATIONS_AT_ONCE: {
    fallback: '80',
    meaning: 'Operations that one process runs at once; a fifth of them is kept for placing orders.',
    read: integer(5, 10_000),
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
    read: issuer,
  },
  OIDC_AUDIENCE: { fallback: 'bakehouse', meaning: '`aud` of the tokens that are taken.', read: text },
  OIDC_JWKS_URL: {
    fallback: '',
    meaning: 'Where the issuer’s keys are; what its `/.well-known/openid-configuration` tells, unless set.',
    read: url,
  },
  OIDC_ROLE_CLAIM: {
    fallback: 'role',
    meaning:
      'The claim that says customer, staff or admin; `realm_access.roles` is `roles` within `realm_access`.',
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
  GOOGLE_CLOUD_PROJECT: {
    fallback: '',
    meaning: 'The id of the project, on Google Cloud: links log lines with traces.',
    read: cloudProject,
  },
  METRICS: {
    fallback: 'off',
    meaning: '`on` serves numbers for Prometheus at `/metrics`, to whoever can reach it.',
    read: oneOf('on', 'off'),
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    fallback: '',
    meaning: 'Where an OpenTelemetry collector takes traces by HTTP: http://localhost:4318. None unless set.',
    read: url,
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    fallback: '',
    meaning: 'Headers that the collector wants, as `name=value,name=value`, values URL-encoded.',
    read: headers,
  },
  OTEL_SERVICE_NAME: { fallback: 'bakehouse', meaning: 'What the traces call this service.', read: text },
  OTEL_TRACES_SAMPLER_ARG: {
    fallback: '1',
    meaning:
      'Which share of the traces that begin here is sent, from 0 to 1; others are sent if who began them says so.',
    read: share,
  },
  DOCUMENTS_MANIFEST: {
    fallback: '',
    meaning:
      'A file of the documents that clients may ask for by `documentId`, by SHA-256: as client-preset, Relay or Apollo write it.',
    read: documents,
  },
  DOCUMENTS: {
    fallback: 'any',
    meaning: '`trusted-only` answers nothing but the documents of the manifest.',
    read: oneOf('any', 'trusted-only'),
  },
  CORS_ORIGINS: {
    fallback: '',
    meaning:
      'Origins whose pages may ask from a browser, separated by commas: https://shop.example. `*` is all.',
    read: origins,
  },
  REVISION: {
    fallback: '',
    meaning: 'What is deployed, for example a commit: answers that clients keep of another count as old.',
    read: text,
  },
  DRAIN_GRACE_MS: {
    fallback: '2000',
    meaning:
      'After SIGTERM, requests are still taken for so long, while /readyz answers 503 already: time for a balancer to notice.',
    read: integer(0, 5000),
  },
  NODE_ENV: {
    fallback: 'production',
    meaning: '`development` is what `npm start` sets.',
    read: oneOf('production', 'development', 'test'),
  },
} satisfies Record<string, Variable<unknown>>

/** What a new bakery starts with; everything else is set by the API. */
export const SETUP_VARIABLES = {
  BAKERY_NAME: {
    fallback: '',
    meaning: 'As it stands over the door. Without one, no bakery is set up.',
    read: text,
  },
  BAKERY_TIME_ZONE: { meaning: 'IANA time zone: Europe/Amsterdam. It stands for good.', read: timeZone },
  BAKERY_CURRENCY: { meaning: 'ISO 4217 code: EUR. It stands for good.', read: currency },
  BAKERY_LOCALE: { fallback: 'en', meaning: 'BCP 47 tag: nl-NL.', read: locale },
  BAKERY_ORDER_PREFIX: {
    fallback: 'B-',
    meaning: 'What order numbers begin with: up to eight capital letters and digits, and a dash.',
    read: orderPrefix,
  },
} satisfies Record<string, Variable<unknown>>
