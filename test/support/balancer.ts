import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { soon } from './cable.ts'
import { startProgram } from './started.ts'

// Debian keeps it where only root looks.
const PLACES = ['haproxy', '/usr/sbin/haproxy']
/** Undefined where it is not installed. */
export const findHaproxy = () => PLACES.find((program) => spawnSync(program, ['-v']).status === 0)

/** A real HAProxy before some ports of this machine. */
export interface Balancer {
  port: number
  /** Waits until it sends requests to so many of them. */
  sees(count: number): Promise<void>
}

// What anybody would write: it asks every instance whether it is ready, and repeats only what never got a connection.
const configOf = (port: number, statistics: number, ports: readonly number[]) => `
global
  maxconn 1000
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 30s
  timeout http-keep-alive 30s
  option redispatch 1
  retries 3
  option httpchk GET /readyz
  http-check expect status 200
  timeout check 2s
  default-server check inter 200ms fall 1 rise 1
frontend door
  bind 127.0.0.1:${port}
  default_backend bakehouse
backend bakehouse
  balance roundrobin
${ports.map((each) => `  server at-${each} 127.0.0.1:${each}`).join('\n')}
frontend statistics
  bind 127.0.0.1:${statistics}
  stats enable
  stats uri /
`

/** Starts it, until the test ends. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const [port, statistics] = (await freePorts(2)) as [number, number]
  const folder = mkdtempSync(path.join(tmpdir(), 'balancer-'))
  const file = path.join(folder, 'haproxy.cfg')
  writeFileSync(file, configOf(port, statistics, ports))
  const haproxy = startProgram([findHaproxy()!, '-db', '-f', file])
  onTestFinished(async () => {
    await haproxy.kill()
    rmSync(folder, { recursive: true })
  })
  const up = async () => {
    const table = await fetch(`http://127.0.0.1:${statistics}/;csv`).then((response) => response.text())
    return table.split('\n').filter((line) => /^bakehouse,at-.*,UP,/.test(line)).length
  }
  const sees = (count: number) => soon(async () => (await up().catch(() => -1)) === count, 20_000)
  return { port, sees }
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) server.close()
  return ports
}
