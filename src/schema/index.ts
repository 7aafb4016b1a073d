import { builder, withPlainIds } from './builder.ts'
import './scalars.ts'
import './bakery.ts'
import './cake-list.ts'
import './basket.ts'
import './slot.ts'
import './viewer.ts'
import './order.ts'
import './order-list.ts'
import './ordering.ts'
import './order-changes.ts'
import './customer-changes.ts'
import './cake-changes.ts'
import './bakery-changes.ts'
import './production.ts'
import './order-watching.ts'

builder.queryType({ description: 'What can be asked.' })
builder.mutationType({
  description: 'What can be done. Each answers with what came of it, or with a refusal.',
})
builder.subscriptionType({ description: 'What can be watched.' })

export const schema = withPlainIds(builder.toSchema())
