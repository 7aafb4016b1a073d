import type { Customer as CustomerRow } from '../db/customers.ts'
import { registerCustomer } from '../resolvers/register-customer.ts'
import { builder } from './builder.ts'
import { Allergen } from './allergen.ts'
import { InvalidInputError, refusable, resultUnion } from './user-error.ts'

export const Customer = builder.objectRef<CustomerRow>('Customer')

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

const RegisterCustomerInput = builder.inputType('RegisterCustomerInput', {
  description: 'The e-mail comes from the viewer’s token.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'As they want to be called; 200 characters at most.' }),
    phone: t.string({
      description: '3 to 30 digits, spaces and + - ( ) . / — needed where the token has no e-mail.',
    }),
    allergies: t.field({
      type: [Allergen],
      required: true,
      defaultValue: [],
      description: 'What they are allergic to.',
    }),
  }),
})

const RegisterCustomerSuccess = builder
  .objectRef<{ customer: CustomerRow }>('RegisterCustomerSuccess')
  .implement({
    description: 'The viewer has a customer record.',
    fields: (t) => ({
      customer: t.expose('customer', { type: Customer, description: 'The record, new or as it was.' }),
    }),
  })

const RegisterCustomerResult = resultUnion(
  'RegisterCustomerResult',
  'The viewer’s customer record, or what is wrong with the input.',
  RegisterCustomerSuccess,
  [InvalidInputError],
)

builder.mutationField('registerCustomer', (t) =>
  t.field({
    description:
      'Makes the viewer’s own customer record; asked again, it gives the one there is. Needs a token, else UNAUTHENTICATED.',
    type: RegisterCustomerResult,
    nullable: true,
    authScopes: { signedIn: true },
    args: { input: t.arg({ type: RegisterCustomerInput, required: true, description: 'Who they are.' }) },
    resolve: (_root, { input }, context) => refusable(registerCustomer(context, context.asker!, input)),
  }),
)
