import type { Allergen } from '../../../src/domain/cake.ts'
import type { Address, Contact } from '../../../src/domain/contact.ts'
import { wordsOf } from '../../../src/domain/search-words.ts'
import type { Role } from '../../../src/domain/viewer.ts'
import { chanceOf, type Chance } from '../chance.ts'
import type { Customer } from '../customers.ts'
import { DEFAULT_CUSTOMER } from '../people.ts'
import { ADDRESSES } from './phrases.ts'

/** Whose order it is and who placed it. */
export interface Buyer {
  contact: Contact
  customerId: string | null
  placedBy: Role | null
  allergies: Allergen[]
  address: Address
}

const FIRST_NAMES =
  'Lotte Daan Sanne Yusuf Inge Ruben Chloé Bram Noor Thijs Fleur Omar ' +
  'Marloes Kofi Jasmijn Sem Élodie Hugo Naima Wouter Mei Teun Renée Ali'
const LAST_NAMES =
  'Visser, de Boer, Mulder, Kaya, Smit, van Leeuwen, Dubois, Peeters, Haddad, ' +
  'Kuipers, van der Wal, Osei, Postma, Müller, Chen, Brouwer, Nowak'
const GUESTS = 72

const guests = makeGuests(FIRST_NAMES.split(' '), LAST_NAMES.split(', '))

export function drawBuyer(chance: Chance, customers: readonly Customer[], mayBePending: boolean): Buyer {
  const registered = customers.filter(({ subject, email }) => subject !== null && email !== DEFAULT_CUSTOMER)
  const draw = chance.next() * (mayBePending ? 0.76 : 1)
  if (draw < 0.32) return asCustomer(chance.pick(registered), 'CUSTOMER')
  if (draw < 0.76) return chance.pick(guests)
  if (draw < 0.92)
    return asCustomer(chance.pick(customers.filter(({ subject }) => subject === null)), 'STAFF')
  return { ...chance.pick(guests), placedBy: 'STAFF' }
}

export function asCustomer({ id, name, email, phone, allergies }: Customer, placedBy: Role): Buyer {
  const contact = { name, email, phone }
  return { contact, customerId: id, placedBy, allergies, address: addressOf(name) }
}

function makeGuests(firstNames: string[], lastNames: string[]): Buyer[] {
  return Array.from({ length: GUESTS }, (_, index) => {
    const name = `${firstNames[index % firstNames.length]} ${lastNames[index % lastNames.length]}`
    const mailbox = `${wordsOf(name).join('.')}@example.${index % 2 ? 'com' : 'org'}`
    const email = index % 5 === 2 ? null : mailbox
    const phone = index % 5 === 4 ? null : `+31 6 0000 ${String(200 + index).padStart(4, '0')}`
    const contact = { name, email, phone }
    return { contact, customerId: null, placedBy: null, allergies: [], address: addressOf(name) }
  })
}

function addressOf(name: string): Address {
  return chanceOf(`address of ${name}`).pick(ADDRESSES)
}
