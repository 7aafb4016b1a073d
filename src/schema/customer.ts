import type { ShownCustomer } from '../db/customers.ts'
import { builder } from './builder.ts'
import { Allergen } from './allergen.ts'

export const Customer = builder.objectRef<ShownCustomer>('Customer')

builder.node(Customer, {
  description:
    'Somebody who orders. Customers see themselves, staff see all; for everybody else there is none.',
  authScopes: { signedIn: true },
  runScopesOnType: true,
  id: { resolve: ({ id }) => id },
  loadWithoutCache: (id, { loaders }) => loaders.customer.load(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As they want to be called.' }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'As it was typed. Every customer has an e-mail or a phone.',
    }),
    phone: t.exposeString('phone', { nullable: true, description: 'As it was typed.' }),
    allergies: t.expose('allergies', {
      type: [Allergen],
      description: 'What they are allergic to; `quote` warns of it.',
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When the record was made.' }),
    updatedAt: t.expose('updated_at', { type: 'DateTime', description: 'When the record was last changed.' }),
  }),
})
