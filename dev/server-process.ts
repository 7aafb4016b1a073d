import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ServerProcess {
  process: ChildProcess
  port: number
  /** Sends SIGTERM and waits for the end; gives the exit code. */
  stop(): Promise<number | null>
}

export interface ServerOptions {
  /** What Node is given: the program, and before it Node's own flags. */
  args: string[]
  databaseUrl: string
  env?: Record<string, string>
}

/** Starts a server in production's settings, with nothing of our own environment, and waits until it listens. */
export async function startServer({ args, databaseUrl, env = {} }: ServerOptions): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATABASE_URL: databaseUrl,
      DATABASE_CONNECT_TIMEOUT_MS: '10000',
      DRAIN_GRACE_MS: '0',
      GUEST_TOKEN_SECRETS: `sample:${'s'.repeat(32)}`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const stop = async () => {
    child.kill()
    const [code] = (await exited) as [number | null]
    return code
  }
  let said = ''
  child.stdout.on('data', (line: Buffer) => (said = `${said}${String(line)}`.slice(0, 1_000)))
  for (;;) {
    const port = /listens on port (\d+)/.exec(said)?.[1]
    if (port) return { process: child, port: Number(port), stop }
    if (child.exitCode !== null) throw new Error(`The server did not start: ${said}`)
    await sleep(20)
  }
}
