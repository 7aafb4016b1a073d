import type { Answer } from './bakery.ts'

/** A subscription over SSE, as a client sees it. */
export interface Watching {
  /** The next answer; undefined once the server has said `complete`. */
  next(): Promise<Answer | undefined>
  leave(): Promise<void>
}

export function watching(response: Response): Watching {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new Error('This is no event stream.')
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const nextEvent = async (): Promise<string | undefined> => {
    while (!text.includes('\n\n')) {
      const { value, done } = await reader.read()
      if (done) return undefined
      text += value
    }
    const [event = '', ...rest] = text.split('\n\n')
    text = rest.join('\n\n')
    return event
  }
  return {
    async next() {
      for (let event = await nextEvent(); event !== undefined; event = await nextEvent()) {
        if (/^event: complete/m.test(event)) return undefined
        const data = /^data: (.+)$/m.exec(event)?.[1]
        if (data) return JSON.parse(data) as Answer
      }
      throw new Error('The stream ended without a complete.')
    },
    leave: () => reader.cancel(),
  }
}
