import type { InputCheck } from './text.ts'

export interface NewContact {
  name: string
  email?: string | null
  phone?: string | null
}

export interface Contact {
  name: string
  email: string | null
  phone: string | null
}

export interface NewAddress {
  line1: string
  line2?: string | null
  postalCode: string
  city: string
  country: string
}

export interface Address {
  line1: string
  line2: string | null
  postalCode: string
  city: string
  country: string
}

type Path = (string | number)[]

const EMAIL = /^[^\s@]+@[^\s@]+$/u
const PHONE = /^[0-9 +().\-/]{3,30}$/

export function readContact(check: InputCheck, path: Path, input: NewContact): Contact {
  const name = check.name([...path, 'name'], input.name)
  const email = readEmail(check, [...path, 'email'], input.email)
  const phone = readPhone(check, [...path, 'phone'], input.phone)
  if (!input.email?.trim() && !input.phone?.trim()) {
    check.refuse(path, 'REQUIRED', 'An e-mail or a phone is needed.')
  }
  return { name, email, phone }
}

export function readEmail(check: InputCheck, path: Path, value: string | null | undefined): string | null {
  const email = check.optionalName(path, value, 254)
  if (email === null || EMAIL.test(email)) return email
  check.refuse(path, 'MALFORMED', 'An e-mail has one @ with something on both sides, and no spaces.')
  return null
}

export function readPhone(check: InputCheck, path: Path, value: string | null | undefined): string | null {
  const phone = check.optionalName(path, value, 30)
  if (phone === null || (PHONE.test(phone) && phoneKey(phone).length >= 3)) return phone
  check.refuse(path, 'MALFORMED', 'A phone has 3 to 30 digits, spaces and + - ( ) . /')
  return null
}

// Made when first wanted: its data take time to load.
let regions: Intl.DisplayNames | undefined

export function readAddress(check: InputCheck, path: Path, input: NewAddress): Address {
  const country = /^\s*([A-Za-z]{2})\s*$/.exec(input.country)?.[1]?.toUpperCase() ?? ''
  if (
    country === '' ||
    country === 'ZZ' ||
    (regions ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })).of(country) === undefined
  ) {
    check.refuse([...path, 'country'], 'MALFORMED', 'A country is a code of two letters, ISO 3166-1: NL.')
  }
  return {
    line1: check.name([...path, 'line1'], input.line1),
    line2: check.optionalName([...path, 'line2'], input.line2),
    postalCode: check.name([...path, 'postalCode'], input.postalCode, 16),
    city: check.name([...path, 'city'], input.city),
    country,
  }
}

/** The one key by which e-mails are compared. */
export const emailKey = (email: string): string => email.normalize('NFC').toLowerCase()

/** The one key by which phones are compared: their digits. */
export const phoneKey = (phone: string): string => phone.replace(/\D/g, '')
