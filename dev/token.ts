import { DATA } from './data.ts'
import { openIssuer } from './issuer.ts'

const [role = '', email] = process.argv.slice(2)
if (!['admin', 'staff', 'customer'].includes(role)) {
  console.error('Usage: npm run -s token -- <admin|staff|customer> [email]')
  process.exit(1)
}
const { tokenFor } = await openIssuer(DATA)
console.log(await tokenFor(role, email))
