import { ALLERGENS, type Allergen } from '../../src/domain/cake.ts'
import { emailKey } from '../../src/domain/contact.ts'
import { phoneWordsOf, wordsOf } from '../../src/domain/search-words.ts'
import type { Database } from '../../src/db/tables.ts'
import { chanceOf, uuidAt } from './chance.ts'
import { SAMPLE_PEOPLE } from './people.ts'

export type Customer = Database['customers']

type Known = [name: string, email: string | null, phone: string | null, allergies?: Allergen[]]

// Numbers that no network gives out: Dutch ones with a zero after the prefix, British and American ones kept for films.
const REGISTERED: Record<string, [phone: string | null, allergies?: Allergen[]]> = {
  'anna@example.com': ['+31 6 0000 0101', ['TREE_NUTS']],
  'zoe@example.com': ['+31 6 0000 0102'],
  'jose@example.org': ['+31 6 0000 0103', ['PEANUTS']],
  'minhanh@example.com': [null, ['CRUSTACEANS', 'FISH']],
  'lukasz@example.org': ['+31 6 0000 0105'],
  'oraia@example.com': ['+31 6 0000 0106'],
  'siobhan@example.org': ['+44 20 7946 0107', ['GLUTEN']],
  'hanako@example.com': [null, ['SOYBEANS']],
  'amara@example.org': ['+31 6 0000 0109'],
  'juergen@example.com': ['+31 6 0000 0110', ['SULPHITES', 'CELERY']],
  'mehmet@example.org': ['+31 6 0000 0111'],
  'hakon@example.com': ['+31 6 0000 0112', ['MILK']],
}

const KNOWN_AT_THE_COUNTER: Known[] = [
  ['Willem-Jan Bakker', 'willemjan@example.org', '023 000 0121'],
  ['Maria Fernández Ruiz', 'maria.fernandez@example.com', null],
  ['Oma Toos Hendriks', null, '023 000 0123'],
  ['Chinedu Eze', 'chinedu@example.com', '+31 6 0000 0124', ['MUSTARD']],
  ['Anneke ’t Hart', 'family.thart@example.org', '023 000 0125'],
  ['Pieter ’t Hart', 'family.thart@example.org', '023 000 0126', ['EGGS']],
  ['Aïcha Benali', 'aicha@example.com', '+31 6 0000 0127'],
  ['Björk Jónsdóttir', 'bjork@example.org', null],
  ['Đorđe Petrović', 'djordje@example.com', '+31 6 0000 0129'],
  ['Priya Raghunathan', 'priya@example.com', '+31 6 0000 0130', ['MILK']],
  ['Café Het Zwaantje', 'orders.zwaantje@example.org', '023 000 0131'],
  ['Ivana Šimůnková', 'ivana@example.com', null],
  ['Gé van der Meij-Slot', null, '023 000 0133'],
  ['Mwangi Kamau', 'mwangi@example.org', '+31 6 0000 0134'],
  ['François Lefèvre', 'francois@example.com', '+31 6 0000 0135', ['LUPIN', 'SESAME']],
  ['李 小龍', 'siulung@example.com', '+31 6 0000 0136'],
  ['Олена Ковальчук', 'olena@example.org', '+31 6 0000 0137'],
  ['Tess Vermeulen', 'tess@example.com', '+31 6 0000 0138', ['GLUTEN', 'MILK']],
  ['Kindergarten The Otter', 'otter@example.org', '023 000 0139', ['PEANUTS', 'TREE_NUTS']],
  ['João Gonçalves', 'joao@example.com', null],
  ['Sinéad Ní Bhriain', 'sinead@example.org', '+44 20 7946 0141'],
  ['Ahmet Çelik', 'ahmet@example.com', '+31 6 0000 0142'],
  ['Roos Schippers', null, '+31 6 0000 0143', ['TREE_NUTS']],
  ['Mária Szőke', 'maria.szoke@example.com', null],
  ['Emily Carter', 'emily@example.org', '+1 (212) 555-0145'],
  ['נועה לוי', 'noa@example.com', '+31 6 0000 0146'],
  ['Law Office Van Rijn & Daughters', 'reception.vanrijn@example.org', '023 000 0147'],
  ['Sven Åkerblad', 'sven@example.com', '+31 6 0000 0148'],
]

const FIRST = Temporal.Instant.from('2022-01-11T09:00:00Z')
const HOURS_BETWEEN = 17 * 24

/** The first twelve are registered and can sign in; the others the staff wrote down. */
export function makeCustomers(): Customer[] {
  const registered = SAMPLE_PEOPLE.filter(({ role }) => role === 'customer').map(
    ({ name, email, subject }) => {
      const [phone, allergies] = REGISTERED[email]!
      return { subject, known: [name, email, phone, allergies] satisfies Known }
    },
  )
  const others = KNOWN_AT_THE_COUNTER.map((known) => ({ subject: null, known }))
  return [...registered, ...others].map(({ subject, known }, index) => customer(subject, known, index))
}

function customer(
  subject: string | null,
  [name, email, phone, allergies = []]: Known,
  index: number,
): Customer {
  const minutes = chanceOf(name).below(8 * 60)
  const createdAt = FIRST.add({ hours: index * HOURS_BETWEEN, minutes })
  return {
    id: uuidAt(createdAt, name),
    subject,
    name,
    email,
    email_key: email === null ? null : emailKey(email),
    phone,
    allergies: ALLERGENS.filter((allergen) => allergies.includes(allergen)),
    created_at: createdAt,
    updated_at: createdAt,
  }
}

export function customerRows(customers: Customer[]) {
  return {
    customers,
    customer_words: customers.flatMap(({ id, name, email, phone }) =>
      [...new Set([...wordsOf(name, email), ...phoneWordsOf(phone)])].map((word) => ({
        word,
        customer_id: id,
      })),
    ),
  }
}
