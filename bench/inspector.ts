import { setTimeout as sleep } from 'node:timers/promises'

/** What V8 tells of a process that runs with `--inspect`: from outside, and only while it is asked. */
export interface Inspector {
  send: <Result>(method: string, params?: object) => Promise<Result>
  close: () => void
}

export interface Profile {
  nodes: ProfileNode[]
  samples: number[]
  /** Microseconds. */
  timeDeltas: number[]
}

export interface ProfileNode {
  id: number
  callFrame: { functionName: string; url: string; lineNumber: number }
  children?: number[]
}

export async function openInspector(port: number): Promise<Inspector> {
  const socket = new WebSocket(await addressOf(port))
  const waiting = new Map<number, (answer: { result: unknown; error?: { message: string } }) => void>()
  let sent = 0
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(data as string) as { id: number; result: unknown }
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++sent
        waiting.set(id, ({ result, error }) =>
          error ? reject(new Error(error.message)) : resolve(result as never),
        )
        socket.send(JSON.stringify({ id, method, params }))
      }),
    close: () => socket.close(),
  }
}

async function addressOf(port: number): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/json/list`)
      const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[]
      return target!.webSocketDebuggerUrl
    } catch (error) {
      if (attempt === 50) throw error
      await sleep(100)
    }
  }
}
