import { SETUP_VARIABLES, VARIABLES } from '../../src/config-variables.ts'
import { readManifest, textOf } from './manifests.ts'

/** What a manifest runs, in the same words for every host. */
export interface Deployed {
  name: string
  /** Null for a value that comes from elsewhere: a secret, or a parameter. */
  env: Record<string, string | null>
  /** Variables whose values come from where secrets are kept. */
  secrets: string[]
  port?: number
  /** Paths that decide whether an instance may start and go on. */
  probes: string[]
  /** Paths that decide whether it is sent anything. */
  readiness: string[]
  instancesAtMost?: number
  args: string[]
}

/** Read by `migrate.ts` under a name of its own. */
export const KNOWN = [...Object.keys({ ...VARIABLES, ...SETUP_VARIABLES }), 'DATABASE_URL_DIRECT']

/** Of the adapter, as its documentation lists them. */
export const OF_ADAPTER = ['AWS_LWA_PORT', 'AWS_LWA_READINESS_CHECK_PATH', 'AWS_LWA_INVOKE_MODE']

export const SECRET = ['DATABASE_URL', 'DATABASE_URL_DIRECT', 'GUEST_TOKEN_SECRETS']

type Env = { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }[]
interface Container {
  args?: string[]
  ports?: { containerPort: number }[]
  env: Env
  startupProbe?: Probe
  livenessProbe?: Probe
}
type Probe = { httpGet: { path: string; port: number } }

// oxlint-disable-next-line typescript/no-explicit-any -- manifests have shapes of their own
const read = (file: string): any => readManifest(file)

export function cloudRun(): Deployed {
  const { spec } = read('cloud-run/service.yaml')
  const { metadata } = spec.template
  const atMost = Number(metadata.annotations['autoscaling.knative.dev/maxScale'])
  return {
    ...ofContainer('cloud-run/service.yaml', spec.template.spec.containers[0]),
    instancesAtMost: atMost,
  }
}

export function cloudRunJob(): Deployed {
  const container = read('cloud-run/migrate-job.yaml').spec.template.spec.template.spec.containers[0]
  return ofContainer('cloud-run/migrate-job.yaml', container)
}

function ofContainer(name: string, { args = [], ports = [], env, ...probes }: Container): Deployed {
  const probed = [probes.startupProbe, probes.livenessProbe].flatMap((probe) => probe?.httpGet ?? [])
  const wrong = probed.filter(({ port }) => port !== ports[0]?.containerPort)
  if (wrong.length > 0) throw new Error(`${name} probes where nothing listens.`)
  return {
    name,
    args,
    env: Object.fromEntries(env.map((each) => [each.name, each.value ?? null])),
    secrets: env.filter(({ valueFrom }) => valueFrom?.secretKeyRef).map((each) => each.name),
    port: ports[0]?.containerPort,
    probes: probed.map(({ path }) => path),
    readiness: [],
  }
}

const isSecret = (value: unknown) => JSON.stringify(value).includes('{{resolve:secretsmanager:')

export function lambda(): Deployed {
  const { Parameters, Resources } = read('aws-lambda/template.yaml')
  const { Environment, ReservedConcurrentExecutions } = Resources.Bakehouse.Properties
  const variables = Object.entries(Environment.Variables as Record<string, string | object>)
  return {
    name: 'aws-lambda/template.yaml',
    args: [],
    env: Object.fromEntries(variables.map(([key, value]) => [key, typeof value === 'string' ? value : null])),
    secrets: variables.filter(([, value]) => isSecret(value)).map(([key]) => key),
    port: Number(Environment.Variables.PORT),
    probes: [Environment.Variables.AWS_LWA_READINESS_CHECK_PATH],
    readiness: [],
    instancesAtMost: Parameters[ReservedConcurrentExecutions.Ref].Default,
  }
}

/** There is no reader of Bicep here: its few forms that are used are found by their looks. */
export function containerApps(): [app: Deployed, job: Deployed] {
  const text = textOf('azure-container-apps/main.bicep')
  const parts = [partOf(text, 'app'), partOf(text, 'migrate')]
  return parts.map((part, index) => {
    const env = part.slice(part.indexOf('env: ['), part.search(/\n {10}\]/))
    const pairs = [...env.matchAll(/\{ name: '(\w+)', (value|secretRef): (.+) \}/g)]
    const targetPort = /targetPort: port\b/.test(part)
      ? Number(/^var port = (\d+)$/m.exec(text)?.[1])
      : undefined
    return {
      name: `azure-container-apps/main.bicep ${index === 0 ? 'app' : 'job'}`,
      args: [...(/args: \[(.*)\]/.exec(part)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, arg]) => arg!),
      env: Object.fromEntries(
        pairs.map(([, name, kind, value]) => [
          name!,
          kind === 'secretRef' ? null : (/^'([^'$]*)'$/.exec(value!)?.[1] ?? defaultOf(text, value!)),
        ]),
      ),
      secrets: pairs.filter(([, , kind]) => kind === 'secretRef').map(([, name]) => name!),
      port: targetPort,
      probes: probesOf(part, 'Startup', 'Liveness'),
      readiness: probesOf(part, 'Readiness'),
      instancesAtMost: index === 0 ? Number(defaultOf(text, 'replicasAtMost')) : undefined,
    }
  }) as [Deployed, Deployed]
}

function probesOf(part: string, ...kinds: string[]): string[] {
  const probes = [...part.matchAll(/type: '(\w+)'\s+httpGet: \{ path: '([^']+)', port: port \}/g)]
  return probes.filter(([, kind]) => kinds.includes(kind!)).map(([, , path]) => path!)
}

function partOf(text: string, symbol: string): string {
  const from = text.indexOf(`resource ${symbol} '`)
  return text.slice(from, text.indexOf('\n}\n', from))
}

function defaultOf(text: string, expression: string): string | null {
  const symbol = /^(?:string\()?(\w+)\)?$/.exec(expression)?.[1]
  return new RegExp(`^(?:param|var) ${symbol}(?: \\w+)? = '?([^'\n]*)'?$`, 'm').exec(text)?.[1] ?? null
}
