import { readdirSync, readFileSync } from 'node:fs'

/** Seconds of the processor that a process has used, all its threads together, to the nanosecond. */
export function cpuOf(pid: number): number {
  let nanoseconds = 0
  for (const thread of readdirSync(`/proc/${pid}/task`))
    nanoseconds += Number(readOr(`/proc/${pid}/task/${thread}/schedstat`, '0').split(' ')[0])
  return nanoseconds / 1e9
}

/** The same of a process and those that it has started, also of those that have ended. */
export function cpuOfFamily(pid: number): number {
  const children = readOr(`/proc/${pid}/task/${pid}/children`, '').split(' ').filter(Boolean)
  return children.reduce((sum, child) => sum + cpuOfAny(Number(child)), cpuOf(pid)) + cpuOfEnded(pid)
}

// Counted by the kernel in hundredths of a second.
function cpuOfEnded(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}

/** Resident memory, in MiB. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

function cpuOfAny(pid: number): number {
  try {
    return cpuOf(pid)
  } catch {
    return 0
  }
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}
