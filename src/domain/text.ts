import { decodeId } from './ids.ts'
import { InvalidInput, type FieldError, type FieldErrorCode } from './refusals.ts'

export const LONGEST_NAME = 200
export const LONGEST_NOTE = 2000

/** Who makes more mistakes than this in one input learns of the rest when these are mended. */
const MISTAKES_AT_MOST = 50

const CONTROL = /[\p{Cc}\u2028\u2029]/u
const CONTROL_BUT_LINE_BREAKS = /(?!\n)[\p{Cc}\u2028\u2029]/u

/** Gathers what is wrong with an input, so that a client learns of all mistakes at once. */
export class InputCheck {
  readonly fields: FieldError[] = []

  refuse(path: readonly (string | number)[], code: FieldErrorCode, message: string): void {
    if (this.fields.length >= MISTAKES_AT_MOST) return
    this.fields.push({ code, path: path.map(String), message })
  }

  /** Throws what was gathered, if anything. */
  done(): void {
    if (this.fields.length > 0) throw new InvalidInput(this.fields)
  }

  /** Well-formed, NFC, trimmed, one line. Answers '' where it had to refuse. */
  name(path: (string | number)[], value: string, longest = LONGEST_NAME): string {
    const text = this.#free(path, value, longest, CONTROL)
    if (text === '' && !this.#hasRefused(path))
      this.refuse(path, 'REQUIRED', `${path.at(-1)} must not be empty.`)
    return text
  }

  optionalName(
    path: (string | number)[],
    value: string | null | undefined,
    longest = LONGEST_NAME,
  ): string | null {
    return value === null || value === undefined ? null : this.#free(path, value, longest, CONTROL) || null
  }

  /** May break lines, which become plain line feeds. */
  note(path: (string | number)[], value: string | null | undefined): string | null {
    if (value === null || value === undefined) return null
    return this.#free(path, value.replace(/\r\n?/g, '\n'), LONGEST_NOTE, CONTROL_BUT_LINE_BREAKS) || null
  }

  /** A whole number within its limits; null passes. */
  range(path: (string | number)[], value: number | null, from: number, to: number): void {
    if (value === null || (value >= from && value <= to)) return
    this.refuse(path, 'OUT_OF_RANGE', `${path.at(-1)} is ${from} to ${to}.`)
  }

  count(path: (string | number)[], list: readonly unknown[], atMost: number): void {
    if (list.length > atMost) this.refuse(path, 'TOO_LONG', `${path.at(-1)} has ${atMost} entries at most.`)
  }

  /** The database's id behind an opaque one. Answers '' where it had to refuse. */
  id(path: (string | number)[], type: string, opaque: string): string {
    const known = decodeId(opaque)
    if (known?.type === type) return known.id
    if (known) this.refuse(path, 'UNKNOWN', `This is the id of a ${known.type}, not of a ${type}.`)
    else this.refuse(path, 'MALFORMED', `This is no id of a ${type}.`)
    return ''
  }

  #free(path: (string | number)[], value: string, longest: number, forbidden: RegExp): string {
    if (!value.isWellFormed()) {
      this.refuse(path, 'MALFORMED', `${path.at(-1)} is not well-formed Unicode.`)
      return ''
    }
    const text = value.normalize('NFC').trim()
    if (isLongerThan(text, longest))
      this.refuse(path, 'TOO_LONG', `${path.at(-1)} is longer than ${longest}.`)
    else if (forbidden.test(text)) {
      this.refuse(path, 'NOT_ALLOWED', `${path.at(-1)} holds a control character.`)
    } else return text
    return ''
  }

  #hasRefused(path: (string | number)[]): boolean {
    return this.fields.some((field) => field.path.join('.') === path.join('.'))
  }
}

const isLongerThan = (text: string, longest: number): boolean =>
  text.length > longest && (text.length > 2 * longest || Array.from(text).length > longest)

/** Neither left out nor null. An empty text is given. */
export const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined
