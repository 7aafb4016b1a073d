import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts } from '../support/balancer.ts'
import { GUEST_SECRET } from '../support/bakery.ts'
import { startProgram, type Program } from '../support/started.ts'
import { answerOf, EVENTS, type Answered, type Asked, type Door } from './lambda-events.ts'
import { readManifest } from './manifests.ts'
import { openRuntimeApi } from './runtime-api.ts'
import { adapt } from './web-adapter.ts'

/** An execution environment of Lambda, with the settings of the template: it stands still whenever nobody asks. */
export interface Lambda {
  server: Program
  ask(door: Door, asked: Asked): Promise<Answered>
  thaw(): void
  kill(): Promise<void>
}

interface Template {
  Resources: { Bakehouse: { Properties: { Environment: { Variables: Record<string, unknown> } } } }
}

// The real adapter, where somebody has it: `LAMBDA_ADAPTER=…/lambda-adapter npx vitest run test/deploy/lambda.test.ts`.
const { LAMBDA_ADAPTER } = process.env
const READY_POLL = 10
const INIT_AT_MOST = 30_000

/** Kill it at the end. */
export async function startLambda(databaseUrl: string, more: Record<string, string> = {}): Promise<Lambda> {
  const template = readManifest('aws-lambda/template.yaml') as Template
  const [port] = (await freePorts(1)) as [number]
  const env = settingsOf(template, port)
  const server = startProgram([process.execPath, 'src/server.ts'], {
    ...env,
    DATABASE_URL: databaseUrl,
    GUEST_TOKEN_SECRETS: `test:${GUEST_SECRET}`,
    ...more,
  })
  const adapter = LAMBDA_ADAPTER ? await startAdapter(LAMBDA_ADAPTER, env) : ourAdapter(port)
  await untilReady(`http://127.0.0.1:${port}${env['AWS_LWA_READINESS_CHECK_PATH']}`)
  const both = (signal: NodeJS.Signals) => {
    void server.send(signal)
    void adapter.program?.send(signal)
  }
  both('SIGSTOP')
  return {
    server,
    async ask(door, asked) {
      both('SIGCONT')
      const answer = await adapter.invoke(EVENTS[door](asked))
      both('SIGSTOP')
      return answerOf(answer)
    },
    thaw: () => both('SIGCONT'),
    async kill() {
      adapter.close()
      await Promise.all([server.kill(), adapter.program?.kill()])
    },
  }
}

type Invoke = Pick<Awaited<ReturnType<typeof openRuntimeApi>>, 'invoke' | 'close'>
type Adapter = Invoke & { program?: Program }

const ourAdapter = (port: number): Adapter => ({ invoke: (event) => adapt(port, event), close: () => {} })

async function startAdapter(file: string, env: Record<string, string>): Promise<Adapter> {
  const api = await openRuntimeApi()
  const program = startProgram([file], {
    ...env,
    AWS_LAMBDA_RUNTIME_API: api.address,
    AWS_LAMBDA_FUNCTION_NAME: 'bakehouse',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_LOG_STREAM_NAME: '',
    AWS_LAMBDA_LOG_GROUP_NAME: '',
  })
  return { ...api, program }
}

// What the template refers to is not known here, and its ports may be taken.
function settingsOf({ Resources }: Template, port: number): Record<string, string> {
  const { Variables } = Resources.Bakehouse.Properties.Environment
  const told = Object.entries(Variables).filter(([, value]) => typeof value === 'string')
  const ports = { PORT: String(port), AWS_LWA_PORT: String(port) }
  return { ...(Object.fromEntries(told) as Record<string, string>), ...ports }
}

async function untilReady(address: string): Promise<void> {
  const deadline = Date.now() + INIT_AT_MOST
  for (;;) {
    const answer = await fetch(address).catch(() => undefined)
    if (answer && answer.status < 500) return
    if (Date.now() > deadline) throw new Error(`Nothing was ready at ${address}`)
    await sleep(READY_POLL)
  }
}
