export interface SamplePerson {
  role: 'admin' | 'staff' | 'customer'
  name: string
  email: string
  subject: string
}

/** Who can sign in at the sample bakery with a development token. */
export const SAMPLE_PEOPLE: SamplePerson[] = [
  person('admin', 'Marijke Brood', 'marijke@example.com'),
  person('staff', 'Tomasz Deeg', 'tomasz@example.com'),
  person('staff', 'Fatima el Amrani', 'fatima@example.com'),
  person('customer', 'Anna de Vries', 'anna@example.com'),
  person('customer', 'Zoë van Dijk', 'zoe@example.com'),
  person('customer', 'José Martínez Peña', 'jose@example.org'),
  person('customer', 'Nguyễn Thị Minh Anh', 'minhanh@example.com'),
  person('customer', 'Łukasz Wiśniewski', 'lukasz@example.org'),
  person('customer', 'Ωραία Παπαδοπούλου', 'oraia@example.com'),
  person('customer', 'Siobhán O’Connor', 'siobhan@example.org'),
  person('customer', '山田 花子', 'hanako@example.com'),
  person('customer', 'Amara Okafor-Jansen', 'amara@example.org'),
  person('customer', 'Jürgen Großmann', 'juergen@example.com'),
  person('customer', 'Mehmet Yıldız', 'mehmet@example.org'),
  person('customer', 'Håkon Sørensen', 'hakon@example.com'),
]

/** Whose shop it is that examples open with. */
export const DEFAULT_CUSTOMER = 'anna@example.com'

function person(role: SamplePerson['role'], name: string, email: string): SamplePerson {
  return { role, name, email, subject: `sample|${email}` }
}
