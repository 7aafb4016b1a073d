import type { Address as AddressShape, Contact as ContactShape } from '../domain/contact.ts'
import { builder } from './builder.ts'

export const Contact = builder.objectRef<ContactShape>('Contact').implement({
  description: 'Who to call about the order, as given when it was placed: an e-mail or a phone at least.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Who.' }),
    email: t.exposeString('email', { nullable: true, description: 'As it was typed.' }),
    phone: t.exposeString('phone', { nullable: true, description: 'As it was typed.' }),
  }),
})

export const Address = builder.objectRef<AddressShape>('Address').implement({
  description: 'Where an order is delivered.',
  fields: (t) => ({
    line1: t.exposeString('line1', { description: 'Street and house number.' }),
    line2: t.exposeString('line2', { nullable: true, description: 'Floor, company, and the like.' }),
    postalCode: t.exposeString('postalCode', { description: 'Decides the delivery zone.' }),
    city: t.exposeString('city', { description: 'Town or city.' }),
    country: t.exposeString('country', { description: 'ISO 3166-1 alpha-2: NL.' }),
  }),
})
