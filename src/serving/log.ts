/** Writes one event; never anything that a person typed. */
export type Log = (severity: 'INFO' | 'WARNING' | 'ERROR', message: string, details?: object) => void

/** One JSON object a line, as log collectors of all three clouds read it. */
export const jsonLog: Log = (severity, message, details = {}) => {
  process.stdout.write(
    `${JSON.stringify({ severity, message, time: new Date().toISOString(), ...details })}\n`,
  )
}

/** For people at a terminal. */
export const plainLog: Log = (severity, message, details = {}) => {
  const rest = Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : ''
  console.log(`${severity === 'INFO' ? '' : `${severity}: `}${message}${rest}`)
}

/** An error with its causes, for the log only. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: String(error) }
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  const code = 'code' in error ? { code: error.code } : {}
  return { error: error.message, ...code, stack: error.stack, ...cause }
}
