import { Buffer } from 'node:buffer'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { AnswerCommon, CommonExchange } from './exchange.ts'
import { dateNow } from './date-now.ts'
import { writeAtEnd } from './end-of-turn.ts'
import { CommonHeaders, readHead, type Head } from './head.ts'

export interface LineOptions {
  socket: Socket
  /** Milliseconds without a move until it is cut: between two requests, and while an answer is not read. */
  keepAliveTimeout: number
  stallTimeout: number
  answer: AnswerCommon | undefined
  isAddressed: (url: string, host: string | undefined) => boolean
  /** Whether every answer ends its connection. */
  isSendingAway: () => boolean
}

/**
 * A connection. It is node:http's, which answers its first request and all that is not common; but a whole common request
 * that comes while nothing else is under way is read here and answered past it, which is a third of what it costs.
 */
export class Line implements CommonExchange {
  method: 'GET' | 'POST' = 'POST'
  url = '/graphql'
  headers = new CommonHeaders()
  startedAt = 0
  onLeft: (() => void) | undefined = undefined
  onOver: (() => void) | undefined = undefined
  readonly complete = true
  /** Since when nothing is asked, by a count of all rests; 0 where something is. */
  restingSince = 0
  readonly #socket: Socket
  readonly #options: LineOptions
  readonly #toNode: (chunk: Buffer) => void
  #turn: 'FREE' | 'OURS' | 'NODES' | 'NODES_FOR_GOOD' = 'FREE'
  /** Node has answered a request here: before that it waits for one, and not for long. */
  #isKnownToNode = false
  /** Requests that Node answers. */
  #ofNode = 0
  /** What came while a request was answered. */
  #pending: Buffer[] = []
  #pendingBytes = 0
  #whenOver: (() => void) | undefined
  readonly #keepAlive: string
  /** The answer that is not written yet. */
  #text = ''
  #encoding: 'latin1' | 'utf8' = 'latin1'
  #isLast = false

  constructor(options: LineOptions) {
    const { socket, keepAliveTimeout } = options
    this.#keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveTimeout / 1000)}\r\n`
    this.#options = options
    this.#socket = socket
    // What node:http has put there. With a listener beside it, it reads nothing from the system by itself.
    const [toNode] = socket.listeners('data') as ((chunk: Buffer) => void)[]
    this.#toNode = toNode!
    if (!options.answer) return
    socket.off('data', toNode!)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.once('close', () => {
      this.onLeft?.()
      this.#over()
    })
  }

  get isOpen(): boolean {
    return this.#turn === 'OURS' && this.#text === ''
  }

  /** Node has begun to answer a request. */
  begin(): void {
    this.#ofNode++
    this.restingSince = 0
  }

  /** Node has answered it. */
  end(isComplete: boolean): void {
    this.#ofNode--
    if (this.#ofNode === 0) this.restingSince = ++rests
    if (this.#turn !== 'NODES' || !isComplete) return
    this.#turn = 'FREE'
    this.#isKnownToNode = true
  }

  cut(): void {
    this.#socket.destroy()
  }

  abandon(): void {
    this.cut()
  }

  send(status: number, headers: Record<string, string | number>, body: string): void {
    this.onLeft = undefined
    this.#isLast = this.#options.isSendingAway()
    let text = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`
    for (const name in headers) text += `${name}: ${headers[name]}\r\n`
    text += `Date: ${dateNow()}\r\n${this.#isLast ? 'Connection: close\r\n' : this.#keepAlive}\r\n${body}`
    this.#text = text
    // As many bytes as letters: all of it is ASCII.
    this.#encoding = headers['content-length'] === body.length ? 'latin1' : 'utf8'
    writeAtEnd(this)
  }

  /** What was answered; not at once, but at the end of the turn. */
  write(): void {
    const socket = this.#socket
    if (!socket.writable) return this.cut()
    socket.write(this.#text, this.#encoding)
    this.#text = ''
    const isTaken = socket.writableLength === 0
    // Until the system has taken it nothing more is asked, and whoever does not read is not waited for as long.
    if (!isTaken) socket.setTimeout(this.#options.stallTimeout)
    if (this.#isLast) socket.destroySoon()
    else if (isTaken) this.#free()
    else socket.write('', () => this.#taken())
  }

  #taken(): void {
    if (this.#socket.destroyed) return
    this.#socket.setTimeout(this.#options.keepAliveTimeout)
    this.#free()
  }

  #take(chunk: Buffer): void {
    if (this.#turn === 'OURS') {
      this.#pending.push(chunk)
      this.#pendingBytes += chunk.length
      // Whoever reads nothing more would not see that the client leaves either.
      if (this.#pendingBytes >= PENDING_AT_MOST) this.#socket.pause()
      return
    }
    if (this.#turn === 'FREE') {
      const head = readHead(chunk)
      const isWhole = head !== undefined && head.bytes + head.bodyBytes === chunk.length
      if (isWhole && this.#answers(head, chunk)) return
      this.#turn = isWhole ? 'NODES' : 'NODES_FOR_GOOD'
    } else {
      // Whoever sends on before they are answered: where these requests end is for Node to know.
      this.#turn = 'NODES_FOR_GOOD'
    }
    this.#toNode(chunk)
  }

  #answers({ line, headers, bytes }: Head, chunk: Buffer): boolean {
    const { answer, isAddressed, isSendingAway } = this.#options
    // Who names no host is given one by the door.
    if (!this.#isKnownToNode || !answer || !headers.host) return false
    const isPost = line === 'POST /graphql HTTP/1.1'
    const url = isPost ? '/graphql' : GET.exec(line)?.[1]
    if (url === undefined || !this.#socket.writable || !isAddressed(url, headers.host)) return false
    // The connection ends with its next answer, and Node may be about to end it.
    if (isSendingAway()) return false
    this.method = isPost ? 'POST' : 'GET'
    this.url = url
    this.headers = headers
    this.startedAt = performance.now()
    this.restingSince = 0
    this.#turn = 'OURS'
    if (answer(this, chunk.toString('utf8', bytes))) return true
    this.headers = NOTHING
    return false
  }

  /** Waits for what is answered past Node. */
  async over(): Promise<void> {
    if (this.#turn === 'OURS') await new Promise<void>((resolve) => (this.#whenOver = resolve))
  }

  #over(): void {
    this.onOver?.()
    this.#whenOver?.()
    this.onOver = this.#whenOver = undefined
  }

  #free(): void {
    this.headers = NOTHING
    this.restingSince = ++rests
    this.#turn = 'FREE'
    this.#over()
    if (this.#pending.length === 0) return
    const chunk = Buffer.concat(this.#pending)
    this.#pending = []
    this.#pendingBytes = 0
    this.#socket.resume()
    this.#take(chunk)
  }
}

/** Of characters that every reader of addresses takes alike. */
const GET = /^GET (\/graphql\?[\w.~!$&'()*+,;=:@/?%-]*) HTTP\/1\.1$/
/** Bytes that wait; as many as a socket reads at once. */
const PENDING_AT_MOST = 65_536
const NOTHING = new CommonHeaders()
let rests = 0
