import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A connection on which a test writes its own bytes. */
export interface RawConnection {
  socket: Socket
  send(text: string): void
  /** All that came so far. */
  heard(): string
  /** Waits until the words came. */
  hears(words: RegExp): Promise<void>
  /** Waits for the other side to hang up; tells after how many milliseconds it did. */
  cut(): Promise<number>
}

export async function openRaw(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  const since = performance.now()
  let text = ''
  let cutAfter: number | undefined
  const hangUp = () => (cutAfter ??= performance.now() - since)
  socket.on('data', (data: Buffer) => (text += String(data)))
  socket.on('error', hangUp).on('end', hangUp).on('close', hangUp)
  const until = async (isTrue: () => boolean): Promise<void> => {
    const deadline = performance.now() + 20_000
    while (!isTrue()) {
      if (performance.now() > deadline) throw new Error(`It did not come true. Heard so far:\n${text}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  return {
    socket,
    send: (words) => void socket.write(words),
    heard: () => text,
    hears: (words) => until(() => words.test(text)),
    cut: async () => {
      await until(() => cutAfter !== undefined)
      return cutAfter!
    },
  }
}

/** What every request has, up to the empty line. */
export const head = (line: string, ...more: string[]): string =>
  [`${line} HTTP/1.1`, 'host: bakery.test', ...more, '', ''].join('\r\n')
