import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pinned } from './pinning.ts'
import type { Load, Outcome } from './load.ts'

export interface Loader {
  put: (load: Load) => Promise<Outcome>
  close: () => void
}

/** A process that puts loads on servers, beside Postgres on the second processor. */
export function openLoader(): Loader {
  const [command, ...args] = pinned(1, [process.execPath, path.join(import.meta.dirname, 'load.ts')])
  const child = spawn(command!, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    put: async (load) => {
      child.send(load)
      const [message] = (await once(child, 'message')) as [{ outcome?: Outcome; error?: string }]
      if (!message.outcome) throw new Error(message.error)
      return message.outcome
    },
    close: () => void child.kill(),
  }
}
