import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig, readMigration, readSetup } from '../../src/config.ts'
import { readManifest, textOf } from './manifests.ts'
import {
  cloudRun,
  cloudRunJob,
  containerApps,
  KNOWN,
  lambda,
  OF_ADAPTER,
  SECRET,
  type Deployed,
} from './settings-of.ts'

const [app, appJob] = containerApps()
const SERVICES = [cloudRun(), app, lambda()]
const JOBS = [cloudRunJob(), appJob]
const README = {
  [cloudRun().name]: 'cloud-run',
  [app.name]: 'azure-container-apps',
  [lambda().name]: 'aws-lambda',
}
const PAGES = ['cloud-run', 'azure-container-apps', 'azure-functions', 'aws-lambda']
const ROOT = path.join(import.meta.dirname, '../..')

// Stand-ins for what is filled in while deploying.
const FILLED_IN: Record<string, string> = {
  DATABASE_URL: 'postgres://bakehouse:secret@localhost/bakehouse?host=/cloudsql/project-1:region:bakehouse',
  GUEST_TOKEN_SECRETS: `first:${'x'.repeat(32)}`,
  GOOGLE_CLOUD_PROJECT: 'project-1',
  PUBLIC_URL: 'https://bakehouse.example',
  REVISION: '1a2b3c4',
  OIDC_ISSUER: '',
}
const settings = ({ env }: Deployed) => ({ ...env, ...FILLED_IN }) as Record<string, string>

const each = (deployed: Deployed[]) => deployed.map((one) => [one.name, one] as const)

describe.each(each([...SERVICES, ...JOBS]))('%s', (_, deployed) => {
  test('names only settings that the code reads', () => {
    const names = Object.keys(deployed.env)
    expect(names.length).toBeGreaterThan(4)
    expect(names.filter((name) => ![...KNOWN, ...OF_ADAPTER].includes(name))).toEqual([])
  })

  test('holds no secret: each comes from where secrets are kept', () => {
    const needed = Object.keys(deployed.env).filter((name) => SECRET.includes(name))
    expect(needed).toContain('DATABASE_URL')
    expect(deployed.secrets.toSorted()).toEqual(needed.toSorted())
    expect(needed.map((name) => deployed.env[name])).toEqual(needed.map(() => null))
  })
})

describe.each(each(SERVICES))('%s', (_, service) => {
  test('starts the server, with settings that it takes', () => {
    expect(service.args).toEqual([])
    expect(readConfig(settings(service)).port).toBe(service.port)
  })

  test('asks whether the process lives without waking the database', () => {
    expect(new Set(service.probes)).toEqual(new Set(['/livez']))
    expect(service.readiness.filter((probe) => probe !== '/readyz')).toEqual([])
  })

  test('never opens more connections than its page counts', () => {
    const budget =
      /\*\*(\d+) instances × (\d+) connections(?: × (\d) while deploying)? \+ 1 for the job = (\d+) of (\d+)\.\*\*/
    const [, instances, connections, revisions = 1, sum, all] = budget
      .exec(textOf(`${README[service.name]}/README.md`))!
      .map(Number)
    expect([instances, connections]).toEqual([
      service.instancesAtMost,
      readConfig(settings(service)).databasePoolMax,
    ])
    expect(instances! * connections! * (revisions || 1) + 1).toBe(sum)
    expect(sum).toBeLessThanOrEqual(all!)
  })
})

describe.each(each(JOBS))('%s', (_, job) => {
  test('migrates, sets a bakery up, and opens no port', () => {
    expect(job).toMatchObject({ args: ['/app/migrate.cjs'], port: undefined, probes: [], readiness: [] })
    expect(Object.keys(job.env)).not.toContain('PORT')
    expect(readMigration(settings(job)).databaseUrl).toBe(FILLED_IN['DATABASE_URL'])
    expect(readSetup(settings(job))).toMatchObject({ timeZone: 'Europe/Amsterdam', currency: 'EUR' })
  })
})

test('Cloud Run keeps nothing running, and gives 1 CPU and 256 MiB to 80 requests at once', () => {
  const { spec } = readManifest('cloud-run/service.yaml') as { spec: { template: Record<string, never> } }
  expect(spec.template).toMatchObject({
    metadata: {
      annotations: {
        'autoscaling.knative.dev/minScale': '0',
        'run.googleapis.com/cpu-throttling': 'true',
        'run.googleapis.com/startup-cpu-boost': 'true',
        // The other needs 512 MiB.
        'run.googleapis.com/execution-environment': 'gen1',
      },
    },
    spec: {
      serviceAccountName: 'bakehouse@PROJECT_ID.iam.gserviceaccount.com',
      containerConcurrency: readConfig(settings(cloudRun())).runningAtMost,
      timeoutSeconds: 60,
      containers: [{ resources: { limits: { cpu: '1', memory: '256Mi' } } }],
    },
  })
})

test('Lambda is left before it kills, and asks the adapter for what it offers', () => {
  const { env } = lambda()
  expect(env).toMatchObject({
    DRAIN_GRACE_MS: '0',
    AWS_LWA_PORT: env['PORT'],
    AWS_LWA_INVOKE_MODE: 'buffered',
  })
  expect(textOf('aws-lambda/Dockerfile')).toMatch(/lambda-adapter \/opt\/extensions\/lambda-adapter\n$/)
})

test('Functions hands every request on, whatever its method and path', () => {
  const { bindings } = readManifest('azure-functions/Http/function.json') as {
    bindings: { type: string; methods: string[]; route: string; authLevel: string }[]
  }
  const trigger = bindings.find(({ type }) => type === 'httpTrigger')
  expect(trigger).toMatchObject({ route: '{*path}', authLevel: 'anonymous' })
  expect(trigger?.methods).toEqual(expect.arrayContaining(['get', 'head', 'post', 'options']))
})

const BICEP = path.join(ROOT, 'deploy/azure-container-apps/main.bicep')

test('the Bicep file closes its brackets, and uses no symbol that it does not declare', () => {
  const whole = readFileSync(BICEP, 'utf8')
  const text = whole.replaceAll(/'(?:[^'\\]|\\.)*'/g, (it) => it.replaceAll(/[[\]{}()]/g, ''))
  for (const [open, close] of ['{}', '[]', '()'] as unknown as [string, string][])
    expect(text.split(open).length, open).toBe(text.split(close).length)
  const declared = [...text.matchAll(/^(?:param|var|resource|output) (\w+)/gm)].map(([, name]) => name!)
  const used = [...text.matchAll(/\b(\w+)\.(?:id|name|properties|listKeys)\b/g)].map(([, name]) => name!)
  expect(used.filter((name) => !declared.includes(name))).toEqual([])
  expect(whole).not.toMatch(/,\n/)
})

const hasBicep = spawnSync('bicep', ['--version']).status === 0

test.runIf(hasBicep)('the Bicep file compiles without a warning', () => {
  const { status, stderr } = spawnSync('bicep', ['build', '--stdout', BICEP], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})

test.each(PAGES)('the page of deploy/%s names files and settings that are there', (folder) => {
  const page = textOf(`${folder}/README.md`)
  const settingsNamed = [
    ...page.matchAll(/`((?:DATABASE|GUEST|OIDC|DRAIN|BAKERY|PUBLIC)_[A-Z_]+)(?:=[^`]*)?`/g),
  ]
  expect(settingsNamed.map(([, name]) => name!).filter((name) => !KNOWN.includes(name))).toEqual([])
  for (const [, link] of page.matchAll(/\]\(((?!https?:)[^)#]+)/g))
    expect(textOf(`${folder}/${link}`)).toBeTruthy()
})

test('what the page of Cloud Run fills in leaves no gap', () => {
  const fill = /^fill\(\) .+$/m.exec(textOf('cloud-run/README.md'))![0]
  const env = {
    PATH: process.env['PATH'],
    PROJECT_ID: 'project-1',
    REGION: 'europe-west4',
    IMAGE: 'europe-west4-docker.pkg.dev/project-1/bakehouse/bakehouse:1e10000',
    REVISION: '1e10000',
    PUBLIC_URL: 'https://bakehouse-123.europe-west4.run.app',
  }
  for (const file of ['service.yaml', 'migrate-job.yaml']) {
    const script = `${fill.replace(/>[^;]+/, '')}\nfill ${file}`
    const { stdout } = spawnSync('bash', ['-euc', script], { cwd: ROOT, env, encoding: 'utf8' })
    const filled = JSON.stringify(parse(stdout))
    expect(filled).toContain(`"image":"${env.IMAGE}"`)
    expect(filled).toContain('project-1:europe-west4:bakehouse')
    expect(filled).not.toMatch(/PROJECT_ID|IMAGE|[^_]REGION|"value":"[A-Z]+_/)
    // In quotes, or it would be a number.
    expect(filled.split('"value":"1e10000"')).toHaveLength(file === 'service.yaml' ? 2 : 1)
  }
})
