/** Texts of the protocol. Nothing is sent in binary. */
export type Value = string | null

interface Sending {
  name: string
  /** Where it is not prepared yet. */
  text: string | undefined
  values: readonly Value[]
  /** Whether the columns of the answer are asked for. */
  describes: boolean
}

/**
 * The messages that run a prepared statement, as one buffer. pg makes a buffer of each, and measures every text three
 * times.
 */
export function messagesOf({ name, text, values, describes }: Sending): Buffer {
  end = 0
  if (text !== undefined) {
    const parse = begin('P')
    putText(name)
    putText(text)
    putInt16(0)
    close(parse)
  }
  const bind = begin('B')
  putText('')
  putText(name)
  putInt16(0)
  putInt16(values.length)
  for (const value of values) putValue(value)
  putInt16(0)
  close(bind)
  putBytes(describes ? DESCRIBE_AND_RUN : RUN)
  // What is not sent at once is kept by the socket, while the room is written anew.
  return Buffer.from(room.subarray(0, end))
}

let room = Buffer.alloc(16_384)
let end = 0

/** UTF-8 takes three bytes at most for each unit of UTF-16. */
function makeRoom(units: number): void {
  const needed = end + 3 * units + 16
  if (needed <= room.length) return
  const larger = Buffer.allocUnsafeSlow(2 * needed)
  room.copy(larger, 0, 0, end)
  room = larger
}

/** Its length comes after the letter, once it is known. */
function begin(letter: string): number {
  makeRoom(1)
  room[end] = letter.charCodeAt(0)
  end += 5
  return end - 4
}

const close = (start: number): number => room.writeInt32BE(end - start, start)

function putText(text: string): void {
  makeRoom(text.length)
  end += room.write(text, end)
  room[end++] = 0
}

function putValue(value: Value): void {
  if (value === null) {
    makeRoom(0)
    end = room.writeInt32BE(-1, end)
    return
  }
  makeRoom(value.length)
  const length = room.write(value, end + 4)
  end = room.writeInt32BE(length, end) + length
}

function putInt16(value: number): void {
  makeRoom(0)
  end = room.writeInt16BE(value, end)
}

function putBytes(bytes: Buffer): void {
  makeRoom(bytes.length)
  end += bytes.copy(room, end)
}

const EXECUTE = 'E\0\0\0\u0009\0\0\0\0\0'
const SYNC = 'S\0\0\0\u0004'
const RUN = Buffer.from(EXECUTE + SYNC, 'latin1')
const DESCRIBE_AND_RUN = Buffer.from(`D\0\0\0\u0006P\0${EXECUTE}${SYNC}`, 'latin1')
