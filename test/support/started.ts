import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = path.join(import.meta.dirname, '../..')
const PATIENCE = 60_000
const running = new Set<number>()

export type Program = ReturnType<typeof startProgram>

/** Starts a program as a terminal does, with a process group and nothing of the tests' own environment. */
export function startProgram([command, ...args]: [string, ...string[]], env: Record<string, string> = {}) {
  const { PATH, HOME } = process.env
  const child = spawn(command, args, {
    cwd: ROOT,
    detached: true,
    env: { PATH, HOME, PORT: '0', DATABASE_CONNECT_TIMEOUT_MS: '10000', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = child.pid!
  running.add(pid)
  let [output, errors] = ['', '']
  child.stdout.on('data', (data: Buffer) => (output += String(data)))
  child.stderr.on('data', (data: Buffer) => (errors += String(data)))
  const closed = once(child, 'close')
  const exit = once(child, 'exit').then(async ([code, signal]) => {
    // The last lines come by then, unless another program was left behind that keeps the streams open.
    await Promise.race([closed, sleep(1_000)])
    return (code ?? signal) as number | string
  })
  return {
    exit,
    output: () => output,
    errors: () => errors,
    /** Waits for words, and gives what the pattern caught. */
    async says(words: RegExp): Promise<string> {
      const deadline = Date.now() + PATIENCE
      for (;;) {
        const found = words.exec(output + errors)
        if (found) return found[1] ?? found[0]
        const over = child.exitCode !== null || child.signalCode !== null || Date.now() > deadline
        if (over) throw new Error(`It never said ${String(words)}:\n${output}${errors}`)
        await sleep(10)
      }
    },
    /** To this process alone, as `kill` does, or as Ctrl-C in a terminal to its whole group. */
    send(signal: NodeJS.Signals, whom: 'process' | 'group' = 'process'): Promise<number | string> {
      process.kill(whom === 'group' ? -pid : pid, signal)
      return exit
    },
    /** Also what it started, and also if it has gone already. */
    kill(): Promise<number | string> {
      kill(pid)
      return exit
    },
  }
}

/** The same, to its end. */
export async function run(command: [string, ...string[]], env?: Record<string, string>) {
  const program = startProgram(command, env)
  return { code: await program.exit, stdout: program.output(), stderr: program.errors() }
}

/** Command lines of the processes that have the words in theirs. */
export function processesWith(words: string): string[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  return lines.filter((line) => line.includes(words) && !/^\s*\d+ Z/.test(line))
}

export function killAll(): void {
  running.forEach(kill)
}

function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
