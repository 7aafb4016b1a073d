import { ConfigError } from '../src/config.ts'
import { openIssuer } from './issuer.ts'
import { SAMPLE_PEOPLE } from './sample/people.ts'

const [role = '', email, ...more] = process.argv.slice(2)
if (!['admin', 'staff', 'customer'].includes(role) || !/^(\S+@\S+)?$/.test(email ?? '') || more.length > 0)
  refuse('Usage: npm run -s token -- <admin|staff|customer> [email]')

const known = SAMPLE_PEOPLE.find((person) => person.email === email?.toLowerCase())
if (known && known.role !== role)
  refuse(`${known.name} is ${known.role} here: npm run -s token -- ${known.role} ${known.email}`)

try {
  const { tokenFor } = await openIssuer()
  console.log(await tokenFor(role, email))
} catch (error) {
  if (error instanceof ConfigError) refuse(error.message)
  throw error
}

function refuse(why: string): never {
  console.error(why)
  process.exit(1)
}
