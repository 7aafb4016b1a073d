import { ADMIN_EXAMPLES } from './admin-examples.ts'
import { CUSTOMER_EXAMPLES } from './customer-examples.ts'
import type { Example } from './example-values.ts'
import { GUEST_EXAMPLES } from './guest-examples.ts'
import { STAFF_EXAMPLES } from './staff-examples.ts'
import { TROUBLE_EXAMPLES } from './trouble-examples.ts'

/** The operations that GraphiQL opens with, one tab each. */
export const EXAMPLES: readonly Example[] = [
  ...GUEST_EXAMPLES,
  ...CUSTOMER_EXAMPLES,
  ...STAFF_EXAMPLES,
  ...ADMIN_EXAMPLES,
  ...TROUBLE_EXAMPLES,
]
