import { execFileSync, spawnSync } from 'node:child_process'
import { cpus } from 'node:os'

/** Whether servers get a processor of their own. */
export const CAN_PIN = cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0

/** A command line that runs on one processor only, where that can be had. */
export function pinned(processor: number, command: string[]): string[] {
  return CAN_PIN ? ['taskset', '-c', String(processor), ...command] : command
}

/** What the process starts from now on runs there too. */
export function pin(processor: number, pid: number): void {
  if (CAN_PIN) execFileSync('taskset', ['-acp', String(processor), String(pid)], { stdio: 'ignore' })
}

export function unpin(pid: number): void {
  if (CAN_PIN) execFileSync('taskset', ['-acp', `0-${cpus().length - 1}`, String(pid)], { stdio: 'ignore' })
}
