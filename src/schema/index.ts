import { builder } from './builder.ts'
import './scalars.ts'
import './bakery.ts'
import './cake-list.ts'
import './basket.ts'
import './slot.ts'
import './customer.ts'
import './viewer.ts'
import './order.ts'
import './order-list.ts'
import './ordering.ts'

builder.queryType({ description: 'What can be asked.' })
builder.mutationType({
  description: 'What can be done. Each answers with what came of it, or with a refusal.',
})

export const schema = builder.toSchema()
